package desk

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Preview says what a team's ticket would hold if the delegation were carried
// out now, word for word, or why it would be refused. Nothing is stored.
func (s *Service) Preview(ctx context.Context, by auth.Actor, key request.Key, d request.Delegate) (request.Task, error) {
	if err := by.Check(auth.Work); err != nil {
		return request.Task{}, err
	}
	item, err := s.get(ctx, by, key)
	if err != nil {
		return request.Task{}, err
	}
	house, err := s.house(ctx)
	if err != nil {
		return request.Task{}, err
	}
	d.Link = ""
	after, err := request.Decide(item.Request, house, cause(by, s.o.Now()), d)
	if err != nil {
		return request.Task{}, err
	}
	last := after.Request.Delegations[len(after.Request.Delegations)-1]
	if l := after.Request.Link(last.Link); l != nil {
		return house.TaskText(after.Request, l), nil
	}
	return last.Task, nil
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
