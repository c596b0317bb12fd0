package web

import (
	"context"
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
	Groups  []group
	Fault   string // what the query says wrong
	Order   request.Order
	Sorted  string
	Orders  []navItem
	Quick   []navItem
	Total   string // how many requests the query selects
	Late    string // and of these over target; "" none
	Soonest left   // the next target
	Kept    string // the name of the kept view that this is
	AllRead bool   // all can be marked as read here
	First   string // link to the first page, if this is another
	Next    string // link to the next page
	Form    form
}

func (s *Site) inbox(w http.ResponseWriter, r *http.Request, v visitor) {
	s.showInbox(w, r, v, form{}, http.StatusOK)
}

// showInbox renders the list, with a form for a view that is not right yet.
func (s *Site) showInbox(w http.ResponseWriter, r *http.Request, v visitor, f form, status int) {
	in := r.URL.Query()
	query := in.Get("q")
	if !in.Has("q") {
		query = "queue:mine"
	}
	query = s.speak(r).understand(query)
	page := inboxPage{Shell: s.shell(r, v, "inbox.search"), Form: f}
	page.mark(query)
	filter, err := s.o.Desk.Filter(r.Context(), v.Actor, query)
	var found desk.Page
	if err == nil {
		page.Order = order(in.Get("order"), filter)
		found, err = s.o.Desk.List(r.Context(), v.Actor, desk.Query{Text: query, Order: page.Order, Cursor: in.Get("cursor"), Newest: true})
	}
	var bad *request.FieldError
	switch {
	case errors.As(err, &bad):
		page.Fault, status = s.speak(r).fault(bad.Text), http.StatusUnprocessableEntity
	case err != nil:
		s.fail(w, r, v, err)
		return
	}
	if err := s.fillInbox(r, v, &page, found, in.Get("cursor")); err != nil {
		s.fail(w, r, v, err)
		return
	}
	s.show(w, r, status, "inbox", page)
}

// order is how a list is sorted: as it was asked for, else by the time that is
// left, and by the newest change where no time runs or all is asked for.
func order(text string, f request.Filter) request.Order {
	known := []request.Order{request.ByTime, request.ByTurn, request.ByActivity, request.ByCreation, request.ByPriority}
	if o := request.Order(text); slices.Contains(known, o) {
		return o
	}
	if ends(f) || !runs(f) {
		return request.ByActivity
	}
	return request.ByTime
}

// runs reports whether a filter asks for requests whose time may run, and not for
// all that there ever were.
func runs(f request.Filter) bool {
	return f.Open || !f.DueBefore.IsZero() || !f.UpdateBy.IsZero() || len(f.Statuses)+len(f.Attention)+len(f.Health) > 0
}

// ends reports whether a filter selects nothing whose time runs: what is over, or
// waits for the client.
func ends(f request.Filter) bool {
	runs := func(s request.Status) bool { return !s.Over() && s != request.WaitingClient }
	if len(f.Statuses) > 0 && !slices.ContainsFunc(f.Statuses, runs) {
		return true
	}
	for not := f.Not; not != nil; not = not.Not {
		if slices.Contains(not.Statuses, request.New) && slices.Contains(not.Statuses, request.InProgress) {
			return true
		}
	}
	return false
}

// fillInbox puts what was found into a page, with the ways to others.
func (s *Site) fillInbox(r *http.Request, v visitor, page *inboxPage, found desk.Page, cursor string) error {
	n, err := s.names(r.Context())
	if err != nil {
		return err
	}
	l := s.speak(r)
	x := &lister{s: s, l: l, n: n, me: v.Login, now: page.Now, here: looking(l, page.Present.People)}
	rows := x.rows(found)
	page.Groups = x.groups(rows, page.Order, cursor == "", found.Next == "")
	for _, row := range rows {
		if c := row.Left.Class; page.Order == request.ByTime && (c == "soon" || c == "ok") {
			page.Soonest = row.Left
			break
		}
	}
	page.links(l, cursor, found.Next)
	page.Kept = page.kept()
	page.AllRead = len(rows) > 0 && slices.Contains(strings.Fields(page.Query), "is:unread")
	return s.count(r.Context(), v, page)
}

// quickFilters are the words that one click adds to a query, or takes out.
func quickFilters() []string {
	return []string{"is:unread", "is:attention", "p:1", "is:new", "is:incident", "sync:conflict", "next:spoc", "-is:waiting"}
}

// links are the ways from this page of the list to others.
func (p *inboxPage) links(l *language, cursor, next string) {
	if cursor != "" {
		p.First = p.address(p.Query, p.Order, "")
	}
	if next != "" {
		p.Next = p.address(p.Query, p.Order, next)
	}
	for _, o := range []request.Order{request.ByTime, request.ByTurn, request.ByActivity, request.ByCreation, request.ByPriority} {
		p.Orders = append(p.Orders, navItem{Name: l.word("order", o), Query: p.address(p.Query, o, ""), Current: o == p.Order})
	}
	p.Sorted = l.word("order", p.Order)
	words := strings.Fields(p.Query)
	for _, token := range quickFilters() {
		on := slices.Contains(words, token)
		with := append(slices.Clone(words), token)
		if on {
			with = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == token })
		}
		p.Quick = append(p.Quick, navItem{Name: l.word("quick", strings.TrimPrefix(token, "-")), Query: p.address(strings.Join(with, " "), p.Order, ""), Current: on, Icon: token})
	}
}

// count says how many requests the query and each quick filter select.
func (s *Site) count(ctx context.Context, v visitor, p *inboxPage) error {
	if p.Fault != "" {
		return nil
	}
	queries := []string{p.Query, p.Query + " sla:late"}
	for _, q := range p.Quick {
		queries = append(queries, p.Query+" "+q.Icon)
	}
	counts, err := s.o.Desk.Counts(ctx, v.Actor, queries, countLimit)
	if err != nil {
		return err
	}
	p.Total = shown(counts[0])
	if counts[1] > 0 {
		p.Late = shown(counts[1])
	}
	for i := range p.Quick {
		if q := &p.Quick[i]; !q.Current && !strings.HasPrefix(q.Icon, "-") {
			q.Count = shown(counts[i+2])
		}
	}
	return nil
}

func (p *inboxPage) address(query string, o request.Order, cursor string) string {
	in := url.Values{"q": {query}}
	if o != "" {
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
	case left < soonLeft:
		return "soon"
	}
	return "ok"
}
