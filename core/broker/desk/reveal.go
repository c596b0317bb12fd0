package desk

import (
	"context"
	"slices"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// Reveals lists what a text for a request's client would give away, see
// [request.Directory.Reveals].
func (s *Service) Reveals(ctx context.Context, by auth.Actor, key request.Key, text string) ([]request.Revealed, error) {
	if err := by.Check(auth.Work); err != nil {
		return nil, err
	}
	item, err := s.get(ctx, by, key)
	if err != nil {
		return nil, err
	}
	return s.Directory().Reveals(item.Request, item.Notes, text), nil
}

// Heard is a text of a broadcast as clients will read it, and what it would give
// away to any of them.
type Heard struct {
	Language string
	Text     string
	Clients  []request.ClientID
	Revealed []request.Revealed
}

// Hearing lists what the clients under an umbrella would read of a broadcast, by
// language. Restricted requests are told nothing.
func (s *Service) Hearing(ctx context.Context, by auth.Actor, key request.Key, b request.Broadcast) ([]Heard, error) {
	if err := by.Check(auth.Work); err != nil {
		return nil, err
	}
	umbrella, err := s.get(ctx, by, key)
	if err != nil {
		return nil, err
	}
	house, err := s.house(ctx)
	if err != nil {
		return nil, err
	}
	h := &hearing{s: s, umbrella: umbrella}
	err = s.eachGathered(ctx, umbrella.Request.ID, func(r *request.Request) error {
		for _, said := range b.Notes(r, house) {
			if err := h.hear(ctx, r, said); err != nil {
				return err
			}
		}
		return nil
	})
	slices.SortFunc(h.list, func(a, b Heard) int { return slices.Compare([]string{a.Language}, []string{b.Language}) })
	return h.list, err
}

// hearing collects what is heard.
type hearing struct {
	s        *Service
	umbrella Item
	list     []Heard
}

func (h *hearing) hear(ctx context.Context, r *request.Request, said request.Said) error {
	i := slices.IndexFunc(h.list, func(x Heard) bool { return x.Language == said.Language })
	if i < 0 {
		i, h.list = len(h.list), append(h.list, Heard{Language: said.Language, Text: said.Body})
	}
	x := &h.list[i]
	known := slices.Contains(x.Clients, r.Client)
	if !known {
		x.Clients = append(x.Clients, r.Client)
	}
	if known && len(r.Links) == 0 { // it knows what the other one of its client knows
		return nil
	}
	found, err := h.reveals(ctx, r, said.Body)
	for _, name := range found {
		if !slices.Contains(x.Revealed, name) {
			x.Revealed = append(x.Revealed, name)
		}
	}
	return err
}

// reveals is what a text would give away to the client of one request, which is to
// know nothing of the umbrella either.
func (h *hearing) reveals(ctx context.Context, r *request.Request, text string) ([]request.Revealed, error) {
	to, notes := r.Clone(), h.umbrella.Notes
	to.Links = append(to.Links, h.umbrella.Request.Links...)
	if len(r.Links) > 0 {
		_, own, err := h.s.o.Store.Request(ctx, r.Key)
		if err != nil {
			return nil, err
		}
		notes = append(slices.Clip(notes), own...)
	}
	return h.s.Directory().Reveals(to, notes, text), nil
}
