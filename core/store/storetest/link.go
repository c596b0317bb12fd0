package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// linkTests say what a transaction on a link promises.
var linkTests = map[string]func(*testing.T, Subject){
	"what a transaction changes is there": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			d.Request.Title, d.Request.Status = "Changed", request.InProgress
			d.Request.Fields = map[string]string{"rack": "14"}
			d.Link.State, d.Link.Health = request.Doing, request.InSync
			d.State.Fields = map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 3, Native: "x"}, Known: true}}
			d.State.Watermark = 17
		})
		d := see(t, s.Sync, "l1")
		equal(t, "title", d.Request.Title, "Changed")
		equal(t, "field", d.Request.Fields["rack"], "14")
		equal(t, "state", d.Link.State, request.Doing)
		equal(t, "base", *d.State.Fields[ticket.Title].Base, reconcile.Pair{Version: 3, Native: "x"})
		equal(t, "link is the request's", d.Link == d.Request.Link("l1"), true)
	},
	"a version rises with what people see": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		version := see(t, s.Sync, "l1").Request.Version
		equal(t, "first version", version, 1)
		for what, change := range map[string]func(*store.LinkDoc){
			"nothing":           func(*store.LinkDoc) {},
			"sync memory":       func(d *store.LinkDoc) { d.State.Watermark++ },
			"time of agreement": func(d *store.LinkDoc) { d.Link.SyncedAt = d.Link.SyncedAt.Add(time.Hour) },
			"own version":       func(d *store.LinkDoc) { d.Request.Version = 99 },
		} {
			edit(t, s.Sync, "l1", change)
			equal(t, "version after "+what, see(t, s.Sync, "l1").Request.Version, version)
		}
		now := s.Clock.Advance(time.Minute)
		for what, change := range map[string]func(*store.LinkDoc){
			"title":      func(d *store.LinkDoc) { d.Request.Title += "!" },
			"link":       func(d *store.LinkDoc) { d.Link.ToolState = "Doing" },
			"delegation": func(d *store.LinkDoc) { d.Request.Delegations[0].State = request.Accepted },
			"note":       func(d *store.LinkDoc) { d.Add = []*request.Note{{ID: "n1", Body: "hello"}} },
		} {
			edit(t, s.Sync, "l1", change)
			version++
			got := see(t, s.Sync, "l1").Request
			equal(t, "version after "+what, got.Version, version)
			equal(t, "time after "+what, got.UpdatedAt, now)
		}
	},
	"a ticket has one link until that lets it go": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		add(t, s.Sync, 2, 2)
		at := ticket.Ref{ID: "1", Container: "NET", Key: "NET-1"}
		take := func(holder request.Key, want error) error {
			return s.Sync.Link(t.Context(), store.Claim{ID: "l2"}, func(d *store.LinkDoc) error {
				key, err := d.Holder(at)
				equal(t, "holder", key, holder)
				wantError(t, err, want)
				d.Link.Ticket = at
				return nil
			})
		}
		wantError(t, take(see(t, s.Sync, "l1").Request.Key, nil), store.ErrKnown)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.Link.Health = request.Detached })
		found := func(want request.LinkID) {
			must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
				row, err := i.ByTicket("noc", at)
				must(t, err)
				equal(t, "link", row.Link.ID, want)
				return nil
			}))
		}
		found("l1")
		must(t, take("", store.ErrNotFound))
		found("l2")
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Link.Health = request.Detached })
		must(t, take("", store.ErrNotFound))
	},
	"a lost claim stores nothing": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		s.Clock.Advance(lease + time.Second)
		claimOne(t, s.Sync, store.LinkWork)
		ran := false
		err := s.Sync.Link(t.Context(), c, func(d *store.LinkDoc) error {
			ran = true
			d.Request.Title = "stale"
			return nil
		})
		wantError(t, err, store.ErrConflict)
		equal(t, "the function ran", ran, false)
		equal(t, "title", see(t, s.Sync, "l1").Request.Title, "Line 1")
	},
	"an error stores nothing": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		boom := errors.New("boom")
		err := s.Sync.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
			d.Request.Title, d.State.Watermark = "no", 5
			d.Add = []*request.Note{{ID: "n1"}}
			d.Dirty = []request.LinkID{"l1"}
			return boom
		})
		wantError(t, err, boom)
		d := see(t, s.Sync, "l1")
		equal(t, "title", d.Request.Title, "Line 1")
		equal(t, "watermark", d.State.Watermark, 0)
		equal(t, "generation", d.Gen, 1)
	},
	"release ends the claim in the same transaction": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		release := func(o store.LinkDoc) error {
			return s.Sync.Link(t.Context(), c, func(d *store.LinkDoc) error {
				d.Release, d.Done, d.DueAt, d.Failed = true, o.Done, o.DueAt, o.Failed
				return nil
			})
		}
		must(t, release(store.LinkDoc{DueAt: s.Clock.Now().Add(time.Minute), Failed: true}))
		none(t, s.Sync, store.LinkWork)
		s.Clock.Advance(time.Minute)
		c = claimOne(t, s.Sync, store.LinkWork)
		equal(t, "attempts", c.Attempts, 1)
		must(t, release(store.LinkDoc{}))
		c = claimOne(t, s.Sync, store.LinkWork)
		must(t, release(store.LinkDoc{Done: true}))
		none(t, s.Sync, store.LinkWork)
		wantError(t, release(store.LinkDoc{Done: true}), store.ErrConflict)
	},
	"other links become due": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		must(t, s.Sync.Finish(t.Context(), claimOne(t, s.Sync, store.LinkWork), store.Outcome{Done: true}))
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			d.Request.Links = append(d.Request.Links, request.Link{ID: "l1b", Connection: "dc"})
			d.NewLinks = []store.NewLink{{Link: "l1b", State: reconcile.State{Key: "k"}, Lane: store.People}}
		})
		c := claimOne(t, s.Sync, store.LinkWork)
		equal(t, "new link", c.ID+" "+c.Connection, "l1b dc")
		equal(t, "its memory", see(t, s.Sync, "l1b").State.Key, ticket.Key("k"))
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.Dirty = []request.LinkID{"l1b"} })
		equal(t, "due link", claimOne(t, s.Sync, store.LinkWork).ID, "l1b")
	},
	"a link that was removed is gone": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.Request.Links = nil })
		err := s.Sync.Link(t.Context(), store.Claim{ID: "l1"}, func(*store.LinkDoc) error { return nil })
		wantError(t, err, store.ErrNotFound)
		none(t, s.Sync, store.LinkWork)
		add(t, s.Sync, 2, 2)
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Link.Ticket.ID = "1" }) // is free again
	},
	"new requests come with their links": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		r, links := sample(2)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) {
			d.Requests, d.NewLinks = []*request.Request{r}, links
			d.Add = []*request.Note{{ID: "n2", Request: "r2", Copies: []request.Copy{{Link: "l2", State: request.CopyPending}}}}
		})
		d := see(t, s.Sync, "l2")
		equal(t, "key", d.Request.Key, "SP-1002")
		equal(t, "notes", len(d.Notes), 1)
		equal(t, "due", len(claim(t, s.Sync, store.LinkWork, 5)), 2)
	},
	"an unknown link is not found": func(t *testing.T, s Subject) {
		err := s.Sync.Link(t.Context(), store.Claim{ID: "nobody"}, func(*store.LinkDoc) error { return nil })
		wantError(t, err, store.ErrNotFound)
	},
}
