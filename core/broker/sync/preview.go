package sync

import (
	"context"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Preview tells what the tool of a link that has no ticket yet would receive, in
// its own words: the create and what follows it at once. Nothing is stored and no
// API is called; nothing is known of a connection whose tool has not answered yet.
func (e *Engine) Preview(ctx context.Context, r *request.Request, link request.LinkID) ([]reconcile.Withheld, error) {
	doc := &store.LinkDoc{Request: r, Link: r.Link(link)}
	c := e.connections[doc.Link.Connection]
	if c == nil {
		return nil, nil
	}
	if known, err := c.recall(ctx, e.now()); err != nil || !known {
		return nil, err
	}
	state := NewState(e.marker, link)
	state.Epoch = e.epoch
	s := &session{Engine: e, c: c, answers: map[reconcile.Question]answer{}}
	for {
		fresh := state
		doc.State, s.ask = &fresh, ask{}
		x := s.transaction(doc)
		x.rules.ReadOnly = true
		if err := x.create(); err != nil || len(s.ask.questions) == 0 {
			return fresh.Held, err
		}
		if err := s.render(ctx, s.ask); err != nil {
			return nil, err
		}
	}
}
