package desk

import (
	"context"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Relink gives a request to a team whose ticket for it exists already, and
// returns the link.
func (s *Service) Relink(ctx context.Context, by auth.Actor, t Target, team request.TeamID, ticket string, task *request.Task) (*request.Request, request.LinkID, error) {
	ticket = strings.TrimSpace(ticket)
	if ticket == "" {
		return nil, "", &request.FieldError{Field: "ticket", Text: "is required: the ticket's key or number"}
	}
	var id request.LinkID
	r, err := s.change(ctx, by, t, func(t *turn) error {
		if id = linked(t.doc.Request, team, ticket); id != "" {
			return nil
		}
		d, err := t.do(request.Delegate{Team: team, Ticket: ticket, Task: task})
		if err == nil {
			id = d.NewLinks[0]
		}
		return err
	})
	return r, id, err
}

// linked finds the link of a team to that very ticket.
func linked(r *request.Request, team request.TeamID, ticket string) request.LinkID {
	for _, l := range r.Links {
		if l.Team == team && l.Health != request.Detached && (l.Ticket.Key == ticket || l.Ticket.ID == ticket) {
			return l.ID
		}
	}
	return ""
}

// Unlink lets a ticket go; it stays at the tool as it is.
func (s *Service) Unlink(ctx context.Context, by auth.Actor, t Target, id request.LinkID) (*request.Request, error) {
	return s.command(ctx, by, t, request.Unlink{Link: id})
}

// Identify types in what a team without a tool calls its ticket.
func (s *Service) Identify(ctx context.Context, by auth.Actor, t Target, i request.Identify) (*request.Request, error) {
	return s.command(ctx, by, t, i)
}

// Retry tries a link again now, with what its tool has refused.
func (s *Service) Retry(ctx context.Context, by auth.Actor, t Target, id request.LinkID) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		if _, err := t.do(request.Retry{Link: id}); err != nil {
			return err
		}
		sync, err := t.doc.Sync(id)
		if err != nil {
			return err
		}
		for f, state := range sync.State.Fields {
			state.Blocked, state.Refused = nil, 0
			sync.State.Fields[f] = state
		}
		t.doc.Now = append(t.doc.Now, id)
		return nil
	})
}

// Recreate makes a new ticket for a link whose ticket is gone, and returns the
// new link.
func (s *Service) Recreate(ctx context.Context, by auth.Actor, t Target, id request.LinkID) (*request.Request, request.LinkID, error) {
	var made request.LinkID
	r, err := s.change(ctx, by, t, func(t *turn) error {
		d, err := t.do(request.Recreate{Link: id})
		if err == nil {
			made = d.NewLinks[0]
		}
		return err
	})
	return r, made, err
}

// Bridge copies the comments of the chosen links' teams to one another.
func (s *Service) Bridge(ctx context.Context, by auth.Actor, t Target, links []request.LinkID) (*request.Request, error) {
	return s.command(ctx, by, t, request.Bridge{Links: links})
}

// Settle is the desk's word on a conflict.
func (s *Service) Settle(ctx context.Context, by auth.Actor, t Target, c request.Settle) (*request.Request, error) {
	return s.command(ctx, by, t, c)
}
