package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// dueTests say what a claim, a lease and a kick promise.
var dueTests = map[string]func(*testing.T, Subject){
	"a claim holds until its lease ends": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		first := claimOne(t, s.Sync, store.LinkWork)
		none(t, s.Sync, store.LinkWork)
		s.Clock.Advance(lease + time.Second)
		second := claimOne(t, s.Sync, store.LinkWork)
		if second.Seq <= first.Seq {
			t.Fatalf("claims %d then %d: want the later one higher", first.Seq, second.Seq)
		}
		wantError(t, s.Sync.Finish(t.Context(), first, store.Outcome{Done: true}), store.ErrConflict)
		must(t, s.Sync.Finish(t.Context(), second, store.Outcome{Done: true}))
		none(t, s.Sync, store.LinkWork)
	},
	"connections can be left out": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		claims, err := s.Sync.Claim(t.Context(), store.LinkWork, 5, lease, "other", "noc")
		must(t, err)
		equal(t, "claims", len(claims), 0)
		due, err := s.Sync.NextDue(t.Context(), store.LinkWork, "noc", "other")
		must(t, err)
		equal(t, "nothing is due", due.IsZero(), true)
		claims, err = s.Sync.Claim(t.Context(), store.LinkWork, 5, lease, "other")
		must(t, err)
		equal(t, "claims", len(claims), 1)
	},
	"a claim ends once": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		wantError(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}), store.ErrConflict)
	},
	"changed while working stays due": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		dirty(t, s.Sync, "l1")
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		again := claimOne(t, s.Sync, store.LinkWork)
		equal(t, "generation", again.Gen, c.Gen+1)
		must(t, s.Sync.Finish(t.Context(), again, store.Outcome{Done: true}))
		none(t, s.Sync, store.LinkWork)
	},
	"many changes are one piece of work": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		for range 5 {
			dirty(t, s.Sync, "l1")
		}
		c := claimOne(t, s.Sync, store.LinkWork)
		equal(t, "generation", c.Gen, 6)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		none(t, s.Sync, store.LinkWork)
	},
	"a failure waits and counts": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		again := s.Clock.Now().Add(time.Minute)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Failed: true, Again: again, Error: "boom"}))
		next, err := s.Sync.NextDue(t.Context(), store.LinkWork)
		must(t, err)
		equal(t, "next due", next, again)
		dirty(t, s.Sync, "l1") // keeps the back-off
		none(t, s.Sync, store.LinkWork)
		s.Clock.Advance(time.Minute)
		c = claimOne(t, s.Sync, store.LinkWork)
		equal(t, "attempts", c.Attempts, 1)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		dirty(t, s.Sync, "l1")
		equal(t, "attempts after success", claimOne(t, s.Sync, store.LinkWork).Attempts, 0)
	},
	"a change ends a wait that is no failure": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		c := claimOne(t, s.Sync, store.LinkWork)
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Again: s.Clock.Now().Add(time.Hour)}))
		none(t, s.Sync, store.LinkWork)
		dirty(t, s.Sync, "l1")
		claimOne(t, s.Sync, store.LinkWork)
	},
	"lanes come first, then age": func(t *testing.T, s Subject) {
		for n, lane := range []store.Lane{store.Bulk, store.People, store.Urgent, store.People} {
			must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
				r, links := sample(n + 1)
				links[0].Lane = lane
				return i.Add(r, links, nil, nil)
			}))
			s.Clock.Advance(time.Millisecond)
		}
		var got []string
		for _, c := range append(claim(t, s.Sync, store.LinkWork, 2), claim(t, s.Sync, store.LinkWork, 3)...) {
			got = append(got, c.ID)
		}
		equal(t, "order", strings.Join(got, " "), "l3 l2 l4")
		equal(t, "bulk", claimOne(t, s.Sync, store.BulkWork).ID, "l1")
	},
	"what is done and due again is nobody's wish": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		must(t, s.Sync.Finish(t.Context(), claimOne(t, s.Sync, store.LinkWork), store.Outcome{Done: true, Again: s.Clock.Now().Add(time.Hour)}))
		s.Clock.Advance(time.Hour)
		none(t, s.Sync, store.LinkWork)
		c := claimOne(t, s.Sync, store.BulkWork)
		dirty(t, s.Sync, "l1")
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Done: true}))
		claimOne(t, s.Sync, store.LinkWork)
	},
	"a person's edit overtakes bulk": func(t *testing.T, s Subject) {
		for n := 1; n <= 2; n++ {
			must(t, s.Sync.Intake(t.Context(), func(i store.Intake) error {
				r, links := sample(n)
				links[0].Lane = store.Bulk
				return i.Add(r, links, nil, nil)
			}))
			s.Clock.Advance(time.Millisecond)
		}
		dirty(t, s.Sync, "l2")
		equal(t, "first", claim(t, s.Sync, store.LinkWork, 1)[0].ID, "l2")
	},
	"next due is the earliest that nobody holds": func(t *testing.T, s Subject) {
		next, err := s.Sync.NextDue(t.Context(), store.LinkWork)
		must(t, err)
		equal(t, "next due of nothing", next.IsZero(), true)
		add(t, s.Sync, 1, 1)
		born := s.Clock.Now()
		next, err = s.Sync.NextDue(t.Context(), store.LinkWork)
		must(t, err)
		equal(t, "next due", next, born)
		claimOne(t, s.Sync, store.LinkWork)
		next, err = s.Sync.NextDue(t.Context(), store.LinkWork)
		must(t, err)
		equal(t, "next due of held work", next.IsZero(), true)
	},
	"a clock that is set back leaves nothing waiting": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 2)
		claims := claim(t, s.Sync, store.LinkWork, 2)
		must(t, s.Sync.Finish(t.Context(), claims[0], store.Outcome{Failed: true, Again: s.Clock.Now().Add(time.Minute)}))
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error {
			c.PollAt = s.Clock.Now().Add(time.Minute)
			return nil
		}))
		s.Clock.Advance(-24 * time.Hour)
		none(t, s.Sync, store.LinkWork)
		none(t, s.Sync, store.PollWork)
		s.Clock.Advance(time.Minute)
		equal(t, "poll", claimOne(t, s.Sync, store.PollWork).ID, "noc")
		equal(t, "links, with the one whose lease ended", len(claim(t, s.Sync, store.LinkWork, 2)), 2)
	},
	"a commit kicks": func(t *testing.T, s Subject) {
		if s.Kick == nil {
			t.Skip("the subject does not kick")
		}
		s.Kick(store.LinkWork)
		add(t, s.Sync, 1, 1)
		equal(t, "kick after a new link", s.Kick(store.LinkWork), true)
		equal(t, "kick after nothing", s.Kick(store.LinkWork), false)
		dirty(t, s.Sync, "l1")
		equal(t, "kick after a change", s.Kick(store.LinkWork), true)
	},
	"an unknown kind of work is an error": func(t *testing.T, s Subject) {
		if _, err := s.Sync.Claim(t.Context(), "laundry", 1, lease); err == nil {
			t.Fatal("no error")
		}
	},
}

func dirty(t *testing.T, s store.Sync, id request.LinkID) {
	t.Helper()
	edit(t, s, id, func(d *store.LinkDoc) { d.Dirty = append(d.Dirty, id) })
}
