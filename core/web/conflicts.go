package web

import (
	"net/http"
	"net/url"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// conflictsPage lists the fields on which the hub and a tool differ, of all
// requests.
type conflictsPage struct {
	Shell
	Form  form
	List  []contested
	First string // link to the first page, if this is another
	Next  string
}

// contested is one request with the fields in question.
type contested struct {
	R         *request.Request
	Client    string
	Conflicts []conflictView
}

func (s *Site) conflicts(w http.ResponseWriter, r *http.Request, v visitor) {
	cursor := r.URL.Query().Get("cursor")
	found, err := s.o.Desk.List(r.Context(), v.Actor, desk.Query{Text: "sync:conflict", Order: request.ByPriority, Cursor: cursor})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page := conflictsPage{Shell: s.shell(r, v, "conflicts.title")}
	for _, x := range found.Items {
		if list := conflictViews(s.speak(r), n, x); len(list) > 0 {
			page.List = append(page.List, contested{x, n.client(x.Client), list})
		}
	}
	if cursor != "" {
		page.First = "/conflicts"
	}
	if found.Next != "" {
		page.Next = "/conflicts?" + url.Values{"cursor": {found.Next}}.Encode()
	}
	s.show(w, r, http.StatusOK, "conflictlist", page)
}
