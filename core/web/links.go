package web

import (
	"net/http"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// relink joins a ticket that a team has already.
func (s *Site) relink(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "relink")
	if !ok {
		return
	}
	s.act(w, r, v, f, "done.relink", func(t desk.Target) error {
		_, _, err := s.o.Desk.Relink(r.Context(), v.Actor, t, request.Relink{Team: request.TeamID(f.Get("team")), Ticket: f.Get("ticket")})
		return err
	}, "team", "ticket")
}

func (s *Site) retry(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "link"}, "done.retry", func(t desk.Target) error {
		_, err := s.o.Desk.Retry(r.Context(), v.Actor, t, request.LinkID(r.PathValue("id")))
		return err
	})
}

func (s *Site) unlink(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "link"}, "done.unlink", func(t desk.Target) error {
		_, err := s.o.Desk.Unlink(r.Context(), v.Actor, t, request.LinkID(r.PathValue("id")))
		return err
	})
}

func (s *Site) recreate(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "link"}, "done.recreate", func(t desk.Target) error {
		_, _, err := s.o.Desk.Recreate(r.Context(), v.Actor, t, request.LinkID(r.PathValue("id")))
		return err
	})
}

// identify types in what a team without a tool calls its ticket.
func (s *Site) identify(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "identify-"+r.PathValue("id"))
	if !ok {
		return
	}
	i := request.Identify{Link: request.LinkID(r.PathValue("id")), Key: f.Get("ticket"), URL: f.Get("url")}
	s.act(w, r, v, f, "done.identify", func(t desk.Target) error {
		_, err := s.o.Desk.Identify(r.Context(), v.Actor, t, i)
		return err
	}, "ticket", "url")
}

// settle is the desk's word on a conflict, as it stood on the page.
func (s *Site) settle(w http.ResponseWriter, r *http.Request, v visitor) {
	id := r.PathValue("id")
	f, ok := s.posted(w, r, "conflict-"+id)
	if !ok {
		return
	}
	c := request.Settle{ID: id, Take: f.Get("choose"), Version: number(f.Get("version"))}
	if c.Take == "value" {
		c.Value = plain(f.Get("value"))
	}
	s.act(w, r, v, f, "done.settle", func(t desk.Target) error {
		_, err := s.o.Desk.Settle(r.Context(), v.Actor, t, c)
		return err
	}, "value", "choose")
}
