package web

import (
	"net/http"
	"net/url"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// conflictsPage lists the fields on which the hub and a tool differ, of all
// requests. What is chosen there is decided at once, or not at all.
type conflictsPage struct {
	Shell
	Form     form
	Cursor   string
	List     []contested
	Decided  int         // of those that were sent, where others were not
	Left     []leftAsWas // what was sent and stands on the page no more
	NextTime []nextTime
	Rules    []ruleView
	First    string // link to the first page, if this is another
	Next     string
}

// contested is one request with the fields in question.
type contested struct {
	R         *request.Request
	Client    string
	Conflicts []conflictView
}

// leftAsWas is a choice that came too late, with the value that somebody wrote.
type leftAsWas struct {
	Key         request.Key
	Text, Value string
}

func (s *Site) conflicts(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showConflicts(w, r, v, conflictsPage{Cursor: r.URL.Query().Get("cursor")}, http.StatusOK)
}

func (s *Site) showConflicts(w http.ResponseWriter, r *http.Request, v visitor, page conflictsPage, status int) {
	found, err := s.o.Desk.List(r.Context(), v.Actor, desk.Query{Text: "sync:conflict", Order: request.ByPriority, Cursor: page.Cursor})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	page.Shell = s.shell(r, v, "conflicts.title")
	page.Here = conflictsAt(page.Cursor)
	for _, x := range found.Items {
		if list := conflictViews(s.speak(r), n, x); len(list) > 0 {
			page.List = append(page.List, contested{x, n.client(x.Client), list})
		}
	}
	if err := s.addRules(&page, v); err != nil {
		s.fail(w, r, v, err)
		return
	}
	if page.Cursor != "" {
		page.First = "/conflicts"
	}
	if found.Next != "" {
		page.Next = conflictsAt(found.Next)
	}
	s.show(w, r, status, "conflictlist", page)
}

// conflictsAt is the address of a page of the list.
func conflictsAt(cursor string) string {
	if cursor == "" {
		return "/conflicts"
	}
	return "/conflicts?" + url.Values{"cursor": {cursor}}.Encode()
}

// Picked reports whether a conflict's choice is the one that was sent.
func (p conflictsPage) Picked(id, choose string) bool {
	return p.Form.Ticked("conflicts", "choose-"+id, choose, choose == "")
}
