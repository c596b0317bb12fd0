package web

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// requestPage is one request with everything that can be done about it.
type requestPage struct {
	Shell
	Form form

	R           *request.Request
	Description string
	Client      string
	Contact     *request.Contact
	Service     string
	Owner       string
	WithTeam    bool
	DueState    string
	Moves       []request.Status
	OpenWork    bool
	Timeline    []entry
	Lanes       []lane
	OnlyLane    string // the one that is shown; "" all
	Show        string // what an address calls it: a form carries it along
	News        bool   // there is something new to the reader
	Since       string // since when
	Cut         bool   // the timeline does not show everything
	Conflicts   []conflictView
	Links       []linkView
	Waiting     []delegationView // delegations without a ticket yet
	Edit        editView
	Delegate    delegateView
	Compose     composeView
	Reasons     []reasonView
	Drafts      []draftView
	Offers      []causeView // what teams offer and nobody has used yet
	Outside     []request.ExternalID
	Files       []fileView
	Merged      request.Key
	Under       umbrellaView
	Watch       watchView
	Intake      askedOf
	Out         *outgoing // what a form has for clients
	Back        bool      // the form is one that was taken back
}

func (s *Site) request(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showRequest(w, r, v, form{}, http.StatusOK)
}

// showRequest renders the page, with a form that was sent and is not right yet.
func (s *Site) showRequest(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	item, err := s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page, err := s.requestPage(r, v, item, f)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.show(w, r, status, "request", page)
}

func (s *Site) requestPage(r *http.Request, v visitor, item desk.Item, f form) (*requestPage, error) {
	n, err := s.names(r.Context())
	if err != nil {
		return nil, err
	}
	x, l := item.Request, s.speak(r)
	back, isBack := s.takenBack(r.Context(), x.Key)
	if isBack = isBack && f.Name == ""; isBack {
		f = back
	}
	p := &requestPage{
		Shell: s.shell(r, v, "inbox.search"), Form: f, R: x, Description: x.Description,
		Client: n.client(x.Client), Contact: contact(n, x), Service: n.service(x.Service), Owner: n.person(x.Assignee),
		WithTeam: withTeam(x), DueState: due(x, s.o.Now()), Moves: request.Moves(x.Status),
		OpenWork: slices.ContainsFunc(x.Delegations, func(d request.Delegation) bool { return d.Open() }),
		Outside:  desk.ExternalIDs(x),
	}
	p.Title = string(x.Key) + " " + x.Title
	p.Here, p.Skips = "/requests/"+string(x.Key), true
	if x.Gave != nil {
		p.Merged = x.Gave.Into
	}
	p.Writes = p.Acts()
	events, err := s.recent(r.Context(), v, x.Key, 0)
	if err != nil {
		return nil, err
	}
	p.Cut = len(events) == mostEvents
	since, err := s.visit(r, v, item)
	if err != nil {
		return nil, err
	}
	p.Timeline = s.timeline(l, n, item, events)
	p.lanes(l, r.URL.Query())
	p.mark(events, since)
	if err := s.untold(r.Context(), v, l, n, x, p.Timeline); err != nil {
		return nil, err
	}
	looks, err := s.o.Desk.Looks(r.Context(), x)
	if err != nil {
		return nil, err
	}
	p.Links, p.Waiting = s.linkViews(l, n, x, looks)
	waitFor(p.Links, p.Outages)
	p.Files = fileViews(l, n, x)
	p.Conflicts = conflictViews(l, n, x)
	p.Edit = s.editView(n, x)
	p.Delegate = delegateChoices(n, x)
	if p.Under, err = s.umbrellaView(r.Context(), v, n, x); err != nil {
		return nil, err
	}
	if p.Watch, err = s.watchView(r, v, n, x.Key); err != nil {
		return nil, err
	}
	if p.Intake, err = s.askedOf(r.Context(), v, l, n, x); err != nil {
		return nil, err
	}
	p.Reasons, p.Drafts, p.Offers = s.reasonViews(l, n, x), draftViews(l, n, x), offerViews(l, n, x)
	if p.Compose, err = s.composeView(r.Context(), n, item, events); err != nil {
		return nil, err
	}
	p.Back = isBack
	s.usualWords(p, n.d, r.URL.Query())
	return p, nil
}

// contact is the person to answer, with what the directory knows of them.
func contact(n names, r *request.Request) *request.Contact {
	if r.Contact == "" {
		return nil
	}
	for _, c := range n.d.Clients[r.Client].Contacts {
		if c.Name == r.Contact || c.Mail == r.Contact {
			return &c
		}
	}
	return &request.Contact{Name: r.Contact}
}

// refuse shows a form again with what is wrong about it, or fails.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, v visitor, f form, err error, fields ...string) {
	if !f.blame(s.speak(r), err, fields...) {
		s.fail(w, r, v, err)
		return
	}
	s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
}

// act carries out a form's one action on a request and goes back to it.
func (s *Site) act(w http.ResponseWriter, r *http.Request, v visitor, f form, message string, do func(desk.Target) error, fields ...string) {
	key := request.Key(r.PathValue("key"))
	if err := do(desk.Target{Key: key}); err != nil {
		s.refuse(w, r, v, f, err, fields...)
		return
	}
	s.done(w, r, asShown(r, key, nil), message)
}

// wrote carries out a form that makes a note, and goes to that note.
func (s *Site) wrote(w http.ResponseWriter, r *http.Request, v visitor, f form, message string, do func(desk.Target) (*request.Note, error), fields ...string) {
	key := request.Key(r.PathValue("key"))
	n, err := do(desk.Target{Key: key})
	if err != nil {
		s.refuse(w, r, v, f, err, fields...)
		return
	}
	s.done(w, r, asShown(r, key, nil)+"#note-"+string(n.ID), message)
}

// asShown is the page of a request as it was looked at when one of its forms was
// sent, with what else it is asked for.
func asShown(r *http.Request, key request.Key, asks url.Values) string {
	if show := r.URL.Query().Get("show"); laneOf(show) != "" {
		asks = maps.Clone(asks)
		if asks == nil {
			asks = url.Values{}
		}
		asks.Set("show", show)
	}
	if len(asks) == 0 {
		return "/requests/" + string(key)
	}
	return "/requests/" + string(key) + "?" + asks.Encode()
}

// editView is what the form for fields shows.
type editView struct {
	Labels, Due     string
	Staff, Services []choice
	Contacts        []string
}

func (s *Site) editView(n names, r *request.Request) editView {
	e := editView{Labels: strings.Join(r.Labels, ", "), Due: s.toInput(r.DueAt), Staff: n.staff}
	if r.Assignee != "" && !slices.ContainsFunc(n.staff, func(c choice) bool { return c.Value == r.Assignee }) {
		e.Staff = append(slices.Clone(n.staff), choice{r.Assignee, n.person(r.Assignee)})
	}
	e.Services = n.servicesOf(r.Client, r.Service)
	for _, c := range n.d.Clients[r.Client].Contacts {
		e.Contacts = append(e.Contacts, c.Name)
	}
	return e
}

// servicesOf lists what a client can have a request about: what is not retired,
// and what one is about already.
func (n names) servicesOf(client request.ClientID, about request.ServiceID) []choice {
	var out []choice
	for _, id := range slices.Sorted(maps.Keys(n.d.Services)) {
		sv := n.d.Services[id]
		if sv.Retired && id != about {
			continue
		}
		if sv.Client == "" || sv.Client == client || client == "" {
			out = append(out, choice{string(id), n.service(id)})
		}
	}
	return out
}
