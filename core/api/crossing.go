package api

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/broker/desk"
)

// uncrossed writes to a client unless somebody else at the desk did so since the caller
// read the request; one that says nothing of that is not asked.
func uncrossed[T any](ctx context.Context, a *API, t desk.Target, told string, write func(desk.Target) (T, error)) (T, error) {
	if told == "" {
		return write(t)
	}
	for {
		at, err := a.o.Desk.Uncrossed(ctx, by(ctx), t, told)
		if err != nil {
			var none T
			return none, err
		}
		done, err := write(at)
		if t.Version != 0 || !errors.Is(err, desk.ErrVersion) {
			return done, err
		}
	}
}
