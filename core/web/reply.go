package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// replyPreview is a reply as its client will see it, with what it gives away.
type replyPreview struct {
	Said     saidView
	Shell    Shell
	Revealed []revealedView
	Sure     string // what is sent along to say: all the same
	Asks     bool   // it was to be sent, and gives something away
}

// revealedView is a name that the client cannot see.
type revealedView struct {
	Kind request.RevealedKind
	Name string
}

// reply stores what is for the client, to go after a moment. The audience is the
// address of the form, never one of its fields. Words that give something away are
// asked about once.
func (s *Site) reply(w http.ResponseWriter, r *http.Request, v visitor) {
	f, files, ok := s.postedWith(w, r, v, "reply")
	if !ok {
		return
	}
	defer s.discardAll(r.Context(), files)
	a, ok := s.answer(r, &f, files)
	if !ok {
		s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	key := request.Key(r.PathValue("key"))
	found, err := s.o.Desk.Reveals(r.Context(), v.Actor, key, a.Body)
	switch {
	case err != nil:
		s.fail(w, r, v, err)
		return
	case len(found) > 0 && f.Get("sure") != sure(found):
		s.showPreview(w, r, v, f, true)
		return
	}
	_, waits, err := s.o.Desk.ReplyLater(r.Context(), v.Actor, desk.Target{Key: key}, a)
	if err != nil {
		s.refuse(w, r, v, f, err, "body", "via", "at", "next")
		return
	}
	s.sessions.Remove(r.Context(), backKey(key))
	s.done(w, r, "/requests/"+string(key)+"#note-"+string(waits.Write.ID), "done.reply")
}

// answer reads the form of a reply.
func (s *Site) answer(r *http.Request, f *form, files []desk.NewUpload) (desk.Answer, bool) {
	at, err := s.fromInput(f.Get("at"))
	if err != nil {
		f.fault("at", s.speak(r).say("error.time"))
		return desk.Answer{}, false
	}
	next, err := s.fromInput(f.Get("next"))
	if err != nil {
		f.fault("next", s.speak(r).say("error.time"))
		return desk.Answer{}, false
	}
	a := desk.Answer{
		Text: desk.Text{ID: noteID(*f), Body: f.Get("body"), Files: files},
		Via:  request.Via(f.Get("via")), At: at, Next: next, Draft: request.NoteID(f.Get("draft")),
	}
	if to := strings.TrimSpace(f.Get("to")); to != "" {
		a.To = []string{to}
	}
	return a, true
}

// sure names what somebody was asked about.
func sure(found []request.Revealed) string {
	var all []string
	for _, x := range found {
		all = append(all, string(x.Kind)+" "+x.Name)
	}
	return strings.Join(all, "; ")
}

// gaveAway asks once about words to be shared with a client that give something
// away, and reports whether it did.
func (s *Site) gaveAway(w http.ResponseWriter, r *http.Request, v visitor, f form) bool {
	found, err := s.o.Desk.Reveals(r.Context(), v.Actor, request.Key(r.PathValue("key")), f.Get("body"))
	switch {
	case err != nil:
		s.fail(w, r, v, err)
		return true
	case len(found) == 0 || f.Get("sure") == sure(found):
		return false
	}
	l := s.speak(r)
	var all []string
	for _, x := range found {
		view := newRevealed(x)
		all = append(all, isolate(view.Name)+" ("+l.word("reveals", view.Kind)+")")
	}
	f.values.Set("sure", sure(found))
	f.fault("body", l.say("preview.reveals")+" "+strings.Join(all, ", ")+". "+l.say("preview.again"))
	s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
	return true
}

func newRevealed(x request.Revealed) revealedView {
	if x.Kind == request.RevealsTool {
		return revealedView{x.Kind, tool(&request.Link{Plugin: x.Name, Connection: x.Name})}
	}
	return revealedView{x.Kind, x.Name}
}

// previewReply shows a reply as the client will see it: a part of a page to a
// script, else the whole page. Nothing is stored.
func (s *Site) previewReply(w http.ResponseWriter, r *http.Request, v visitor) {
	f, files, ok := s.postedWith(w, r, v, "reply")
	if !ok {
		return
	}
	s.discardAll(r.Context(), files)
	if r.Header.Get("X-Live") == "" {
		s.showPreview(w, r, v, f, false)
		return
	}
	p, err := s.previewOf(r, v, f)
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.show(w, r, http.StatusOK, "preview", p)
}

func (s *Site) previewOf(r *http.Request, v visitor, f form) (*replyPreview, error) {
	found, err := s.o.Desk.Reveals(r.Context(), v.Actor, request.Key(r.PathValue("key")), f.Get("body"))
	p := &replyPreview{Sure: sure(found), Shell: Shell{Now: s.o.Now()}, Said: saidView{
		Who: s.o.DeskName, Ours: true, At: s.o.Now(), Via: spoken(request.Via(f.Get("via"))), Body: s.markdown.html(plain(f.Get("body"))),
	}}
	if at, err := s.fromInput(f.Get("at")); err == nil && !at.IsZero() {
		p.Said.At = at
	}
	for _, x := range found {
		p.Revealed = append(p.Revealed, newRevealed(x))
	}
	return p, err
}

// showPreview renders the page with a reply as the client will see it.
func (s *Site) showPreview(w http.ResponseWriter, r *http.Request, v visitor, f form, asks bool) {
	preview, err := s.previewOf(r, v, f)
	if err == nil && strings.TrimSpace(f.Get("body")) == "" {
		f.fault("body", s.speak(r).fault("must not be empty"))
	}
	var item desk.Item
	if err == nil {
		item, err = s.o.Desk.Get(r.Context(), v.Actor, request.Key(r.PathValue("key")))
	}
	var page *requestPage
	if err == nil {
		page, err = s.requestPage(r, v, item, f)
	}
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	preview.Asks = asks
	page.Compose.Preview = preview
	s.show(w, r, http.StatusOK, "request", page)
}

// takeBack takes a reply back that has not gone yet, and puts its words where they
// were written.
func (s *Site) takeBack(w http.ResponseWriter, r *http.Request, v visitor) {
	key := request.Key(r.PathValue("key"))
	_, back, err := s.o.Desk.TakeBack(r.Context(), v.Actor, desk.Target{Key: key}, request.NoteID(r.PathValue("note")))
	switch {
	case errors.Is(err, desk.ErrNotFound):
		s.done(w, r, "/requests/"+string(key), "done.gone")
	case err != nil:
		s.fail(w, r, v, err)
	default:
		s.keepBack(r.Context(), key, s.backForm(back))
		s.done(w, r, "/requests/"+string(key)+"?compose=cli#composer", "done.takenback")
	}
}

// backForm is the form that a reply was written in.
func (s *Site) backForm(u request.Unsent) url.Values {
	w := u.Write
	return url.Values{
		"body": {w.Body}, "via": {string(w.Via)}, "to": w.To, "at": {s.toInput(w.At)}, "next": {s.toInput(u.Next)}, "draft": {string(w.Draft)},
	}
}

func backKey(key request.Key) string { return "back:" + string(key.Upper()) }

// keepBack remembers a reply that was taken back, for whoever did so.
func (s *Site) keepBack(ctx context.Context, key request.Key, values url.Values) {
	if text, err := json.Marshal(values); err == nil {
		s.sessions.Put(ctx, backKey(key), string(text))
	}
}

// takenBack is the form of a reply that was taken back and not sent since.
func (s *Site) takenBack(ctx context.Context, key request.Key) (f form, ok bool) {
	text := s.sessions.GetString(ctx, backKey(key))
	if text == "" || json.Unmarshal([]byte(text), &f.values) != nil {
		return form{}, false
	}
	f.Name = "reply"
	return f, true
}

// forgetBack puts a reply away that was taken back.
func (s *Site) forgetBack(w http.ResponseWriter, r *http.Request, _ visitor) {
	key := request.Key(r.PathValue("key"))
	s.sessions.Remove(r.Context(), backKey(key))
	s.done(w, r, "/requests/"+string(key), "done.discard")
}

// unsentEntry is a reply that waits, as the timeline shows it.
func (s *Site) unsentEntry(l *language, u request.Unsent) entry {
	v := &noteView{
		ID: u.Write.ID, Author: u.By.Name, Where: l.say("reply.title"), Audience: request.ToClient, Out: true,
		Body: s.markdown.html(u.Write.Body), Until: u.Until, Waits: true, Refused: l.fault(u.Refused),
	}
	if via := spoken(u.Write.Via); via != "" {
		v.Where = l.say("note.reply", l.word("spoken", via))
	}
	for _, f := range u.Files {
		v.Waiting = append(v.Waiting, f.Name)
	}
	return entry{At: u.Since, Lane: "cli", Reads: [3]bool{false, false, true}, Note: v}
}
