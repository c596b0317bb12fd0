package request

import "time"

// Goal says what a request is measured by next.
type Goal string

// The goals. The zero value is none.
const (
	UpdateGoal Goal = "update" // an update that the client was promised
	DueGoal    Goal = "due"    // the due time
	PausedGoal Goal = "paused" // the due time, which stands still while the client is asked
)

// Target is the next time that an open request is measured by: the earlier of a
// promised update and its due time; zero without one.
func (r *Request) Target() (time.Time, Goal) {
	promise := r.Promise()
	switch {
	case r.Status.Over() || r.MergedTo != "":
		return time.Time{}, ""
	case !promise.IsZero() && (r.DueAt.IsZero() || r.Status == WaitingClient || !r.DueAt.Before(promise)):
		return promise, UpdateGoal
	case r.DueAt.IsZero():
		return time.Time{}, ""
	case r.Status == WaitingClient:
		return r.DueAt, PausedGoal
	}
	return r.DueAt, DueGoal
}
