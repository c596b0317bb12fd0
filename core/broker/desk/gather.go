package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Gather puts a request under an umbrella.
func (s *Service) Gather(ctx context.Context, by auth.Actor, t Target, umbrella request.Key) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		other, err := t.other(umbrella, by)
		if err != nil {
			return err
		}
		d, err := request.Gather(t.doc.Request, other.Request, t.house, t.cause)
		if err == nil {
			s.record(t.doc, d)
		}
		return err
	})
}

// Release takes a request out of its umbrella.
func (s *Service) Release(ctx context.Context, by auth.Actor, t Target) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		d, err := request.Release(t.doc.Request, t.house, t.cause)
		if err == nil {
			s.record(t.doc, d)
		}
		return err
	})
}

// Flow hands an umbrella's status and words down to one request that it gathers.
func (s *Service) Flow(ctx context.Context, by auth.Actor, t Target, f request.Flow) (*request.Request, error) {
	return s.command(ctx, by, t, f)
}
