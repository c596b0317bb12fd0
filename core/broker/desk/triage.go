package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Triage changes fields and status of a request together, all or none. A move
// may be nil.
func (s *Service) Triage(ctx context.Context, by auth.Actor, t Target, edit request.Edit, move *request.Move) (*request.Request, error) {
	if edit.Restricted != nil {
		if err := s.known(ctx, by, *edit.Restricted); err != nil {
			return nil, err
		}
	}
	r, err := s.change(ctx, by, t, func(t *turn) error {
		commands := []request.Command{edit}
		if move != nil {
			commands = append(commands, *move)
		}
		_, err := t.do(commands...)
		return err
	})
	return s.flowing(ctx, r, err)
}

// Seen puts one reason for attention away, or what a team offered in a note.
func (s *Service) Seen(ctx context.Context, by auth.Actor, t Target, what request.Seen) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		_, err := t.do(what)
		return err
	})
}

// known makes sure that a request is not restricted to people who are not there:
// nobody could ever see it again.
func (s *Service) known(ctx context.Context, by auth.Actor, logins []string) error {
	for _, login := range logins {
		_, err := s.o.Store.Person(ctx, login)
		switch {
		case errors.Is(err, ErrNotFound) && login != by.Login:
			return &request.FieldError{Field: "restricted", Text: fmt.Sprintf("there is no person %q", login)}
		case err != nil && !errors.Is(err, ErrNotFound):
			return err
		}
	}
	return nil
}
