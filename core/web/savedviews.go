package web

import (
	"net/http"
	"net/url"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// keepView keeps the query that a list shows under a name.
func (s *Site) keepView(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "view")
	if !ok {
		return
	}
	view := desk.View{Name: f.Get("name"), Query: f.Get("q"), Order: request.Order(f.Get("order"))}
	if err := s.o.Desk.KeepView(r.Context(), v.Actor, view); err != nil {
		if !f.blame(s.speak(r), err, "name") {
			s.fail(w, r, v, err)
			return
		}
		r.URL.RawQuery = url.Values{"q": {view.Query}, "order": {string(view.Order)}}.Encode()
		s.showInbox(w, r, v, f, http.StatusUnprocessableEntity)
		return
	}
	s.done(w, r, navItem{Query: view.Query, Order: view.Order}.Address(), "done.view")
}

// forgetView forgets one of the reader's own views.
func (s *Site) forgetView(w http.ResponseWriter, r *http.Request, v visitor) {
	f, ok := s.posted(w, r, "forget")
	if !ok {
		return
	}
	if err := s.o.Desk.ForgetView(r.Context(), v.Actor, f.Get("name")); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.done(w, r, navItem{Query: f.Get("q"), Order: request.Order(f.Get("order"))}.Address(), "done.forget")
}
