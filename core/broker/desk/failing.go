package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Failing returns links of a connection whose last try failed or that wait for a
// person, those of the newest requests first, as far as somebody may see them.
func (s *Service) Failing(ctx context.Context, by auth.Actor, connection string, n int) ([]HeldLink, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	list, err := s.o.Store.Failing(ctx, connection, n)
	return slices.DeleteFunc(list, func(h HeldLink) bool { return !visible(h.Request, by) }), err
}

// retriedAtOnce is how many links one call retries.
const retriedAtOnce = 200

// RetryFailing tries again the links of a connection that [Service.Failing] lists,
// and tells how many. One that has moved on meanwhile is left alone.
func (s *Service) RetryFailing(ctx context.Context, by auth.Actor, connection string) (int, error) {
	if err := by.Check(auth.Work); err != nil {
		return 0, err
	}
	list, err := s.Failing(ctx, by, connection, retriedAtOnce)
	n := 0
	for _, h := range list {
		switch _, err := s.Retry(ctx, by, Target{Key: h.Request.Key}, h.Link.ID); {
		case err == nil:
			n++
		case !movedOn(err):
			return n, err
		}
	}
	return n, err
}

// movedOn reports whether a change came too late, and nothing is wrong.
func movedOn(err error) bool {
	_, standing := errors.AsType[*request.StandingError](err)
	_, field := errors.AsType[*request.FieldError](err)
	return standing || field || errors.Is(err, ErrNotFound)
}

// gone reports whether a connection was removed, and nothing is left of it but what
// its tool last said.
func (s *Service) gone(c Connection) bool {
	_, configured := s.Directory().Accounts[c.Name]
	return !configured && c.Links == 0 && c.Queue == 0 && c.Deliveries == 0
}
