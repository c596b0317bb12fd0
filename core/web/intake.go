package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// intakePage is the form for a new request, and what the desk has to say of what
// stands in it.
type intakePage struct {
	Shell
	Form     form
	Who      []choice // clients
	Contacts []choice // with their client
	Services []choice // by every id that anybody has for them
	Takers   []choice // teams
	NewID    string
	Look     lookView
	Receives *receives // what the chosen team would, if that was asked for
}

func (s *Site) intake(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showIntake(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showIntake(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	p, err := s.intakePage(r, v, f)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p.Shell = s.shell(r, v, "new.title")
	p.Here = "/new"
	s.show(w, r, status, "new", p)
}

func (s *Site) intakePage(r *http.Request, v visitor, f form) (intakePage, error) {
	n, err := s.names(r.Context())
	if err != nil {
		return intakePage{}, err
	}
	client := request.ClientID(f.Get("client"))
	p := intakePage{Form: f, Services: n.circuits(client), Takers: n.teamsFor(client), NewID: newID()}
	p.Who = n.clients()
	for id, c := range n.d.Clients {
		if c.Retired {
			continue
		}
		for _, x := range c.Contacts {
			p.Contacts = append(p.Contacts, choice{x.Name, strings.Trim(n.client(id)+" · "+x.Phone, " ·")})
		}
	}
	slices.SortFunc(p.Contacts, byTitle)
	p.Look, err = s.lookAt(r.Context(), v, s.speak(r), n, f)
	if err == nil && f.Get("step") == "preview" {
		err = s.previewNew(r, v, &p)
	}
	return p, err
}

// look answers what the desk has to say while somebody still writes: the parts of
// the page that follow from what stands in the form.
func (s *Site) look(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "new")
	if !ok {
		return
	}
	s.complement(v, &f)
	p, err := s.intakePage(r, v, f)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p.Now = s.o.Now()
	s.show(w, r, http.StatusOK, "newparts", p)
}

// receive stores a new request, and gives it to a team if one was chosen.
func (s *Site) receive(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "new")
	if !ok {
		return
	}
	s.complement(v, &f)
	switch key := request.Key(f.Get("add")); {
	case f.Get("step") == "look", f.Get("step") == "preview":
		s.showIntake(w, r, v, f, http.StatusOK)
		return
	case key != "":
		s.addCall(w, r, v, f, key)
		return
	}
	in := desk.Received{Draft: s.draft(&f, s.speak(r), v), Once: onceID(f), Proof: proof(f)}
	if len(f.faults) > 0 {
		s.showIntake(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	if unseen, err := s.unseen(r.Context(), v, f, in.Draft); err != nil || unseen {
		s.askFirst(w, r, v, f, err)
		return
	}
	made, err := s.o.Desk.Receive(r.Context(), v.Actor, in)
	if err != nil {
		s.refuseIntake(w, r, v, f, err)
		return
	}
	s.received(w, r, v, f, made)
}

// askFirst shows what is open already, for the person to go on or to add to it.
func (s *Site) askFirst(w http.ResponseWriter, r *http.Request, v visitor, f form, err error) {
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	f.fault("similar", s.speak(r).say("new.similarfirst"))
	s.showIntake(w, r, v, f, http.StatusConflict)
}

func (s *Site) refuseIntake(w http.ResponseWriter, r *http.Request, v visitor, f form, err error) {
	fields := []string{"kind", "title", "description", "client", "contact", "service", "priority", "client_priority", "channel", "verified", "pin"}
	if !f.blame(s.speak(r), err, fields...) {
		s.fail(w, r, v, err)
		return
	}
	s.showIntake(w, r, v, f, http.StatusUnprocessableEntity)
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

// addCall adds what the caller said to a request that is there already.
func (s *Site) addCall(w http.ResponseWriter, r *http.Request, v visitor, f form, key request.Key) {
	c := desk.Call{ID: noteID(f), Name: f.Get("contact"), Body: strings.TrimSpace(f.Get("title") + "\n\n" + plain(f.Get("description")))}
	if via := request.Via(f.Get("channel")); via.Spoken() || via == request.ByMail {
		c.Via = via
	}
	if p := proof(f); p != nil {
		c.Proof = *p
	}
	if _, err := s.o.Desk.AddCall(r.Context(), v.Actor, key, c); err != nil {
		s.refuseIntake(w, r, v, f, err)
		return
	}
	s.done(w, r, "/requests/"+string(key.Upper()), "done.added")
}

// proof is what the form says of how the desk made sure who calls, nil for
// nothing.
func proof(f form) *desk.Proof {
	p := desk.Proof{Contact: f.Get("contact"), Called: f.Get("verified") == string(request.ByCallBack), PIN: strings.TrimSpace(f.Get("pin"))}
	if !p.Called && p.PIN == "" {
		return nil
	}
	return &p
}

func (s *Site) draft(f *form, l *language, v visitor) request.Request {
	d := request.Request{
		Kind: request.Kind(f.Get("kind")), Title: f.Get("title"), Description: plain(f.Get("description")),
		Client: request.ClientID(f.Get("client")), Contact: plain(f.Get("contact")), Service: request.ServiceID(plain(f.Get("service"))),
		Channel: request.Channel(f.Get("channel")), Impact: request.Level(number(f.Get("impact"))),
		Urgency: request.Level(number(f.Get("urgency"))), Priority: request.Priority(f.Get("priority")),
		ClientPriority: request.Priority(f.Get("client_priority")), Assignee: f.Get("assignee"), Fields: answers(*f),
	}
	if f.Get("stranger") != "" {
		d.Contact, d.ReportedBy = "", d.Contact
	}
	if who := d.Contact + d.ReportedBy; who != "" && (d.Channel == request.Phone || d.Channel == request.InPerson) {
		d.Caller = &request.Caller{Name: who, Number: f.Get("number")}
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
	if in, err := time.ParseDuration(f.Get("promise")); err == nil && slices.Contains(promises(), in) {
		d.NextUpdateAt = s.o.Now().Add(in)
	}
	return d
}
