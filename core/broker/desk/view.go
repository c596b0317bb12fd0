package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Query asks for a page of the inbox.
type Query struct {
	Text   string // the inbox's query syntax
	Order  request.Order
	Cursor string // of the page before
	Limit  int    // 0: 50; at most 200
	Newest bool   // with each request's newest note
}

// The sizes of a page.
const (
	DefaultLimit = 50
	MaxLimit     = 200
)

// Get returns a request with its conversation, by its key in any case.
// [ErrNotFound].
func (s *Service) Get(ctx context.Context, by auth.Actor, key request.Key) (Item, error) {
	if err := by.Check(auth.Read); err != nil {
		return Item{}, err
	}
	return s.get(ctx, by, key)
}

func (s *Service) get(ctx context.Context, by auth.Actor, key request.Key) (Item, error) {
	r, notes, err := s.o.Store.Request(ctx, key.Upper())
	if err == nil && !visible(r, by) {
		err = fmt.Errorf("request %s: %w", key, ErrNotFound)
	}
	if err != nil {
		return Item{}, err
	}
	r.Attention = r.Attend(s.o.Now())
	return Item{r, notes}, nil
}

// List returns a page of the inbox. A query that says nothing is a
// [request.FieldError] of "q".
func (s *Service) List(ctx context.Context, by auth.Actor, q Query) (Page, error) {
	if err := by.Check(auth.Read); err != nil {
		return Page{}, err
	}
	filter, err := s.Filter(ctx, by, q.Text)
	if err != nil {
		return Page{}, err
	}
	return s.list(ctx, filter, q)
}

func (s *Service) list(ctx context.Context, f request.Filter, q Query) (Page, error) {
	limit, err := pageSize(q.Limit)
	if err != nil {
		return Page{}, err
	}
	if q.Order == "" {
		q.Order = request.ByActivity
	}
	now := s.o.Now()
	ask := store.Query{Filter: f, Order: q.Order, Cursor: q.Cursor, Limit: limit, Newest: q.Newest}
	if q.Newest {
		ask.Unread = request.Unread{By: f.People, After: now.Add(-request.NewsFor)}
	}
	page, err := s.o.Store.List(ctx, ask)
	for _, r := range page.Items {
		r.Attention = r.Attend(now)
	}
	return page, cursorFault(err)
}

// FellDue lists requests whose promised update, or whose target, fell due between
// two times, of those that somebody may see; at most [MaxLimit] of each.
func (s *Service) FellDue(ctx context.Context, by auth.Actor, after, until time.Time) ([]request.Key, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	var keys []request.Key
	for _, f := range []request.Filter{
		{Promised: request.Promised{After: after, By: until}},
		{DueBefore: until.Add(time.Microsecond), Not: &request.Filter{DueBefore: after.Add(time.Microsecond)}},
	} {
		f.People = by.Login
		page, err := s.list(ctx, f, Query{Limit: MaxLimit, Order: request.ByCreation})
		if err != nil {
			return nil, err
		}
		for _, r := range page.Items {
			if !slices.Contains(keys, r.Key) {
				keys = append(keys, r.Key)
			}
		}
	}
	return keys, nil
}

// pageSize is how many items a page holds that is asked for with a limit, 0 for
// the usual one.
func pageSize(limit int) (int, error) {
	switch {
	case limit < 0 || limit > MaxLimit:
		return 0, &request.FieldError{Field: "limit", Text: fmt.Sprintf("is at most %d", MaxLimit)}
	case limit == 0:
		return DefaultLimit, nil
	}
	return limit, nil
}

// cursorFault names the field where a store could not read a page's cursor.
func cursorFault(err error) error {
	if errors.Is(err, store.ErrCursor) {
		return &request.FieldError{Field: "cursor", Text: "is not one that a page gave"}
	}
	return err
}

// Watch lets a person of the desk follow a request, or no longer.
func (s *Service) Watch(ctx context.Context, by auth.Actor, key request.Key, on bool) error {
	if err := by.Check(auth.Work); err != nil {
		return err
	}
	if _, err := s.Get(ctx, by, key); err != nil {
		return err
	}
	return s.o.Store.Watch(ctx, by.Login, key.Upper(), on)
}

// Watchers lists who follows a request, by login.
func (s *Service) Watchers(ctx context.Context, by auth.Actor, key request.Key) ([]string, error) {
	if _, err := s.Get(ctx, by, key); err != nil {
		return nil, err
	}
	return s.o.Store.Watchers(ctx, key.Upper())
}

// Visit notes that somebody has read a request as it is here, and returns when they
// had before; the zero time if never.
func (s *Service) Visit(ctx context.Context, by auth.Actor, r *request.Request) (time.Time, error) {
	if err := by.Check(auth.Read); err != nil {
		return time.Time{}, err
	}
	return s.o.Store.Read(ctx, by.Login, r.Key, r.UpdatedAt)
}

// ReadAll notes that somebody has read all that there is.
func (s *Service) ReadAll(ctx context.Context, by auth.Actor) error {
	if err := by.Check(auth.Read); err != nil {
		return err
	}
	return s.o.Store.ReadAll(ctx, by.Login, s.o.Now())
}

// Filter reads a query for somebody, with the rights of theirs.
func (s *Service) Filter(ctx context.Context, by auth.Actor, text string) (request.Filter, error) {
	f, err := request.ParseQuery(text, by.Login, s.o.Now())
	if err != nil {
		return f, &request.FieldError{Field: "q", Text: err.Error()}
	}
	if err := s.named(ctx, by, text); err != nil {
		return f, err
	}
	f.People = by.Login
	f.Services = s.meant(f.Services)
	for not := f.Not; not != nil; not = not.Not {
		not.Services = s.meant(not.Services)
	}
	return f, nil
}

// meant are the services behind what somebody calls them; a name that is nobody's
// stays as it is, and selects nothing.
func (s *Service) meant(names []request.ServiceID) []request.ServiceID {
	var all []request.ServiceID
	for _, name := range names {
		found := s.FindService(string(name))
		if len(found) == 0 {
			found = []request.ServiceID{name}
		}
		all = append(all, found...)
	}
	return all
}

// Counts returns how many requests each query selects, capped at limit each.
func (s *Service) Counts(ctx context.Context, by auth.Actor, queries []string, limit int) ([]int, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	filters := make([]request.Filter, len(queries))
	for i, q := range queries {
		f, err := s.Filter(ctx, by, q)
		if err != nil {
			return nil, err
		}
		filters[i] = f
	}
	return s.o.Store.Counts(ctx, filters, limit)
}

// History returns events of a request after an id, oldest first.
func (s *Service) History(ctx context.Context, by auth.Actor, key request.Key, after int64, limit int) ([]request.Event, error) {
	if _, err := s.Get(ctx, by, key); err != nil {
		return nil, err
	}
	return s.o.Store.History(ctx, key.Upper(), after, limit)
}

// Feed is a stretch of what changed anywhere.
type Feed = store.Feed

// Feed returns what changed after a position, for live pages.
func (s *Service) Feed(ctx context.Context, by auth.Actor, after int64, limit int) (Feed, error) {
	if err := by.Check(auth.Read); err != nil {
		return Feed{}, err
	}
	return s.o.Store.Feed(ctx, after, limit)
}

// Connection is the stored state of a connection with its queue.
type Connection = store.ConnectionView

// Connections returns the stored state of every connection that is configured, or
// that something still hangs on.
func (s *Service) Connections(ctx context.Context, by auth.Actor) ([]Connection, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	list, err := s.o.Store.Connections(ctx)
	return slices.DeleteFunc(list, s.gone), err
}

// Advice says what keeps a connection from working fully, and how the person who
// runs the hub mends it; a credential that is refused comes first.
func (s *Service) Advice(c Connection) []ticket.Problem {
	return s.Directory().Advice(c.Name, condition(c), s.o.Now())
}

// May says what a connection's account may do at its tool, as far as that is known.
func (s *Service) May(c Connection) []string { return condition(c).May() }

func condition(c Connection) request.Condition {
	return request.Condition{Place: c.Place, Stopped: c.Stopped, HookedAt: c.HookedAt, MissedAt: c.MissedAt, Strays: c.Strays}
}
