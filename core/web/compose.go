package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// composeView is what the three places to write show: for each, who reads it.
type composeView struct {
	Readers []reader // tickets that a message to teams can reach
	AlsoTo  []string // who reads the client's conversation too
	Reached bool     // the client has a tool that a reply goes to
	Draft   string   // the team's draft that the reply begins with
	Body    string   // its text
	Next    string   // when the next update is proposed, as a form shows it
	Told    string   // what of what was written to the client the page knows
	NewID   string   // makes sending the same form twice one note
}

// reader is a ticket to write to.
type reader struct {
	ID     request.LinkID
	Name   string
	Team   string
	Ticked bool
}

func (s *Site) composeView(ctx context.Context, n names, item desk.Item, events []request.Event) (composeView, error) {
	c := composeView{NewID: newID(), Told: newUpTo(item, events).String()}
	may, usual, err := s.o.Desk.Readers(ctx, item.Request, request.Teams)
	if err != nil {
		return c, err
	}
	for _, id := range may {
		l := item.Request.Link(id)
		c.Readers = append(c.Readers, reader{id, ticketName(n, l), n.team(l.Team), slices.Contains(usual, id)})
	}
	_, also, err := s.o.Desk.Readers(ctx, item.Request, request.ToClient)
	for _, id := range also {
		l := item.Request.Link(id)
		c.AlsoTo, c.Reached = append(c.AlsoTo, ticketName(n, l)), c.Reached || l.Side == request.ClientSide
	}
	return c, err
}

// message writes to the teams that were ticked, and to no one if none was.
func (s *Site) message(w http.ResponseWriter, r *http.Request, v visitor) {
	f, files, ok := s.postedWith(w, r, v, "message")
	if !ok {
		return
	}
	defer s.discardAll(r.Context(), files)
	links := linkIDs(f)
	if len(links) == 0 {
		f.fault("links", s.speak(r).say("error.readers"))
		s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	s.wrote(w, r, v, f, "done.message", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.Message(r.Context(), v.Actor, t, desk.Text{ID: noteID(f), Body: f.Get("body"), Links: links, Files: files})
		return n, err
	}, "body", "links")
}

// note writes for the desk alone.
func (s *Site) note(w http.ResponseWriter, r *http.Request, v visitor) {
	f, files, ok := s.postedWith(w, r, v, "note")
	if !ok {
		return
	}
	defer s.discardAll(r.Context(), files)
	s.wrote(w, r, v, f, "done.note", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.Note(r.Context(), v.Actor, t, noteID(f), f.Get("body"), files...)
		return n, err
	}, "body")
}

func (s *Site) shareWithClient(w http.ResponseWriter, r *http.Request, v visitor) {
	s.share(w, r, v, request.Share{Audience: request.ToClient})
}

func (s *Site) shareWithTeams(w http.ResponseWriter, r *http.Request, v visitor) {
	s.share(w, r, v, request.Share{Audience: request.Teams, Links: []request.LinkID{}})
}

// share makes a new note of one that is there, in the words that were sent. What
// was written as an internal note stays one.
func (s *Site) share(w http.ResponseWriter, r *http.Request, v visitor, share request.Share) {
	id := request.NoteID(r.PathValue("note"))
	f, ok := s.posted(w, r, "share-"+string(share.Audience)+"-"+string(id))
	if !ok {
		return
	}
	share.ID, share.Body, share.Files = noteID(f), f.Get("body"), []request.FileID{}
	for _, file := range f.List("files") {
		share.Files = append(share.Files, request.FileID(file))
	}
	if share.Audience == request.Teams {
		if share.Links = linkIDs(f); len(share.Links) == 0 {
			f.fault("", s.speak(r).say("error.readers"))
			s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
			return
		}
	}
	item, err := s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	if slices.ContainsFunc(item.Notes, func(n *request.Note) bool { return n.ID == id && n.Audience == request.Internal }) {
		s.failure(w, r, v, http.StatusUnprocessableEntity, s.speak(r).say("error.internalnote"))
		return
	}
	if strings.TrimSpace(share.Body) == "" {
		f.fault("body", s.speak(r).fault("must not be empty"))
		s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	if share.Audience == request.ToClient {
		s.hold(w, r, v, f, "done.reply", func(t desk.Target) (*request.Request, request.Unsent, error) {
			return s.o.Desk.ShareLater(r.Context(), v.Actor, t, id, share)
		}, "body")
		return
	}
	s.wrote(w, r, v, f, "done.share", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.Share(r.Context(), v.Actor, t, id, share)
		return n, err
	}, "body")
}

func linkIDs(f form) []request.LinkID {
	out := []request.LinkID{}
	for _, id := range f.List("links") {
		out = append(out, request.LinkID(id))
	}
	return out
}
