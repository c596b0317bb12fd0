package web

import (
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

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
	s.hold(w, r, v, f, "done.reply", func(t desk.Target) (*request.Request, request.Unsent, error) {
		return s.o.Desk.ReplyLater(r.Context(), v.Actor, t, a)
	}, "body", "via", "at", "next")
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
