package web

import (
	"errors"
	"net/http"
	"slices"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// intakePage is the form for a new request.
type intakePage struct {
	Shell
	Form     form
	Who      []choice // clients
	Contacts []choice // with their client
	Services []choice
	Takers   []choice // teams
	NewID    string
}

func (s *Site) intake(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showIntake(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showIntake(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p := intakePage{Shell: s.shell(r, v, "new.title"), Form: f, Services: n.servicesOf("", ""), Takers: n.teamsFor(""), NewID: newID()}
	p.Here = "/new"
	p.Who = n.clients()
	for id, c := range n.d.Clients {
		if c.Retired {
			continue
		}
		for _, x := range c.Contacts {
			p.Contacts = append(p.Contacts, choice{x.Name, n.client(id)})
		}
	}
	slices.SortFunc(p.Contacts, byTitle)
	s.show(w, r, status, "new", p)
}

// receive stores a new request, and gives it to a team if one was chosen.
func (s *Site) receive(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "new")
	if !ok {
		return
	}
	draft := s.draft(&f, s.speak(r), v)
	if len(f.faults) > 0 {
		s.showIntake(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	made, err := s.o.Desk.Receive(r.Context(), v.Actor, desk.Received{Draft: draft, Once: onceID(f)})
	if err != nil {
		if !f.blame(s.speak(r), err, "kind", "title", "description", "client", "contact", "service", "priority", "client_priority", "channel") {
			s.fail(w, r, v, err)
			return
		}
		s.showIntake(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	s.received(w, r, v, f, made)
}

// received goes on to the request that was made; a delegation that is refused
// is said there, the request stays.
func (s *Site) received(w http.ResponseWriter, r *http.Request, v visitor, f form, made *request.Request) {
	to := "/requests/" + string(made.Key)
	team := request.TeamID(f.Get("team"))
	if team == "" {
		s.done(w, r, to, "done.new")
		return
	}
	_, _, err := s.o.Desk.Delegate(r.Context(), v.Actor, desk.Target{Key: made.Key}, request.Delegate{Team: team}, false)
	var refused *request.FieldError
	switch {
	case err == nil:
		s.done(w, r, to, "done.newdelegated")
	case errors.As(err, &refused):
		s.done(w, r, to+"#delegate", "done.newrefused")
	default:
		s.fail(w, r, v, err)
	}
}

func (s *Site) draft(f *form, l *language, v visitor) request.Request {
	d := request.Request{
		Kind: request.Kind(f.Get("kind")), Title: f.Get("title"), Description: plain(f.Get("description")),
		Client: request.ClientID(f.Get("client")), Contact: plain(f.Get("contact")), Service: request.ServiceID(f.Get("service")),
		Channel: request.Channel(f.Get("channel")), Impact: request.Level(number(f.Get("impact"))),
		Urgency: request.Level(number(f.Get("urgency"))), Priority: request.Priority(f.Get("priority")),
		ClientPriority: request.Priority(f.Get("client_priority")), Assignee: f.Get("assignee"),
	}
	if derived := request.Derive(d.Impact, d.Urgency); d.Priority != "" && derived != "" && d.Priority != derived {
		if d.PriorityReason = plain(f.Get("reason")); d.PriorityReason == "" {
			f.fault("reason", l.say("error.reason", derived))
		}
	}
	if f.Get("mine") != "" {
		d.Assignee = v.Login
	}
	at, err := s.fromInput(f.Get("reported_at"))
	if err != nil {
		f.fault("reported_at", l.say("error.time"))
	}
	d.ReportedAt = at
	return d
}
