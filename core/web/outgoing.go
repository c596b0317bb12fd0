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

// outgoing is what a form has for clients: what they will see word for word, and
// what it gives away.
type outgoing struct {
	Form     string
	Texts    []outgoingText
	Revealed []revealedView
	Crossed  []crossing // what others have for the client meanwhile
	Sure     string     // what is sent along to say: all the same
	Asks     bool       // it was to be sent, and there is something to say about it
	Now      time.Time
	version  int64 // of the request at which Crossed holds; 0: that was not looked for
}

// outgoingText is one text, and who reads it where that is not clear.
type outgoingText struct {
	To   string
	Said saidView
}

// revealedView is a name that the client cannot see.
type revealedView struct {
	Kind request.RevealedKind
	Name string
}

// holdTries is how often something is stored anew because the request changed between
// looking at what others wrote and storing it.
const holdTries = 5

// hold stores what a form has for clients, to go after a moment. Words that give
// something away, or that cross somebody else's, are asked about once.
func (s *Site) hold(
	w http.ResponseWriter, r *http.Request, v visitor, f form, message string, later func(desk.Target) (*request.Request, request.Unsent, error), fields ...string,
) {
	key := request.Key(r.PathValue("key"))
	for tries := 1; ; tries++ {
		out, err := s.outgoing(r, v, f)
		if err == nil && out.Sure != "" && f.Get("sure") != out.Sure {
			out.Asks = true
			s.showOutgoing(w, r, v, f, out)
			return
		}
		var waits request.Unsent
		if err == nil {
			_, waits, err = later(desk.Target{Key: key, Version: out.version})
		}
		switch {
		case errors.Is(err, desk.ErrVersion) && tries < holdTries:
			continue
		case err != nil:
			s.refuse(w, r, v, f, err, fields...)
		default:
			s.held(w, r, key, message, waits)
		}
		return
	}
}

// held goes to what waits now, or went at once.
func (s *Site) held(w http.ResponseWriter, r *http.Request, key request.Key, message string, waits request.Unsent) {
	s.sessions.Remove(r.Context(), backKey(key))
	if waits.Until.IsZero() && waits.Refused == "" { // nothing of it waits
		message = "done.told"
	}
	s.done(w, r, asShown(r, key, nil)+"#note-"+string(waits.Write.ID), message)
}

// previewing shows what a form has for clients: a part of a page to a script, else
// the whole page. Nothing is stored.
func (s *Site) previewing(name func(*http.Request) string) func(http.ResponseWriter, *http.Request, visitor) {
	return func(w http.ResponseWriter, r *http.Request, v visitor) {
		f, files, ok := s.postedWith(w, r, v, name(r))
		if !ok {
			return
		}
		s.discardAll(r.Context(), files)
		out, err := s.outgoing(r, v, f)
		switch {
		case err != nil:
			s.refuse(w, r, v, f, err)
		case r.Header.Get("X-Live") == "":
			if len(out.Texts) == 0 {
				f.fault("body", s.speak(r).fault("must not be empty"))
			}
			s.showOutgoing(w, r, v, f, out)
		default:
			s.show(w, r, http.StatusOK, "preview", out)
		}
	}
}

// outgoing reads it from a form of a request's page, which is known by its name.
func (s *Site) outgoing(r *http.Request, v visitor, f form) (*outgoing, error) {
	out := &outgoing{Form: f.Name, Now: s.o.Now()}
	if err := s.crosses(r, v, f, out); err != nil {
		return out, err
	}
	if f.Name == "broadcast" {
		return out, s.heard(r, v, f, out)
	}
	text, err := s.wordsOf(r, v, f)
	if err != nil || strings.TrimSpace(text) == "" {
		return out, err
	}
	said := saidView{Who: s.o.DeskName, Ours: true, At: s.o.Now(), Via: spoken(request.Via(f.Get("via"))), Body: s.markdown.html(plain(text))}
	if at, err := s.fromInput(f.Get("at")); err == nil && !at.IsZero() {
		said.At = at
	}
	found, err := s.o.Desk.Reveals(r.Context(), v.Actor, request.Key(r.PathValue("key")), text)
	out.Texts = []outgoingText{{Said: said}}
	out.reveals(found)
	out.ask()
	return out, err
}

// wordsOf are the words of a form that is for one client; "" if it has none.
func (s *Site) wordsOf(r *http.Request, v visitor, f form) (string, error) {
	if id, ok := strings.CutPrefix(f.Name, "file-"); ok {
		item, err := s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
		if err != nil {
			return "", err
		}
		file, ok := item.Request.File(request.FileID(id))
		if !ok {
			return "", desk.ErrNotFound
		}
		return file.Named(), nil
	}
	if f.Name != "status" {
		return f.Get("body"), nil
	}
	if f.Get("to") == string(request.WaitingClient) {
		return f.Get("waiting_for"), nil
	}
	return "", nil
}

// heard is what a broadcast has for clients, in each language.
func (s *Site) heard(r *http.Request, v visitor, f form, out *outgoing) error {
	b := f.broadcast()
	if b.Audience != request.ToClient {
		out.Crossed = nil
		return nil
	}
	list, err := s.o.Desk.Hearing(r.Context(), v.Actor, request.Key(r.PathValue("key")), b)
	if err != nil {
		return err
	}
	n, err := s.names(r.Context())
	for _, x := range list {
		var to []string
		for _, c := range x.Clients {
			to = append(to, n.client(c))
		}
		slices.Sort(to)
		out.Texts = append(out.Texts, outgoingText{strings.Join(to, ", "), saidView{Who: s.o.DeskName, Ours: true, At: s.o.Now(), Body: s.markdown.html(x.Text)}})
		out.reveals(x.Revealed)
	}
	out.ask()
	return err
}

// reveals adds what is given away, each once.
func (out *outgoing) reveals(found []request.Revealed) {
	for _, x := range found {
		if view := newRevealed(x); !slices.Contains(out.Revealed, view) {
			out.Revealed = append(out.Revealed, view)
		}
	}
}

// ask says what there is to be sure of.
func (out *outgoing) ask() {
	var all []string
	for _, x := range out.Revealed {
		all = append(all, string(x.Kind)+" "+x.Name)
	}
	for _, x := range out.Crossed {
		all = append(all, string(x.ID))
	}
	out.Sure = strings.Join(all, "; ")
}

func newRevealed(x request.Revealed) revealedView {
	if x.Kind == request.RevealsTool {
		return revealedView{x.Kind, tool(&request.Link{Plugin: x.Name, Connection: x.Name})}
	}
	return revealedView{x.Kind, x.Name}
}

// showOutgoing renders the page with what clients will see.
func (s *Site) showOutgoing(w http.ResponseWriter, r *http.Request, v visitor, f form, out *outgoing) {
	item, err := s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	var page *requestPage
	if err == nil {
		page, err = s.requestPage(r, v, item, f)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	status := http.StatusOK
	if out.Asks {
		status = http.StatusUnprocessableEntity
	}
	page.Out = out
	s.show(w, r, status, "request", page)
}

// Outgoing is what a form of the page has for clients; nil if nothing was asked.
func (p *requestPage) Outgoing(name string) *outgoing {
	if p.Out == nil || p.Out.Form != name {
		return nil
	}
	return p.Out
}
