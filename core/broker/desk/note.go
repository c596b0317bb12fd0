package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// EditNote changes the text of a note of the desk.
func (s *Service) EditNote(ctx context.Context, by auth.Actor, t Target, id request.NoteID, body string) (*request.Request, *request.Note, error) {
	return s.revise(ctx, by, t, id, func(n *request.Note) request.Command { return request.Revise{Note: n, Body: body} })
}

// DeleteNote deletes a note of the desk.
func (s *Service) DeleteNote(ctx context.Context, by auth.Actor, t Target, id request.NoteID) (*request.Request, *request.Note, error) {
	return s.revise(ctx, by, t, id, func(n *request.Note) request.Command { return request.Erase{Note: n} })
}

func (s *Service) revise(ctx context.Context, by auth.Actor, t Target, id request.NoteID, command func(*request.Note) request.Command) (*request.Request, *request.Note, error) {
	var note *request.Note
	r, err := s.change(ctx, by, t, func(t *turn) error {
		n, err := t.find(id)
		if err != nil {
			return err
		}
		note = n
		d, err := t.do(command(n))
		if len(d.Changed) > 0 {
			note = d.Changed[0]
		}
		return err
	})
	return r, note, err
}
