package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// receive stores sample n by the desk's door.
func receive(t *testing.T, s Subject, n int, change func(*store.New)) *request.Request {
	t.Helper()
	r, links := sample(n)
	fresh := store.New{Request: r, Links: links}
	if change != nil {
		change(&fresh)
	}
	must(t, s.Desk.Create(t.Context(), fresh))
	return r
}

// feed reads what came after a position, once it is at least n items: a database
// may hold them back until what others began before is stored too.
func feed(t *testing.T, s Subject, after int64, n int) store.Feed {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		f, err := s.Desk.Feed(ctx, after, 10)
		must(t, err)
		if len(f.Items) >= n {
			return f
		}
	}
}

func update(t *testing.T, s Subject, key request.Key, f func(*store.Doc)) {
	t.Helper()
	must(t, s.Desk.Update(t.Context(), key, func(d *store.Doc) error { f(d); return nil }))
}

func load(t *testing.T, s Subject, key request.Key) (*request.Request, []*request.Note) {
	t.Helper()
	r, notes, err := s.Desk.Request(t.Context(), key)
	must(t, err)
	return r, notes
}

// deskTests say what the desk may rely on.
var deskTests = map[string]func(*testing.T, Subject){
	"a request is created with what belongs to it": func(t *testing.T, s Subject) {
		r := receive(t, s, 1, func(n *store.New) {
			n.Notes = []*request.Note{{ID: "n1", Body: "hello", Copies: []request.Copy{{Link: "l1", State: request.CopyPending}}}}
			n.Events = []request.Event{{Type: request.Created}}
		})
		equal(t, "key", r.Key, "SP-1001")
		equal(t, "second key", receive(t, s, 2, nil).Key, "SP-1002")
		got, notes := load(t, s, r.Key)
		equal(t, "title", got.Title, "Line 1")
		equal(t, "version", got.Version, 1)
		equal(t, "links", len(got.Links), 1)
		equal(t, "notes", fmt.Sprint(len(notes), notes[0].Body, len(notes[0].Copies)), "1hello1")
		equal(t, "due", len(claim(t, s.Sync, store.LinkWork, 5)), 2)
	},
	"an unknown key is not found": func(t *testing.T, s Subject) {
		_, _, err := s.Desk.Request(t.Context(), "SP-9")
		wantError(t, err, store.ErrNotFound)
		wantError(t, s.Desk.Update(t.Context(), "SP-9", func(*store.Doc) error { return nil }), store.ErrNotFound)
	},
	"a ticket that people name tells which other request has it": func(t *testing.T, s Subject) {
		named := func(n *store.New) {
			n.Request.Links[0].Target, n.Request.Links[0].Ticket = "Net", ticket.Ref{Key: "NET-7"}
		}
		first, other := receive(t, s, 1, named), receive(t, s, 2, nil)
		asks := func(key request.Key, target, name string, want request.Key) {
			t.Helper()
			update(t, s, key, func(d *store.Doc) {
				got, err := d.Holder("noc", target, name)
				equal(t, "holder of "+name+" in "+target, got, want)
				if want == "" {
					wantError(t, err, store.ErrNotFound)
				}
			})
		}
		asks(other.Key, "NET", " #net-7", first.Key)
		asks(first.Key, "NET", "NET-7", "")
		asks(other.Key, "DC", "NET-7", "")
		asks(other.Key, "NET", "NET-%", "")
		update(t, s, first.Key, func(d *store.Doc) { d.Request.Links[0].Ticket.Key = "NET-9" })
		asks(other.Key, "NET", "NET-7", "")
		asks(other.Key, "NET", "NET-9", first.Key)
		update(t, s, first.Key, func(d *store.Doc) { d.Request.Links[0].Health = request.Detached })
		asks(other.Key, "NET", "NET-9", "")
	},
	"a known external id names its request": func(t *testing.T, s Subject) {
		id := request.ExternalID{Owner: "nordwind", Type: "case", ID: "77"}
		first := receive(t, s, 1, func(n *store.New) { n.Request.ExternalIDs = []request.ExternalID{id} })
		r, _ := sample(2)
		r.ExternalIDs = []request.ExternalID{id}
		err := s.Desk.Create(t.Context(), store.New{Request: r})
		var known *store.KnownError
		if !errors.As(err, &known) {
			t.Fatalf("error is %v, want a KnownError", err)
		}
		equal(t, "key", known.Key, first.Key)
		update(t, s, first.Key, func(d *store.Doc) { d.Request.ExternalIDs = nil })
		r.Links = nil
		must(t, s.Desk.Create(t.Context(), store.New{Request: r}))
	},
	"an edit makes its links due": func(t *testing.T, s Subject) {
		r := receive(t, s, 1, nil)
		must(t, s.Sync.Finish(t.Context(), claimOne(t, s.Sync, store.LinkWork), store.Outcome{Done: true}))
		update(t, s, r.Key, func(d *store.Doc) {
			d.Request.Title = "Better"
			d.Dirty = []request.LinkID{"l1"}
			d.Events = []request.Event{{Type: request.Changed, From: "Line 1", To: "Better"}}
		})
		claimOne(t, s.Sync, store.LinkWork)
		got, _ := load(t, s, r.Key)
		equal(t, "title", got.Title, "Better")
		equal(t, "version", got.Version, 2)
	},
	"history is kept in order": func(t *testing.T, s Subject) {
		r := receive(t, s, 1, func(n *store.New) { n.Events = []request.Event{{Type: request.Created}} })
		receive(t, s, 2, func(n *store.New) { n.Events = []request.Event{{Type: request.Created}} })
		for n := range 3 {
			update(t, s, r.Key, func(d *store.Doc) {
				d.Events = []request.Event{{Type: request.Changed, To: fmt.Sprint(n), ID: 999}}
			})
		}
		all, err := s.Desk.History(t.Context(), r.Key, 0, 10)
		must(t, err)
		equal(t, "events", len(all), 4)
		rest, err := s.Desk.History(t.Context(), r.Key, all[1].ID, 1)
		must(t, err)
		equal(t, "next", fmt.Sprint(len(rest), rest[0].To), "11")
		for i := 1; i < len(all); i++ {
			if all[i].ID <= all[i-1].ID {
				t.Fatalf("event %d follows %d", all[i].ID, all[i-1].ID)
			}
		}
		got, _ := load(t, s, r.Key)
		equal(t, "version", got.Version, 1) // nothing but history
	},
	"notes are found, edited and moved": func(t *testing.T, s Subject) {
		a := receive(t, s, 1, func(n *store.New) { n.Notes = []*request.Note{{ID: "n1", Body: "one"}} })
		b := receive(t, s, 2, nil)
		update(t, s, a.Key, func(d *store.Doc) {
			n, err := d.Note("n1")
			must(t, err)
			n.Body, n.Version = "uno", 2
			d.Changed = []*request.Note{n}
			_, err = d.Note("n9")
			wantError(t, err, store.ErrNotFound)
		})
		update(t, s, b.Key, func(d *store.Doc) {
			_, err := d.Note("n1")
			wantError(t, err, store.ErrNotFound)
			d.Move = []request.NoteID{"n1"}
		})
		_, notes := load(t, s, a.Key)
		equal(t, "left", len(notes), 0)
		_, notes = load(t, s, b.Key)
		equal(t, "moved", notes[0].Body, "uno")
		equal(t, "owner", notes[0].Request, b.ID)
	},
	"two requests merge in one transaction": func(t *testing.T, s Subject) {
		a, b := receive(t, s, 1, nil), receive(t, s, 2, nil)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.State.Watermark = 42 })
		update(t, s, a.Key, func(d *store.Doc) {
			other, err := d.Other(b.Key)
			must(t, err)
			other.Request.Links = append(other.Request.Links, d.Request.Links...)
			other.Dirty = []request.LinkID{"l1"}
			d.Request.Links, d.Request.MergedTo = nil, b.ID
			same, err := d.Other(a.Key)
			must(t, err)
			equal(t, "itself", same, d)
			_, err = d.Other("SP-9")
			wantError(t, err, store.ErrNotFound)
		})
		got, _ := load(t, s, a.Key)
		equal(t, "links left", len(got.Links), 0)
		got, _ = load(t, s, b.Key)
		equal(t, "links", len(got.Links), 2)
		d := see(t, s.Sync, "l1")
		equal(t, "memory", d.State.Watermark, 42)
		equal(t, "request", d.Request.ID, b.ID)
	},
	"the memory of a link can be changed": func(t *testing.T, s Subject) {
		r := receive(t, s, 1, nil)
		update(t, s, r.Key, func(d *store.Doc) {
			l, err := d.Sync("l1")
			must(t, err)
			l.State.Misses = 3
			again, err := d.Sync("l1")
			must(t, err)
			equal(t, "the same", again, l)
			_, err = d.Sync("l9")
			wantError(t, err, store.ErrNotFound)
		})
		equal(t, "misses", see(t, s.Sync, "l1").State.Misses, 3)
	},
	"the feed tells what changed": func(t *testing.T, s Subject) {
		receive(t, s, 1, nil)
		start, err := s.Desk.Feed(t.Context(), 0, 10)
		must(t, err)
		equal(t, "items at the start", len(start.Items), 0)
		r := receive(t, s, 2, nil)
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.State.Watermark++ }) // nobody sees that
		edit(t, s.Sync, "l1", func(d *store.LinkDoc) { d.Link.Error = "refused" })
		f := feed(t, s, start.Last, 2)
		equal(t, "items", fmt.Sprint(len(f.Items), f.Items[0].Key, f.Items[1].Request), "2"+string(r.Key)+"r1")
		f, err = s.Desk.Feed(t.Context(), f.Last, 10)
		must(t, err)
		equal(t, "items after the last", len(f.Items), 0)
	},
	"connections in trouble are told apart": func(t *testing.T, s Subject) {
		at := s.Clock.Now()
		for name, c := range map[string]store.Connection{
			"a-well": {PolledAt: at, Codes: []ticket.Code{{Native: "1", Name: `"Stopped":"no",`}}}, "b-stopped": {Stopped: "refused", StoppedAt: at},
			"c-failing": {LastError: `a "quoted" word`, Class: fault.Unavailable, ErrorAt: at, PolledAt: at.Add(-time.Hour)}, "c-waiting": {NotBefore: at.Add(time.Minute), ErrorAt: at, PolledAt: at}, "c-waited": {NotBefore: at, PolledAt: at.Add(time.Hour)}, "d-new": {}, "e-recovered": {ErrorAt: at, PolledAt: at.Add(time.Hour)},
			"f-both": {Stopped: "denied", LastError: "denied"},
		} {
			must(t, s.Sync.Connection(t.Context(), name, func(stored *store.Connection) error { c.Name = name; *stored = c; return nil }))
		}
		must(t, s.Sync.Connection(t.Context(), "g-untouched", func(*store.Connection) error { return nil }))
		list, err := s.Desk.Troubled(t.Context())
		must(t, err)
		var got []string
		for _, c := range list {
			got = append(got, c.Name+" "+c.Stopped+c.LastError)
		}
		equal(t, "in trouble", strings.Join(got, "; "), `b-stopped refused; c-failing a "quoted" word; c-waiting ; f-both denieddenied`)
		equal(t, "since", list[0].StoppedAt.Equal(at) && list[1].ErrorAt.Equal(at) && list[1].PolledAt.Equal(at.Add(-time.Hour)), true)
		equal(t, "why, and until when", list[1].Class == fault.Unavailable && list[2].NotBefore.Equal(at.Add(time.Minute)), true)
		must(t, s.Sync.Connection(t.Context(), "c-failing", func(stored *store.Connection) error { stored.LastError = ""; return nil }))
		list, err = s.Desk.Troubled(t.Context())
		must(t, err)
		equal(t, "still in trouble", len(list), 3)
	},
	"connections show their queues": func(t *testing.T, s Subject) {
		must(t, s.Sync.Connection(t.Context(), "noc", func(c *store.Connection) error { c.LastError = "slow"; return nil }))
		since := s.Clock.Now()
		receive(t, s, 1, nil)
		receive(t, s, 2, nil)
		_, err := s.Sync.Receive(t.Context(), store.Delivery{Connection: "noc", ID: "1", At: since})
		must(t, err)
		s.Clock.Advance(time.Second)
		c := claim(t, s.Sync, store.LinkWork, 1)[0]
		must(t, s.Sync.Finish(t.Context(), c, store.Outcome{Failed: true, Again: s.Clock.Now().Add(time.Hour)}))
		edit(t, s.Sync, "l2", func(d *store.LinkDoc) { d.Link.Health = request.Parked })
		views, err := s.Desk.Connections(t.Context())
		must(t, err)
		equal(t, "connections", len(views), 1)
		v := views[0]
		equal(t, "view", fmt.Sprint(v.Name, v.LastError, v.Queue, v.Deliveries, v.Failed, v.Parked, v.Links), "nocslow1 1 1 1 2")
		equal(t, "oldest", v.Oldest, since)
	},
}

// sendingTests say how replies that wait are found again.
var sendingTests = map[string]func(*testing.T, Subject){
	"a reply is found when its time has come": func(t *testing.T, s Subject) {
		now := s.Clock.Now()
		for n := 1; n <= 4; n++ {
			receive(t, s, n, func(fresh *store.New) {
				fresh.Request.Restricted = []string{"dana"}
				if n < 4 {
					fresh.Request.Unsent = []request.Unsent{{Write: request.Write{ID: "b", Body: "hello", Links: []request.LinkID{}}, Until: now.Add(time.Duration(4-n) * time.Second)}, {}}
				}
			})
		}
		sending := func(after time.Duration, limit int, want string) {
			t.Helper()
			keys, err := s.Desk.Sending(t.Context(), now.Add(after), limit)
			must(t, err)
			equal(t, "sending", fmt.Sprint(keys), want)
		}
		sending(time.Second-time.Microsecond, 9, "[]")
		sending(time.Second, 9, "[SP-1003]")
		sending(time.Hour, 9, "[SP-1003 SP-1002 SP-1001]")
		sending(time.Hour, 2, "[SP-1003 SP-1002]")
		if r, _ := load(t, s, "SP-1003"); len(r.Unsent) != 2 || r.Unsent[0].Write.Body != "hello" || r.Unsent[0].Write.Links == nil || !r.Unsent[0].Until.Equal(now.Add(time.Second)) {
			t.Fatalf("stored as %+v", r.Unsent)
		}
		update(t, s, "SP-1003", func(d *store.Doc) { d.Request.Unsent = nil })
		sending(time.Hour, 9, "[SP-1002 SP-1001]")
	},
	"a file that is let go is gone after a day": func(t *testing.T, s Subject) {
		receive(t, s, 1, nil)
		want := body(10)
		f := putFile(t, s, "f1", bytes.NewReader(want), want)
		must(t, keepFile(t, s, f.ID))
		update(t, s, "SP-1001", func(d *store.Doc) { d.Loose = []request.FileID{f.ID} })
		fileIs(t, s, f, want)
		s.Clock.Advance(25 * time.Hour)
		must(t, s.Prune(t.Context()))
		noFile(t, s, f.ID)
	},
}
