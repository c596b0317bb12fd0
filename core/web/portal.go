package web

import (
	"errors"
	"html/template"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"time"

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

// ownRequest is a request as its client sees it: nothing here comes from any
// other place than what [desk.Service.PortalGet] lets through.
type ownRequest struct {
	Key           request.Key
	Title         string
	Description   template.HTML
	Service       string
	Status        string // received, progress, waiting, hold, monitoring, resolved, cancelled
	Asked         string // what the client is asked for
	Received      time.Time
	Changed       time.Time
	NextUpdate    time.Time
	Expected      time.Time
	Steps         []portalStep
	Latest        *saidView
	Said          []saidView
	Files         []fileView
	Ended, Urgent bool
}

// portalStep is one step of a request's way.
type portalStep struct {
	Name       string
	Done, Here bool
}

// saidView is one message between client and desk.
type saidView struct {
	Who   string
	Ours  bool // the desk's
	At    time.Time
	Body  template.HTML
	Files []fileView
}

// ownPage is one request in the portal.
type ownPage struct {
	Shell
	Form  form
	R     ownRequest
	NewID string
}

// portalStatus is what a client is told of a status: never who works on it.
func portalStatus(s request.Status) string {
	switch s {
	case request.New:
		return "received"
	case request.WaitingClient:
		return "waiting"
	case request.OnHold:
		return "hold"
	case request.Monitoring:
		return "monitoring"
	case request.Resolved, request.Closed:
		return "resolved"
	case request.Cancelled:
		return "cancelled"
	case request.InProgress:
	}
	return "progress"
}

// portalIcon is the sign of what a client is told of a status.
func portalIcon(status string) string {
	switch status {
	case "received":
		return "circle"
	case "waiting", "hold":
		return "pause"
	case "resolved":
		return "tick"
	case "cancelled":
		return "cross"
	}
	return "half"
}

// portalSteps are the way of a request that goes well.
func portalSteps(status string) []portalStep {
	way := []string{"received", "progress", "monitoring", "resolved"}
	at := slices.Index(way, status)
	if at < 0 {
		at = 1
	}
	var steps []portalStep
	for i, name := range way {
		steps = append(steps, portalStep{Name: name, Done: i < at, Here: i == at})
	}
	return steps
}

func (s *Site) own(n names, item desk.Item) ownRequest {
	r := item.Request
	o := ownRequest{
		Key: r.Key, Title: r.Title, Description: s.markdown.html(r.Description), Service: n.service(r.Service), Status: portalStatus(r.Status),
		Received: r.CreatedAt, Changed: r.UpdatedAt, Expected: r.ExpectedAt, NextUpdate: r.NextUpdateAt,
		Ended: r.Status == request.Resolved || r.Status == request.Closed || r.Status == request.Cancelled, Urgent: r.Kind == request.Incident,
	}
	if r.Status == request.WaitingClient {
		o.Asked = r.WaitingFor
	}
	o.Steps = portalSteps(o.Status)
	files := portalFiles(r)
	for _, note := range item.Notes {
		said := saidView{Who: note.Author.Name, Ours: note.Author.Origin != request.ClientOrigin, At: note.CreatedAt, Body: s.markdown.html(note.Body)}
		if said.Ours { // one desk answers, whoever is on duty
			said.Who = s.o.DeskName
		}
		said.Files = filesOf(files, r.FilesOf(note))
		o.Said = append(o.Said, said)
		if said.Ours {
			o.Latest = &o.Said[len(o.Said)-1]
		}
	}
	o.Files = slices.DeleteFunc(files, func(f fileView) bool { return f.Note != "" })
	return o
}

func portalFiles(r *request.Request) (all []fileView) {
	for _, f := range r.Files {
		all = append(all, fileView{ID: f.ID, Name: f.Name, Size: request.Bytes(f.Size), At: f.CreatedAt, Note: f.Note, Here: true})
	}
	return all
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
	p := portalPage{Shell: s.portalShell(r, v), Form: f, Client: n.client(v.Client), NewID: newID(), All: q.Get("all") != ""}
	page, err := s.o.Desk.PortalList(r.Context(), v.Actor, !p.All, desk.Query{Limit: mostOwn, Cursor: q.Get("after")})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p.Next = page.Next
	for _, item := range page.Items {
		item, err := s.o.Desk.PortalGet(r.Context(), v.Actor, item.Key)
		if err != nil {
			s.fail(w, r, v, err)
			return
		}
		p.Own = append(p.Own, s.own(n, item))
	}
	p.highlight()
	for _, c := range n.servicesOf(v.Client) {
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

func (s *Site) portalShell(r *http.Request, v visitor) Shell {
	sh := s.shell(r, v, "portal.title")
	if key := s.sessions.PopString(r.Context(), doneKey); key != "" {
		sh.Done = s.speak(r).say(key)
	}
	return sh
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
	item, err := s.o.Desk.PortalGet(r.Context(), v.Actor, request.Key(r.PathValue("key")).Upper())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	p := ownPage{Shell: s.portalShell(r, v), Form: f, R: s.own(n, item), NewID: newID()}
	p.Title, p.Here = string(item.Request.Key)+" "+item.Request.Title, "/portal/requests/"+string(item.Request.Key)
	s.show(w, r, status, "own", p)
}

// portalWrite stores a client's message with its files.
func (s *Site) portalWrite(w http.ResponseWriter, r *http.Request, v visitor) {
	key := request.Key(r.PathValue("key")).Upper()
	f := form{Name: "said", values: r.URL.Query()}
	parts, err := r.MultipartReader()
	if err != nil {
		http.Error(w, s.speak(r).say("error.form"), http.StatusBadRequest)
		return
	}
	files := 0
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		switch {
		case part.FormName() != "file":
			var text []byte
			text, err = io.ReadAll(io.LimitReader(part, maxForm))
			f.values.Add(part.FormName(), string(text))
		case part.FileName() == "":
		case files >= mostFiles:
			err = errManyFiles
		default:
			files++
			err = s.o.Desk.PortalAttach(r.Context(), v.Actor, key, part.FileName(), part.Header.Get("Content-Type"), part, s.o.FileSize)
		}
	}
	if errors.Is(err, io.EOF) {
		err = s.portalSay(r, v, key, f, files)
	}
	s.portalWritten(w, r, v, key, f, err)
}

// portalSay stores the words of a message; files may come without any.
func (s *Site) portalSay(r *http.Request, v visitor, key request.Key, f form, files int) error {
	if f.Get("body") == "" && files > 0 {
		return nil
	}
	_, err := s.o.Desk.PortalWrite(r.Context(), v.Actor, key, noteID(f), plain(f.Get("body")))
	return err
}

func (s *Site) portalWritten(w http.ResponseWriter, r *http.Request, v visitor, key request.Key, f form, err error) {
	l := s.speak(r)
	switch err := formFaultOr(err); {
	case err == nil:
		s.done(w, r, "/portal/requests/"+string(key), "done.said")
		return
	case errors.Is(err, desk.ErrTooLarge):
		f.fault("file", l.say("error.filesize", request.Bytes(s.o.FileSize)))
	case errors.Is(err, errManyFiles):
		f.fault("file", l.say("error.manyfiles", strconv.Itoa(mostFiles)))
	case errors.Is(err, errForm):
		http.Error(w, l.say("error.form"), http.StatusBadRequest)
		return
	case !f.blame(l, err, "body", "name"):
		s.fail(w, r, v, err)
		return
	}
	s.showOwn(w, r, v, f, http.StatusUnprocessableEntity)
}

func formFaultOr(err error) error {
	if err == nil {
		return nil
	}
	return formFault(err)
}

// portalFile sends a file that the client may see.
func (s *Site) portalFile(w http.ResponseWriter, r *http.Request, v visitor) {
	f, body, err := s.o.Desk.PortalFile(r.Context(), v.Actor, request.Key(r.PathValue("key")).Upper(), request.FileID(r.PathValue("file")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.sendFile(w, r, f, body)
}
