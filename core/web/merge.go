package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// merge makes a duplicate a part of another request, and goes there.
func (s *Site) merge(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "merge")
	if !ok {
		return
	}
	into := request.Key(strings.ToUpper(strings.TrimSpace(f.Get("into"))))
	_, err := s.o.Desk.Merge(r.Context(), v.Actor, desk.Target{Key: request.Key(r.PathValue("key"))}, into)
	switch {
	case errors.Is(err, desk.ErrNotFound):
		f.fault("into", s.speak(r).say("error.missing"))
		s.showRequest(w, r, v, f, http.StatusUnprocessableEntity)
	case err != nil:
		s.refuse(w, r, v, f, err, "into")
	default:
		s.done(w, r, "/requests/"+string(into), "done.merge")
	}
}

// unmerge undoes a merge.
func (s *Site) unmerge(w http.ResponseWriter, r *http.Request, v visitor) {
	s.act(w, r, v, form{Name: "link"}, "done.unmerge", func(t desk.Target) error {
		_, err := s.o.Desk.Unmerge(r.Context(), v.Actor, t)
		return err
	})
}
