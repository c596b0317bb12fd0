package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

type inboxPage struct {
	Shell
	Rows   []row
	Fault  string // what the query says wrong
	Order  request.Order
	Orders []navItem
	Quick  []navItem
	First  string // link to the first page, if this is another
	Next   string // link to the next page
}

func (s *Site) inbox(w http.ResponseWriter, r *http.Request, v visitor) {
	in := r.URL.Query()
	query := in.Get("q")
	if !in.Has("q") {
		query = "queue:mine"
	}
	page := inboxPage{Shell: s.shell(r, v, "inbox.search"), Order: order(in.Get("order"))}
	page.mark(query)
	found, err := s.o.Desk.List(r.Context(), v.Actor, desk.Query{Text: query, Order: page.Order, Cursor: in.Get("cursor")})
	status := http.StatusOK
	var f *request.FieldError
	switch {
	case errors.As(err, &f):
		page.Fault, status = s.speak(r).fault(f.Text), http.StatusUnprocessableEntity
	case err != nil:
		s.fail(w, r, v, err)
		return
	}
	if page.Rows, err = s.rows(r.Context(), found.Items); err != nil {
		s.fail(w, r, v, err)
		return
	}
	page.links(s.speak(r), in.Get("cursor"), found.Next)
	s.show(w, r, status, "inbox", page)
}

func order(text string) request.Order {
	if o := request.Order(text); o == request.ByCreation || o == request.ByPriority {
		return o
	}
	return request.ByActivity
}

// links are the ways from this page of the list to others.
func (p *inboxPage) links(l *language, cursor, next string) {
	if cursor != "" {
		p.First = p.address(p.Query, p.Order, "")
	}
	if next != "" {
		p.Next = p.address(p.Query, p.Order, next)
	}
	for _, o := range []request.Order{request.ByActivity, request.ByCreation, request.ByPriority} {
		p.Orders = append(p.Orders, navItem{Name: l.word("order", o), Query: p.address(p.Query, o, ""), Current: o == p.Order})
	}
	words := strings.Fields(p.Query)
	for _, token := range []string{"is:unread", "p:1", "is:new", "is:incident", "sync:problem", "-is:waiting"} {
		on := slices.Contains(words, token)
		with := append(slices.Clone(words), token)
		if on {
			with = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == token })
		}
		p.Quick = append(p.Quick, navItem{Name: l.word("quick", strings.TrimPrefix(token, "-")), Query: p.address(strings.Join(with, " "), p.Order, ""), Current: on})
	}
}

func (p *inboxPage) address(query string, o request.Order, cursor string) string {
	in := url.Values{"q": {query}}
	if o != request.ByActivity {
		in.Set("order", string(o))
	}
	if cursor != "" {
		in.Set("cursor", cursor)
	}
	return "/?" + in.Encode()
}

// quote makes a value fit for a query.
func quote(value string) string {
	if strings.ContainsAny(value, " \t") {
		return `"` + value + `"`
	}
	return value
}

// due says how close a request's due time is: late, soon, ok, or "".
func due(r *request.Request, now time.Time) string {
	switch left := r.DueAt.Sub(now); {
	case r.DueAt.IsZero() || r.Status.Over():
		return ""
	case left <= 0:
		return "late"
	case left < 30*time.Minute:
		return "soon"
	}
	return "ok"
}
