package web

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// takeBack takes back what has not gone yet, and puts its words where they were
// written.
func (s *Site) takeBack(w http.ResponseWriter, r *http.Request, v visitor) {
	key := request.Key(r.PathValue("key"))
	_, back, err := s.o.Desk.TakeBack(r.Context(), v.Actor, desk.Target{Key: key}, request.NoteID(r.PathValue("note")))
	switch {
	case errors.Is(err, desk.ErrNotFound):
		s.done(w, r, asShown(r, key, nil), "done.gone")
	case err != nil:
		s.fail(w, r, v, err)
	default:
		b := s.backForm(back)
		s.keepBack(r.Context(), key, b)
		s.done(w, r, asShown(r, key, b.asks)+b.at, "done.takenback")
	}
}

// back is a form that was taken back, and where its page has it.
type back struct {
	Name   string
	Values url.Values
	at     string
	asks   url.Values
}

// backForm is the form in which it was written.
func (s *Site) backForm(u request.Unsent) back {
	w := u.Write
	switch {
	case u.Move != nil:
		return back{Name: "status", Values: url.Values{"to": {string(u.Move.To)}, "waiting_for": {w.Body}, "reason": {u.Move.Reason}}, at: "#status"}
	case u.Broadcast != nil:
		values := url.Values{"audience": {string(u.Broadcast.Audience)}, "fallback": {u.Broadcast.Fallback}}
		for tag, text := range u.Broadcast.Texts {
			values.Set("text_"+tag, text)
		}
		return back{Name: "broadcast", Values: values, at: "#umbrella"}
	case w.SharedFrom != "":
		return back{Name: "share-client-" + string(w.SharedFrom), Values: url.Values{"body": {w.Body}}, at: "#note-" + string(w.SharedFrom)}
	case len(u.Shared) > 0:
		return back{Name: "file-" + string(u.Shared[0]), Values: url.Values{}, at: "#files"}
	}
	return back{Name: "reply", Values: url.Values{
		"body": {w.Body}, "via": {string(w.Via)}, "to": w.To, "at": {s.toInput(w.At)}, "next": {s.toInput(u.Next)}, "draft": {string(w.Draft)},
	}, at: "#composer", asks: url.Values{"compose": {"cli"}}}
}

func backKey(key request.Key) string { return "back:" + string(key.Upper()) }

// keepBack remembers a form that was taken back, for whoever did so.
func (s *Site) keepBack(ctx context.Context, key request.Key, b back) {
	if text, err := json.Marshal(b); err == nil {
		s.sessions.Put(ctx, backKey(key), string(text))
	}
}

// takenBack is the form that was taken back and not sent since.
func (s *Site) takenBack(ctx context.Context, key request.Key) (f form, ok bool) {
	var b back
	text := s.sessions.GetString(ctx, backKey(key))
	if text == "" || json.Unmarshal([]byte(text), &b) != nil || b.Name == "" {
		return form{}, false
	}
	return form{Name: b.Name, values: b.Values}, true
}

// forgetBack puts a form away that was taken back.
func (s *Site) forgetBack(w http.ResponseWriter, r *http.Request, _ visitor) {
	key := request.Key(r.PathValue("key"))
	s.sessions.Remove(r.Context(), backKey(key))
	s.done(w, r, asShown(r, key, nil), "done.discard")
}

// unsentEntry is what waits, as the timeline shows it.
func (s *Site) unsentEntry(l *language, r *request.Request, u request.Unsent) entry {
	v := &noteView{
		ID: u.Write.ID, Author: u.By.Name, Where: l.say("reply.title"), Audience: request.ToClient, Out: true, Shared: u.Write.SharedFrom != "" || len(u.Shared) > 0,
		Body: s.markdown.html(u.Write.Body), Until: u.Until, Waits: true, Refused: l.fault(u.Refused),
	}
	via := spoken(u.Write.Via)
	switch {
	case u.Move != nil:
		v.Where = l.say("unsent.waiting")
	case u.Broadcast != nil:
		v.Where, v.Body = l.say("broadcast.title"), s.markdown.html(l.record(u.Write.Body))
	case via != "":
		v.Where = l.say("note.reply", l.word("spoken", via))
	}
	for _, f := range u.Files {
		v.Waiting = append(v.Waiting, f.Name)
	}
	for _, id := range u.Shared {
		if f, ok := r.File(id); ok {
			v.Waiting = append(v.Waiting, f.Name)
		}
	}
	return entry{At: u.Since, Lane: "cli", Reads: [3]bool{false, false, true}, Note: v}
}
