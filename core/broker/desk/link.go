package desk

import (
	"context"
	"errors"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Relink gives a request to a team whose ticket for it exists already, and
// returns the link. A [request.StandingError] names the request that has the
// ticket.
func (s *Service) Relink(ctx context.Context, by auth.Actor, t Target, c request.Relink) (*request.Request, request.LinkID, error) {
	var id request.LinkID
	r, err := s.change(ctx, by, t, func(t *turn) error {
		team := s.Directory().Teams[c.Team]
		if l := t.doc.Request.Holding(team, c.Ticket); l != nil && l.Team == c.Team {
			id = l.ID
			return nil
		}
		if err := t.unheld(team, c.Ticket, by); err != nil {
			return err
		}
		d, err := t.do(c)
		if err == nil {
			id = d.NewLinks[0]
		}
		return err
	})
	return r, id, err
}

// unheld refuses a ticket that another request has; which one is said to who may
// see it.
func (t *turn) unheld(team request.Team, ticket string, by auth.Actor) error {
	if team.Connection == "" || team.Connection == request.ByHand {
		return nil
	}
	key, err := t.doc.Holder(team.Connection, team.Target, ticket)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	other, err := t.doc.Other(key)
	switch {
	case err != nil:
		return err
	case !visible(other.Request, by):
		return &request.StandingError{Field: "ticket", Text: "belongs to another request already"}
	}
	return &request.StandingError{Field: "ticket", Text: "belongs to " + string(key) + " already: unlink it there first", Key: key}
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
// new link; see [request.Request.MayRecreate].
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

// ByHand records what a team without a tool told of its ticket.
func (s *Service) ByHand(ctx context.Context, by auth.Actor, t Target, c request.ByHandSays) (*request.Request, error) {
	return s.command(ctx, by, t, c)
}
