package fault

import (
	"errors"
	"time"
)

// Verdict is what to do after a failed call.
type Verdict struct {
	// Unknown: the effect may have happened. Look for it before doing it again.
	Unknown bool
	// Retry: do it again, not before After.
	Retry bool
	After time.Duration
	// Connection: the failure concerns every call of this connection: wait, or
	// with Stop stop calling until the credential works again.
	Connection bool
	Stop       bool
	// Park: trying the same again is of no use; show it to a person.
	Park bool
	// Absent: the ticket is gone or hidden. Never proof of a deletion.
	Absent bool
}

// Decide is the one place that says whether a failed call is tried again.
// write tells whether the call could have an effect at the tool, attempts how
// often it failed in a row. The waiting time grows from one second to five
// minutes; callers add jitter.
func Decide(err error, write bool, attempts int) Verdict {
	class := ClassOf(err)
	wait := backOff(attempts)
	var e *Error
	if errors.As(err, &e) && e.After > 0 {
		wait = e.After
	}
	switch class {
	case Throttled:
		return Verdict{Retry: true, After: wait, Connection: true}
	case Unavailable:
		return Verdict{Retry: true, After: wait, Connection: true}
	case Uncertain, Misread:
		return Verdict{Unknown: write, Retry: true, After: wait}
	case Internal:
		return Verdict{Unknown: write, Retry: attempts < 5, After: wait, Park: attempts >= 5}
	case Conflict:
		return Verdict{Retry: true, After: wait}
	case Unauthenticated:
		return Verdict{Retry: true, After: wait, Connection: true, Stop: true}
	case NotFound, Gone:
		return Verdict{Absent: true}
	default: // Invalid, Denied, Unsupported
		return Verdict{Park: true}
	}
}

func backOff(attempts int) time.Duration {
	d := time.Second
	for range attempts {
		if d *= 2; d >= 5*time.Minute {
			return 5 * time.Minute
		}
	}
	return d
}
