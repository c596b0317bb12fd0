package sync

import (
	"context"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Preview tells what the tool of a link that has no ticket yet would receive, in
// its own words. Nothing is stored and no API is called; nothing is known of a
// connection whose tool has not answered yet.
func (e *Engine) Preview(ctx context.Context, r *request.Request, link request.LinkID) (reconcile.Forecast, error) {
	doc := &store.LinkDoc{Request: r, Link: r.Link(link)}
	c := e.connections[doc.Link.Connection]
	if c == nil {
		return reconcile.Forecast{}, nil
	}
	if known, err := c.recall(ctx, e.now()); err != nil || !known {
		return reconcile.Forecast{}, err
	}
	state := NewState(e.marker, link)
	state.Epoch = e.epoch
	s := &session{Engine: e, c: c, answers: map[reconcile.Question]answer{}}
	for {
		fresh := state
		doc.State, s.ask = &fresh, ask{}
		x := s.transaction(doc)
		x.rules.ReadOnly = true
		switch err := x.create(); {
		case err != nil, len(s.ask.questions) == 0 && len(fresh.Held) == 0:
			return reconcile.Forecast{}, err
		case len(s.ask.questions) == 0:
			return reconcile.Forecast{Writes: fresh.Held, Adds: x.place.Adds}, nil
		}
		if err := s.render(ctx, s.ask); err != nil {
			return reconcile.Forecast{}, err
		}
	}
}
