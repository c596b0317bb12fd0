package sync_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// While a hundred imported tickets wait to be looked at, what a person changes at
// either side travels next, for one piece of work each.
func TestAnImportLetsPeopleGoFirst(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		waiting := b.waitingImport(100)
		b.work(store.BulkWork) // the import is under way
		b.SetTitle(id, "Line down in FRA3")
		b.hooks.Flush()
		b.does(store.DeliveryWork)
		b.does(store.LinkWork)
		if r, _ := b.request(key); r.Title != "Line down in FRA3" {
			t.Errorf("the title is %q behind an import", r.Title)
		}
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is up"})
		b.does(store.LinkWork)
		if is := b.ticket(key); is.Title != "Line is up" {
			t.Errorf("the tool has %q behind an import", is.Title)
		}
		some := b.imported(waiting[42])
		b.do(some, request.TakeValue{Field: ticket.Title, Text: "Ours now"})
		b.does(store.LinkWork)
		if is := b.ticket(some); is.Title != "Ours now" {
			t.Errorf("an imported ticket that somebody edits has %q behind the others", is.Title)
		}
		b.rest()
		b.agrees(b.imported(waiting[99]))
	}, adoptAll)
}

// A ticket that somebody makes now is no bulk.
func TestANewTicketIsNotLeftBehindAnImport(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		b.waitingImport(20)
		id := b.Open("A new one", "just now")
		b.hooks.Flush()
		for b.work(store.DeliveryWork) {
		}
		for b.work(store.LinkWork) {
		}
		b.agrees(b.imported(id))
	}, adoptAll)
}

// agrees checks that a link has been looked at and is at rest.
func (b *bench) agrees(key request.Key) {
	b.t.Helper()
	if l := b.link(key); l.Health != request.InSync {
		b.t.Errorf("the link is %s: %s", l.Health, l.Error)
	}
}

// waitingImport lets the team have tickets that only a poll tells of, and polls.
func (b *bench) waitingImport(n int) (ids []string) {
	b.t.Helper()
	b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
	for i := range n {
		ids = append(ids, b.Open(fmt.Sprintf("An old one, number %d", i), "It **broke** long ago."))
	}
	b.hooks.Flush()
	b.hooks.Heal()
	b.clock.Advance(time.Minute)
	for b.work(store.PollWork) {
	}
	return ids
}

// imported is the request that was made of a ticket.
func (b *bench) imported(id string) request.Key {
	b.t.Helper()
	page, err := b.store.List(b.t.Context(), store.Query{Limit: 200})
	must(b.t, err)
	for _, r := range page.Items {
		for _, l := range r.Links {
			if l.Ticket.ID == id {
				return r.Key
			}
		}
	}
	b.t.Fatalf("ticket %s has no request", id)
	return ""
}

// work does one piece of work of a kind; false if there was none.
func (h *hub) work(kind store.Work) bool {
	h.t.Helper()
	for _, w := range h.workers {
		if w.Kind == kind {
			did, err := w.Step(h.t.Context())
			must(h.t, err)
			return did
		}
	}
	h.t.Fatalf("nobody works off %s", kind)
	return false
}

// does checks that exactly one piece of work of a kind is due, and does it.
func (h *hub) does(kind store.Work) {
	h.t.Helper()
	if !h.work(kind) {
		h.t.Errorf("no %s work is due", kind)
	}
	if h.work(kind) {
		h.t.Errorf("more %s work than one piece is due", kind)
	}
}
