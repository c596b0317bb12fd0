package storetest

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

func holding(d *store.LinkDoc) {
	d.State.Held = []reconcile.Withheld{{Effect: reconcile.AddComment, Note: "n1"}, {Effect: reconcile.AddComment, Note: "n2"}}
}

// heldTests say what is promised of links that hold writes back.
var heldTests = map[string]func(*testing.T, Subject){
	"links that hold back are found until they do not": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 5)
		for _, id := range []request.LinkID{"l1", "l3", "l5"} {
			edit(t, s.Sync, id, holding)
		}
		edit(t, s.Sync, "l3", func(d *store.LinkDoc) { d.State.Held = nil })
		find := func(connection string, after request.LinkID, n int) (ids string) {
			must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
				rows, err := i.Held(connection, after, n)
				ids = ""
				for _, row := range rows {
					ids += string(row.Link.ID)
				}
				return err
			}))
			return ids
		}
		equal(t, "held", find("noc", "", 10), "l1l5")
		equal(t, "the first", find("noc", "", 1), "l1")
		equal(t, "the next", find("noc", "l1", 10), "l5")
		equal(t, "elsewhere", find("other", "", 10), "")
	},
}

// heldDeskTests say what the desk sees of them, and of what was written.
var heldDeskTests = map[string]func(*testing.T, Subject){
	"pages": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 4)
		for _, id := range []request.LinkID{"l2", "l3", "l4"} {
			edit(t, s.Sync, id, holding)
		}
		first, err := s.Desk.Held(t.Context(), store.HeldQuery{Connection: "noc", Limit: 2})
		must(t, err)
		equal(t, "links", len(first.Items), 2)
		equal(t, "link", first.Items[0].Link.ID, "l2")
		equal(t, "request", first.Items[0].Request.ID, "r2")
		equal(t, "writes", len(first.Items[0].Writes), 2)
		rest, err := s.Desk.Held(t.Context(), store.HeldQuery{Connection: "noc", Limit: 2, Cursor: first.Next})
		must(t, err)
		equal(t, "the rest", len(rest.Items), 1)
		equal(t, "the last page's next", rest.Next, "")
		one, err := s.Desk.Held(t.Context(), store.HeldQuery{Connection: "noc", Link: "l3"})
		must(t, err)
		equal(t, "one link", one.Items[0].Link.ID, "l3")
		_, err = s.Desk.Held(t.Context(), store.HeldQuery{Connection: "noc", Cursor: "nonsense"})
		wantError(t, err, store.ErrCursor)
		must(t, s.Sync.Connection(t.Context(), "noc", func(*store.Connection) error { return nil }))
		views, err := s.Desk.Connections(t.Context())
		must(t, err)
		equal(t, "writes held back", views[0].Held, 6)
	},
	"links that failed or are parked": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 4)
		for id, health := range map[request.LinkID]request.Health{"l1": request.Failed, "l2": request.Pending, "l4": request.Parked} {
			edit(t, s.Sync, id, func(d *store.LinkDoc) { d.Link.Health = health })
		}
		list, err := s.Desk.Failing(t.Context(), "noc", 9)
		must(t, err)
		equal(t, "links", len(list), 2)
		equal(t, "the newest request's", list[0].Link.ID, "l4")
		equal(t, "its request", list[0].Request.ID, "r4")
		list, err = s.Desk.Failing(t.Context(), "noc", 1)
		must(t, err)
		equal(t, "at most one", len(list), 1)
	},
	"tickets of the newest requests": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 4)
		edit(t, s.Sync, "l3", func(d *store.LinkDoc) { d.Link.Health = request.Detached })
		list, err := s.Desk.Tickets(t.Context(), "noc", 2)
		must(t, err)
		equal(t, "tickets", len(list), 2)
		equal(t, "the newest", list[0].Link.ID, "l4")
		equal(t, "the next", list[1].Link.ID, "l2")
	},
	"what was written adds up by day and team": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 2)
		for _, day := range []string{"2026-02-28", "2026-03-01", "2026-03-01"} {
			edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
				d.Wrote = store.Wrote{Day: day, Wrote: reconcile.Wrote{Tickets: 1, Comments: 2, Fields: 3}}
			})
		}
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Wrote.Day = "2026-03-01" })
		days, err := s.Desk.Written(t.Context(), "2026-03-01")
		must(t, err)
		equal(t, "days", len(days), 1)
		equal(t, "day", days[0], store.TeamDay{Connection: "noc", Team: "core", Wrote: store.Wrote{Day: "2026-03-01", Wrote: reconcile.Wrote{Tickets: 2, Comments: 4, Fields: 6}}})
		days, err = s.Desk.Written(t.Context(), "")
		must(t, err)
		equal(t, "all days", len(days), 2)
		equal(t, "the newest first", days[0].Day, "2026-03-01")
		if s.Prune != nil {
			s.Clock.Advance(500 * 24 * time.Hour)
			must(t, s.Prune(t.Context()))
			days, err = s.Desk.Written(t.Context(), "")
			must(t, err)
			equal(t, "days kept", len(days), 0)
		}
	},
}
