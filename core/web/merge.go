package web

import (
	"errors"
	"maps"
	"net/http"
	"slices"
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

// Acts reports whether something can be done with the request here. A merged one has
// its survivor for that.
func (p *requestPage) Acts() bool { return p.Works && p.Merged == "" }

// unkept is what a form says that came too late for a request that was merged.
type unkept struct {
	At    string // which form of the survivor takes it; "" none does
	Body  string // with At: its text
	Along []sentField
}

type sentField struct{ Field, Value string }

// Unkept is what the form that was sent says and nobody has kept; nil if it says
// nothing.
func (p *requestPage) Unkept() *unkept {
	f := p.Form
	doors := map[string]string{"reply": "replies", "message": "messages", "note": "notes"}
	u := unkept{At: doors[f.Name], Body: f.Get("body")}
	if strings.TrimSpace(u.Body) == "" {
		u.At = ""
	}
	for _, field := range slices.Sorted(maps.Keys(f.values)) {
		words := slices.Contains([]string{"body", "waiting_for", "task_title", "task_body", "reason"}, field) || strings.HasPrefix(field, "text_")
		words = words || slices.Contains([]string{"title", "description"}, field) && f.Get(field) != f.Get("was_"+field)
		passes := !slices.Contains([]string{"body", "told", "sure"}, field)
		for _, value := range f.values[field] {
			if u.At != "" && passes || u.At == "" && words && strings.TrimSpace(value) != "" {
				u.Along = append(u.Along, sentField{field, value})
			}
		}
	}
	if u.At == "" && len(u.Along) == 0 {
		return nil
	}
	return &u
}
