package web

import (
	"net/http"
	"slices"

	"github.com/spochub/spochub/core/request"
)

// watchView is who follows a request.
type watchView struct {
	People []string
	Me     bool
}

func (s *Site) watchView(r *http.Request, v visitor, n names, key request.Key) (watchView, error) {
	logins, err := s.o.Desk.Watchers(r.Context(), v.Actor, key)
	w := watchView{Me: slices.Contains(logins, v.Login)}
	for _, login := range logins {
		w.People = append(w.People, n.person(login))
	}
	return w, err
}

func (s *Site) watch(w http.ResponseWriter, r *http.Request, v visitor) {
	s.setWatch(w, r, v, true, "done.watch")
}

func (s *Site) unwatch(w http.ResponseWriter, r *http.Request, v visitor) {
	s.setWatch(w, r, v, false, "done.unwatch")
}

func (s *Site) setWatch(w http.ResponseWriter, r *http.Request, v visitor, on bool, message string) {
	key := request.Key(r.PathValue("key"))
	if err := s.o.Desk.Watch(r.Context(), v.Actor, key, on); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, asShown(r, key.Upper(), nil), message)
}
