package desk

import (
	"sync"
	"time"
)

// remembered is what was loaded a moment ago, where it is asked for far more often than
// it changes.
type remembered[T any] struct {
	mu sync.Mutex
	at time.Time // zero: never
	is T
}

// get returns what is remembered, or loads it if that is older than most, or newer than
// now because a clock was set back.
func (r *remembered[T]) get(now time.Time, most time.Duration, load func() (T, error)) (T, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if age := now.Sub(r.at); !r.at.IsZero() && age >= 0 && age < most {
		return r.is, nil
	}
	found, err := load()
	if err == nil {
		r.at, r.is = now, found
	}
	return found, err
}
