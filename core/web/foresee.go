package web

import (
	"net/http"
	"time"

	"github.com/spochub/spochub/core/request"
)

// promises are how soon a caller can be promised the next update: a list takes one
// key, a time many.
func promises() []time.Duration {
	return []time.Duration{15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 24 * time.Hour}
}

// previewNew adds what the chosen team would receive of what stands in the form, or
// why it would not. Nothing is stored.
func (s *Site) previewNew(r *http.Request, v visitor, p *intakePage) error {
	l, team := s.speak(r), p.Form.Get("team")
	if team == "" {
		p.Form.fault("team", l.fault("is required"))
		return nil
	}
	draft := s.draft(&form{values: p.Form.values}, l, v)
	found, err := s.o.Desk.PreviewNew(r.Context(), v.Actor, draft, request.Delegate{Team: request.TeamID(team)})
	if err == nil {
		p.Receives = &receives{ID: team, Team: titleOf(p.Takers, team), Preview: found}
		return nil
	}
	at := form{Name: p.Form.Name}
	if !at.blame(l, err, "team") {
		return err
	}
	for _, text := range at.faults {
		p.Form.fault("team", text)
	}
	return nil
}
