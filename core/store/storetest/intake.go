package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// intakeTests say what taking changes and deliveries in promises.
var intakeTests = map[string]func(*testing.T, Subject){
	"a change finds its link and waits there": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		must(t, s.Sync.Finish(t.Context(), claimOne(t, s.Sync, store.LinkWork), store.Outcome{Done: true}))
		for _, kind := range []ticket.Kind{ticket.Look, ticket.Commented} {
			tell(t, s, kind)
		}
		c := claimOne(t, s.Sync, store.LinkWork)
		must(t, s.Sync.Link(t.Context(), c, func(d *store.LinkDoc) error {
			equal(t, "pending", len(d.Pending), 2)
			equal(t, "oldest", d.Pending[0].Kind, ticket.Look)
			d.Taken = 1
			return nil
		}))
		tell(t, s, ticket.Gone)
		d := see(t, s.Sync, "l1")
		equal(t, "pending", len(d.Pending), 2)
		equal(t, "oldest", d.Pending[0].Kind, ticket.Commented)
		equal(t, "newest", d.Pending[1].Kind, ticket.Gone)
		equal(t, "watermark", d.State.Watermark, 3)
	},
	"a save without due is quiet": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		must(t, s.Sync.Finish(t.Context(), claimOne(t, s.Sync, store.LinkWork), store.Outcome{Done: true}))
		must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
			row, err := i.ByID("l1")
			must(t, err)
			equal(t, "request", row.Request, "r1")
			return i.Save(row, false)
		}))
		none(t, s.Sync, store.LinkWork)
	},
	"a ticket that moved is found there": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
			row, err := i.ByTicket("noc", ticket.Ref{ID: "1", Container: "NET"})
			must(t, err)
			row.Link.Ticket = ticket.Ref{ID: "1", Container: "DC", Key: "DC-1"}
			must(t, i.Save(row, true))
			_, err = i.ByTicket("noc", ticket.Ref{ID: "1", Container: "NET"})
			wantError(t, err, store.ErrNotFound)
			_, err = i.ByTicket("noc", ticket.Ref{ID: "1", Container: "DC"})
			return err
		}))
		d := see(t, s.Sync, "l1")
		equal(t, "key", d.Link.Ticket.Key, "DC-1")
		equal(t, "version", d.Request.Version, 2)
	},
	"a connection's memory is kept with what was taken in": func(t *testing.T, s Subject) {
		gone := ticket.Ref{ID: "9", Container: "NET"}
		boom := errors.New("boom")
		remember := func(err error) error {
			return s.Sync.Intake(t.Context(), func(i store.Intake) error {
				must(t, i.Connection("noc", func(c *store.Connection) error { c.Gone = append(c.Gone, gone); return nil }))
				must(t, i.Cursor("noc", "c1"))
				return err
			})
		}
		wantError(t, remember(boom), boom)
		must(t, remember(nil))
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			equal(t, "gone", len(c.Gone), 1)
			equal(t, "ref", c.Gone[0], gone)
			equal(t, "cursor", c.Cursor, ticket.Cursor("c1"))
			return nil
		}))
	},
	"all or nothing": func(t *testing.T, s Subject) {
		boom := errors.New("boom")
		err := s.Sync.Intake(t.Context(), func(i store.Intake) error {
			r, links := sample(1)
			must(t, i.Add(r, links, nil, nil))
			must(t, i.Cursor("noc", "c1"))
			found, err := i.HasRequest("r1")
			must(t, err)
			equal(t, "seen inside", found, true)
			return boom
		})
		wantError(t, err, boom)
		must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
			found, err := i.HasRequest("r1")
			equal(t, "seen after", found, false)
			return err
		}))
		none(t, s.Sync, store.LinkWork)
		add(t, s.Sync, 1, 1)
		equal(t, "key", see(t, s.Sync, "l1").Request.Key[:3], "SP-")
	},
	"one ticket has one link": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		err := s.Sync.Intake(t.Context(), func(i store.Intake) error {
			r, links := sample(2)
			r.Links[0].Ticket = ticket.Ref{ID: "1", Container: "NET"}
			return i.Add(r, links, nil, nil)
		})
		wantError(t, err, store.ErrKnown)
		add(t, s.Sync, 3, 3) // links without a ticket do not collide
		edit(t, s.Sync, "l3", func(d *store.LinkDoc) { d.Link.Ticket = ticket.Ref{} })
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.Link.Ticket = ticket.Ref{} })
	},
	"a failed statement dooms the transaction": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		err := s.Sync.Intake(t.Context(), func(i store.Intake) error {
			r, links := sample(2)
			r.Links[0].Ticket = ticket.Ref{ID: "1", Container: "NET"}
			if err := i.Add(r, links, nil, nil); err == nil {
				t.Error("no error")
			}
			return nil
		})
		if err == nil {
			t.Fatal("half a request was stored")
		}
	},
	"an external id is one request's": func(t *testing.T, s Subject) {
		id := request.ExternalID{Owner: "carrier", Type: "case", ID: "4711"}
		for n := 1; n <= 2; n++ {
			err := s.Sync.Intake(t.Context(), func(i store.Intake) error {
				r, links := sample(n)
				r.ExternalIDs = []request.ExternalID{id}
				return i.Add(r, links, nil, nil)
			})
			if n == 1 {
				must(t, err)
				continue
			}
			var known *store.KnownError
			if !errors.As(err, &known) || !errors.Is(err, store.ErrKnown) {
				t.Fatalf("error is %v, want a KnownError", err)
			}
			equal(t, "known key", known.Key, see(t, s.Sync, "l1").Request.Key)
		}
	},
	"a delivery becomes work once": func(t *testing.T, s Subject) {
		d := store.Delivery{Connection: "noc", ID: "x1", Header: map[string][]string{"X-Event": {"a", "b"}}, Body: []byte("{}\x00\xff"), At: s.Clock.Now(), Authentic: true}
		for n, want := range []bool{true, false} {
			added, err := s.Sync.Receive(t.Context(), d)
			must(t, err)
			equal(t, "added in turn "+string(rune('1'+n)), added, want)
		}
		other := d
		other.Connection = "dc"
		added, err := s.Sync.Receive(t.Context(), other)
		must(t, err)
		equal(t, "added on another connection", added, true)
		claims := claim(t, s.Sync, store.DeliveryWork, 5)
		equal(t, "due", len(claims), 2)
		got, err := s.Sync.Delivery(t.Context(), claims[0])
		must(t, err)
		equal(t, "body", string(got.Body), "{}\x00\xff")
		equal(t, "header", got.Header["X-Event"][1], "b")
		equal(t, "row", got.Row, claims[0].ID)
		equal(t, "at", got.At, d.At)
		must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error { return i.Finish(claims[0], store.Outcome{Done: true}) }))
		s.Clock.Advance(lease + time.Second)
		equal(t, "left", claimOne(t, s.Sync, store.DeliveryWork).Connection, "dc")
		added, err = s.Sync.Receive(t.Context(), d)
		must(t, err)
		equal(t, "added after it was done", added, false)
	},
	"deliveries without an id are all kept": func(t *testing.T, s Subject) {
		for range 2 {
			added, err := s.Sync.Receive(t.Context(), store.Delivery{Connection: "noc", At: s.Clock.Now()})
			must(t, err)
			equal(t, "added", added, true)
		}
		equal(t, "due", len(claim(t, s.Sync, store.DeliveryWork, 5)), 2)
	},
	"a lost claim undoes the intake": func(t *testing.T, s Subject) {
		_, err := s.Sync.Receive(t.Context(), store.Delivery{Connection: "noc", ID: "1", At: s.Clock.Now()})
		must(t, err)
		c := claimOne(t, s.Sync, store.DeliveryWork)
		s.Clock.Advance(lease + time.Second)
		claimOne(t, s.Sync, store.DeliveryWork)
		err = s.Sync.Intake(t.Context(), func(i store.Intake) error {
			r, links := sample(1)
			must(t, i.Add(r, links, nil, nil))
			return i.Finish(c, store.Outcome{Done: true})
		})
		wantError(t, err, store.ErrConflict)
		none(t, s.Sync, store.LinkWork)
	},
}

// tell adds a change to link l1 and makes it due.
func tell(t *testing.T, s Subject, kind ticket.Kind) {
	t.Helper()
	must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
		row, err := i.ByTicket("noc", ticket.Ref{ID: "1", Container: "NET"})
		if err != nil {
			return err
		}
		row.State.Watermark++
		row.Pending = append(row.Pending, ticket.Change{Kind: kind, Ref: row.Link.Ticket})
		return i.Save(row, true)
	}))
}

// connectionTests say what a connection remembers.
var connectionTests = map[string]func(*testing.T, Subject){
	"a new connection is empty and due": func(t *testing.T, s Subject) {
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			equal(t, "name", c.Name, "noc")
			equal(t, "left", c.Left, -1)
			return nil
		}))
		c := claimOne(t, s.Sync, store.PollWork)
		equal(t, "claim", c.ID+c.Connection, "nocnoc")
		again := s.Clock.Now().Add(time.Minute)
		must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
			must(t, i.Cursor("noc", "after-7"))
			return i.Finish(c, store.Outcome{Done: true, Again: again})
		}))
		none(t, s.Sync, store.PollWork)
		next, err := s.Sync.NextDue(t.Context(), store.PollWork)
		must(t, err)
		equal(t, "next poll", next, again)
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			equal(t, "cursor", c.Cursor, "after-7")
			equal(t, "poll", c.PollAt, again)
			return nil
		}))
	},
	"its state is kept": func(t *testing.T, s Subject) {
		at := s.Clock.Now()
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			c.Stopped, c.StoppedAt, c.Cursor = "credential refused", at, "x"
			c.Calls = map[string]int64{"read": 7}
			c.Place.Containers = []ticket.Container{{ID: "1", Public: true}}
			return nil
		}))
		boom := errors.New("boom")
		wantError(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			equal(t, "stopped", c.Stopped, "credential refused")
			equal(t, "at", c.StoppedAt, at)
			equal(t, "calls", c.Calls["read"], 7)
			equal(t, "cursor", c.Cursor, "x")
			equal(t, "public", c.Place.Containers[0].Public, true)
			return boom
		}), boom)
	},
	"a poll can be asked for, even while one runs": func(t *testing.T, s Subject) {
		ask := func() {
			must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
				c.PollAt = s.Clock.Now()
				return nil
			}))
		}
		must(t, s.Sync.Connection(t.Context(), "noc", func(*store.Connection) error { return nil }))
		c := claimOne(t, s.Sync, store.PollWork)
		s.Clock.Advance(time.Second)
		ask()
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true, Again: s.Clock.Now().Add(time.Hour)}))
		c = claimOne(t, s.Sync, store.PollWork)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true, Again: s.Clock.Now().Add(time.Hour)}))
		none(t, s.Sync, store.PollWork)
		ask()
		claimOne(t, s.Sync, store.PollWork)
	},
}
