package web

import (
	"net/http"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// mostOwn is how many of a client's requests one page of the portal lists.
const mostOwn = 50

// portalPage is where a client's contact begins: what is under way, and a form.
type portalPage struct {
	Shell
	Form     form
	Client   string
	Answer   []ownRequest // those that wait for the client
	Current  *ownRequest  // the most pressing fault
	Own      []ownRequest
	Next     string // where the list goes on
	All      bool
	Services []choice
	NewID    string
}

// ownPage is one request in the portal.
type ownPage struct {
	Shell
	Form  form
	R     ownRequest
	NewID string
}

func (s *Site) portal(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showPortal(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showPortal(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	q := r.URL.Query()
	p := portalPage{Shell: s.shell(r, v, "portal.title"), Form: f, Client: n.client(v.Client), NewID: newID(), All: q.Get("all") != ""}
	page, err := s.o.Desk.PortalList(r.Context(), v.Actor, !p.All, desk.Query{Limit: mostOwn, Cursor: q.Get("after")})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p.Next = page.Next
	for _, x := range page.Items {
		p.Own = append(p.Own, s.own(s.speak(r), n, desk.Item{Request: x}))
	}
	if p.highlight(); p.Current != nil {
		item, err := s.o.Desk.PortalGet(r.Context(), v.Actor, p.Current.Key)
		if err != nil {
			s.fail(w, r, v, err)
			return
		}
		*p.Current = s.own(s.speak(r), n, item)
	}
	for _, c := range n.servicesOf(v.Client, "") {
		if n.d.Services[request.ServiceID(c.Value)].Client == v.Client {
			p.Services = append(p.Services, c)
		}
	}
	s.show(w, r, status, "portal", p)
}

// highlight picks what waits for the client and the fault that matters most.
func (p *portalPage) highlight() {
	for i := range p.Own {
		o := &p.Own[i]
		switch {
		case o.Status == "waiting":
			p.Answer = append(p.Answer, *o)
		case p.Current == nil && o.Urgent && !o.Ended:
			p.Current = o
		}
	}
}

// portalReceive opens a request of the client's.
func (s *Site) portalReceive(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "portal")
	if !ok {
		return
	}
	draft := request.Request{
		Kind: request.Kind(f.Get("kind")), Title: f.Get("title"), Description: plain(f.Get("description")),
		Service: request.ServiceID(f.Get("service")), ClientPriority: request.Priority(f.Get("client_priority")), Contact: v.Title(),
	}
	made, err := s.o.Desk.PortalReceive(r.Context(), v.Actor, desk.Received{Draft: draft, Once: onceID(f)})
	if err != nil {
		if !f.blame(s.speak(r), err, "kind", "title", "description", "service", "client_priority") {
			s.fail(w, r, v, err)
			return
		}
		s.showPortal(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	s.done(w, r, "/portal/requests/"+string(made.Key), "done.portal")
}

func (s *Site) ownRequest(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showOwn(w, r, v, form{}, http.StatusOK)
}

func (s *Site) showOwn(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	item, err := s.o.Desk.PortalGet(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p := ownPage{Shell: s.shell(r, v, "portal.title"), Form: f, R: s.own(s.speak(r), n, item), NewID: newID()}
	p.Title, p.Here = string(item.Request.Key)+" "+item.Request.Title, "/portal/requests/"+string(item.Request.Key)
	s.show(w, r, status, "own", p)
}

// portalWrite stores a client's message with its files.
func (s *Site) portalWrite(w http.ResponseWriter, r *http.Request, v visitor) {
	f, files, ok := s.postedAt(w, r, v, "said", fileDoor{s.o.Desk.PortalUpload, s.showOwn})
	if !ok {
		return
	}
	defer s.discardAll(r.Context(), files)
	key := request.Key(r.PathValue("key"))
	at, err := s.o.Desk.PortalWrite(r.Context(), v.Actor, key, noteID(f), plain(f.Get("body")), files...)
	switch {
	case err == nil: // where it stands: a merged request's is another
		s.done(w, r, "/portal/requests/"+string(at.Key), "done.said")
	case f.blame(s.speak(r), err, "body"):
		s.showOwn(w, r, v, f, http.StatusUnprocessableEntity)
	default:
		s.fail(w, r, v, err)
	}
}

// portalFile sends a file that the client may see.
func (s *Site) portalFile(w http.ResponseWriter, r *http.Request, v visitor) {
	f, body, err := s.o.Desk.PortalFile(r.Context(), v.Actor, request.Key(r.PathValue("key")), request.FileID(r.PathValue("file")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.sendFile(w, r, f, body)
}
