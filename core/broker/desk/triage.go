package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Triage changes fields and status of a request together, all or none. A move
// may be nil.
func (s *Service) Triage(ctx context.Context, by auth.Actor, t Target, edit request.Edit, move *request.Move) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		commands := []request.Command{edit}
		if move != nil {
			commands = append(commands, *move)
		}
		_, err := t.do(commands...)
		return err
	})
}

// Seen puts one reason for attention away.
func (s *Service) Seen(ctx context.Context, by auth.Actor, t Target, a request.Attention) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		_, err := t.do(request.Seen{Reason: a})
		return err
	})
}
