package desk

import (
	"context"
	"fmt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Delegate gives a task to a team and returns the delegation's id. While the
// team has an open delegation it answers with that one, unless again is set or
// something else is asked for. An id in the command that exists answers with that
// delegation too.
func (s *Service) Delegate(ctx context.Context, by auth.Actor, t Target, d request.Delegate, again bool) (*request.Request, request.DelegationID, error) {
	var id request.DelegationID
	r, err := s.change(ctx, by, t, func(t *turn) error {
		if open := standing(t.doc.Request, d, again); open != nil {
			id = open.ID
			return asked(d, open)
		}
		if err := t.above(d.Team); err != nil {
			return err
		}
		_, err := t.do(d)
		if err == nil {
			id = t.doc.Request.Delegations[len(t.doc.Request.Delegations)-1].ID
		}
		return err
	})
	return r, id, err
}

// above refuses a team that has the task by the umbrella already: one ticket is
// enough for it.
func (t *turn) above(team request.TeamID) error {
	r := t.doc.Request
	if r.Gathered == "" {
		return nil
	}
	umbrella, err := t.doc.Other(r.GatheredBy)
	if err != nil {
		return err
	}
	for i := range umbrella.Request.Delegations {
		if d := &umbrella.Request.Delegations[i]; d.Team == team && d.Open() {
			text := fmt.Sprintf("%s has it with the umbrella %s already", team, r.GatheredBy)
			return &request.StandingError{Field: "team", Text: text, Key: r.GatheredBy}
		}
	}
	return nil
}

// standing finds the delegation that a command was carried out by, or that stands
// in its way; nil if there is none.
func standing(r *request.Request, c request.Delegate, again bool) *request.Delegation {
	for i := range r.Delegations {
		d := &r.Delegations[i]
		if c.ID != "" && d.ID == c.ID || !again && d.Team == c.Team && d.Open() {
			return d
		}
	}
	return nil
}

// asked refuses a command that asks for something else than the open delegation of
// its team.
func asked(c request.Delegate, open *request.Delegation) error {
	if open.ID == c.ID || c.Asks(open) {
		return nil
	}
	text := fmt.Sprintf("%s has the open delegation %s: change that one, or ask for a second one by an Idempotency-Key", c.Team, open.ID)
	return &request.StandingError{Field: "team", Text: text}
}

// Withdraw takes a delegation back.
func (s *Service) Withdraw(ctx context.Context, by auth.Actor, t Target, id request.DelegationID, reason string) (*request.Request, error) {
	return s.command(ctx, by, t, request.Withdraw{ID: id, Reason: reason})
}

// Amend changes a task that a team has.
func (s *Service) Amend(ctx context.Context, by auth.Actor, t Target, c request.Amend) (*request.Request, error) {
	return s.command(ctx, by, t, c)
}

// command carries out one command that stands for a use case of its own.
func (s *Service) command(ctx context.Context, by auth.Actor, t Target, c request.Command) (*request.Request, error) {
	return s.change(ctx, by, t, func(t *turn) error {
		_, err := t.do(c)
		return err
	})
}

// Start gives a team its task now, whatever it was to wait for.
func (s *Service) Start(ctx context.Context, by auth.Actor, t Target, id request.DelegationID) (*request.Request, error) {
	return s.command(ctx, by, t, request.Start{ID: id})
}

// TakeEstimate makes a team's own estimate the request's expected time.
func (s *Service) TakeEstimate(ctx context.Context, by auth.Actor, t Target, id request.DelegationID) (*request.Request, error) {
	return s.command(ctx, by, t, request.TakeEstimate{ID: id})
}

// DiscardDraft puts words for the client away that a team has offered.
func (s *Service) DiscardDraft(ctx context.Context, by auth.Actor, t Target, id request.NoteID) (*request.Request, error) {
	return s.command(ctx, by, t, request.DiscardDraft{Note: id})
}
