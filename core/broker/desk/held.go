package desk

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// HeldPage is a page of links that hold writes back, with what they would write.
type HeldPage = store.HeldPage

// HeldLink is a link with its request and what it holds back.
type HeldLink = store.HeldLink

// WouldWrite returns what the read-only links of a connection would write. What
// somebody may not see is left out: a page can be shorter than its limit.
// [ErrNotFound].
func (s *Service) WouldWrite(ctx context.Context, by auth.Actor, connection, cursor string, limit int) (HeldPage, error) {
	if err := by.Check(auth.Read); err != nil {
		return HeldPage{}, err
	}
	limit, err := pageSize(limit)
	if err != nil {
		return HeldPage{}, err
	}
	page, err := s.o.Store.Held(ctx, store.HeldQuery{Connection: connection, Cursor: cursor, Limit: limit})
	if err == nil && len(page.Items) == 0 {
		err = s.knows(ctx, connection)
	}
	page.Items = slices.DeleteFunc(page.Items, func(h HeldLink) bool { return !visible(h.Request, by) })
	return page, cursorFault(err)
}

// knows fails with ErrNotFound if there is no connection of a name, and never was one.
func (s *Service) knows(ctx context.Context, connection string) error {
	if _, configured := s.Directory().Accounts[connection]; configured {
		return nil
	}
	list, err := s.o.Store.Connections(ctx)
	if err == nil && !slices.ContainsFunc(list, func(c Connection) bool { return c.Name == connection }) {
		return fmt.Errorf("connection %s: %w", connection, ErrNotFound)
	}
	return err
}

// LinkWouldWrite returns what one link would write; nothing if it is not read
// only. [ErrNotFound].
func (s *Service) LinkWouldWrite(ctx context.Context, by auth.Actor, key request.Key, id request.LinkID) (HeldLink, error) {
	item, err := s.Get(ctx, by, key)
	if err != nil {
		return HeldLink{}, err
	}
	link := item.Request.Link(id)
	if link == nil {
		return HeldLink{}, fmt.Errorf("link %s: %w", id, ErrNotFound)
	}
	page, err := s.o.Store.Held(ctx, store.HeldQuery{Connection: link.Connection, Link: id, Limit: 1})
	if err != nil || len(page.Items) == 0 {
		return HeldLink{Request: item.Request, Link: link}, err
	}
	return page.Items[0], nil
}

// TeamDay is what the hub wrote for one team on one day.
type TeamDay = store.TeamDay

// Written returns what the hub wrote for each team today and on the days before,
// newest first, and which day it is at the desk.
func (s *Service) Written(ctx context.Context, by auth.Actor, days int) (today string, list []TeamDay, err error) {
	if err := by.Check(auth.Read); err != nil {
		return "", nil, err
	}
	now := s.o.Now().In(s.o.TimeZone)
	list, err = s.o.Store.Written(ctx, now.AddDate(0, 0, 1-days).Format(time.DateOnly))
	return now.Format(time.DateOnly), list, err
}

// Diff says line by line how a text would change: lines with + are new, those
// with - go, with @@ begins another part of the text.
func Diff(from, to string) string {
	line := func(s string) []byte {
		if s == "" || strings.HasSuffix(s, "\n") {
			return []byte(s)
		}
		return []byte(s + "\n")
	}
	_, changes, _ := strings.Cut(string(diff.Diff("", line(from), "", line(to))), "@@ ")
	_, changes, _ = strings.Cut(changes, "\n")
	return changes
}

// Tickets returns the links of the newest requests that have a ticket at a
// connection, as far as somebody may see them.
func (s *Service) Tickets(ctx context.Context, by auth.Actor, connection string, n int) ([]HeldLink, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	list, err := s.o.Store.Tickets(ctx, connection, n)
	return slices.DeleteFunc(list, func(h HeldLink) bool { return !visible(h.Request, by) }), err
}
