package web

import (
	"net/http"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// reviseNote changes the text of a note of the desk, for those who read it
// already.
func (s *Site) reviseNote(w http.ResponseWriter, r *http.Request, v visitor) {
	id := request.NoteID(r.PathValue("note"))
	f, ok := s.posted(w, r, "revise-"+string(id))
	if !ok {
		return
	}
	s.wrote(w, r, v, f, "done.revise", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.EditNote(r.Context(), v.Actor, t, id, plain(f.Get("body")))
		return n, err
	}, "body")
}

// deleteNote deletes a note of the desk; its text stays in the history.
func (s *Site) deleteNote(w http.ResponseWriter, r *http.Request, v visitor) {
	id := request.NoteID(r.PathValue("note"))
	s.wrote(w, r, v, form{Name: "revise-" + string(id)}, "done.erase", func(t desk.Target) (*request.Note, error) {
		_, n, err := s.o.Desk.DeleteNote(r.Context(), v.Actor, t, id)
		return n, err
	})
}
