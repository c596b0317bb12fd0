package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Preview is what a team would receive: the task in Markdown, and what its tool
// would be told word for word, field by field. There is none of that where the
// work is done by hand, waits for another task, or the tool has not answered yet.
type Preview struct {
	Task request.Task
	reconcile.Forecast
}

// Preview says what a team would receive if the delegation were carried out now,
// or why it would be refused. Nothing is stored.
func (s *Service) Preview(ctx context.Context, by auth.Actor, key request.Key, d request.Delegate) (Preview, error) {
	if err := by.Check(auth.Work); err != nil {
		return Preview{}, err
	}
	item, err := s.get(ctx, by, key)
	if err != nil {
		return Preview{}, err
	}
	house, err := s.house(ctx)
	if err != nil {
		return Preview{}, err
	}
	return s.foresee(ctx, house, item.Request, cause(by, s.o.Now()), d)
}

// PreviewNew says what a team would receive of a request that is not stored yet; in
// the place of its key stands [NoKey]. [request.FieldErrors] of the draft.
func (s *Service) PreviewNew(ctx context.Context, by auth.Actor, draft request.Request, d request.Delegate) (Preview, error) {
	if err := by.Check(auth.Work); err != nil {
		return Preview{}, err
	}
	house, err := s.house(ctx)
	if err != nil {
		return Preview{}, err
	}
	c := cause(by, s.o.Now())
	made, err := request.Receive(&draft, house, c)
	if err != nil {
		return Preview{}, err
	}
	made.Request.Key = NoKey
	return s.foresee(ctx, house, made.Request, c, d)
}

// NoKey stands for the key of a request that has none yet.
const NoKey request.Key = "…"

func (s *Service) foresee(ctx context.Context, house request.House, r *request.Request, c request.Cause, d request.Delegate) (Preview, error) {
	d.Link = ""
	after, err := request.Decide(r, house, c, d)
	if err != nil {
		return Preview{}, err
	}
	last := after.Request.Delegations[len(after.Request.Delegations)-1]
	l := after.Request.Link(last.Link)
	if l == nil {
		return Preview{Task: last.Task}, nil
	}
	out := Preview{Task: house.TaskText(after.Request, l)}
	if s.o.Preview != nil && l.Ticket.Key == "" {
		out.Forecast, err = s.o.Preview(ctx, after.Request, l.ID)
	}
	return out, err
}

// Readers lists the links of a request whose tickets may hold a note of an
// audience, and those among them that receive it where nobody chooses.
func (s *Service) Readers(ctx context.Context, r *request.Request, a request.Audience) (may, usual []request.LinkID, err error) {
	house, err := s.house(ctx)
	if err != nil {
		return nil, nil, err
	}
	all := make([]request.LinkID, 0, len(r.Links))
	for _, l := range r.Links {
		all = append(all, l.ID)
	}
	return house.Copies(r, a, all), house.Copies(r, a, nil), nil
}
