package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
	"pgregory.net/rapid"
)

// Sequence drives two stores through the same random operations of the sync
// engine and fails where they answer differently. Both live by the one clock.
func Sequence(t *rapid.T, clock *Clock, a, b store.Sync) {
	s := &sequence{a: a, b: b, clock: clock}
	t.Repeat(map[string]func(*rapid.T){
		"":           s.compare,
		"advance":    s.advance,
		"add":        s.add,
		"claim":      s.claim,
		"finish":     s.finish,
		"link":       s.link,
		"tell":       s.tell,
		"receive":    s.receive,
		"connection": s.connection,
	})
}

type sequence struct {
	a, b   store.Sync
	clock  *Clock
	made   int
	notes  int
	claims []store.Claim
}

// both runs one operation on either store and compares what it says.
func (s *sequence) both(t *rapid.T, what string, do func(store.Sync) (any, error)) (any, error) {
	got, errA := do(s.a)
	want, errB := do(s.b)
	if class(errA) != class(errB) {
		t.Fatalf("%s: error is %v here and %v there", what, errA, errB)
	}
	if x, y := asJSON(got), asJSON(want); x != y {
		t.Fatalf("%s: answers differ:\n%s\n%s", what, x, y)
	}
	return got, errA
}

func class(err error) string {
	for name, is := range map[string]error{"conflict": store.ErrConflict, "known": store.ErrKnown, "missing": store.ErrNotFound} {
		if errors.Is(err, is) {
			return name
		}
	}
	if err != nil {
		return "other"
	}
	return ""
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func (s *sequence) advance(t *rapid.T) {
	s.clock.Advance(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second)
}

func (s *sequence) add(t *rapid.T) {
	n := rapid.IntRange(1, s.made+1).Draw(t, "request") // sometimes one that is there
	number := rapid.IntRange(1, s.made+2).Draw(t, "ticket")
	external := rapid.SampledFrom([]string{"", "", "x", "y"}).Draw(t, "external id")
	lane := store.Lane(rapid.IntRange(0, 2).Draw(t, "lane"))
	_, err := s.both(t, "add", func(d store.Sync) (key any, err error) {
		err = d.Intake(context.Background(), func(i store.Intake) error {
			r, links := sample(n)
			r.Links[0].Ticket.ID, links[0].Lane = fmt.Sprint(number), lane
			if external != "" {
				r.ExternalIDs = []request.ExternalID{{Owner: "o", Type: "t", ID: external}}
			}
			defer func() { key = r.Key }()
			return i.Add(r, links, nil, []request.Event{{Type: request.Created}})
		})
		if err != nil {
			key = nil
		}
		return key, err
	})
	if err == nil {
		s.made = max(s.made, n)
	}
}

func (s *sequence) claim(t *rapid.T) {
	kind := rapid.SampledFrom([]store.Work{store.LinkWork, store.LinkWork, store.BulkWork, store.PollWork, store.DeliveryWork}).Draw(t, "kind")
	n := rapid.IntRange(1, 3).Draw(t, "n")
	got, err := s.both(t, "claim", func(d store.Sync) (any, error) {
		claims, err := d.Claim(context.Background(), kind, n, lease)
		return append([]store.Claim{}, claims...), err
	})
	if err != nil {
		t.Fatal(err)
	}
	s.claims = append(s.claims, got.([]store.Claim)...)
}

// held draws a claim, maybe one that is lost.
func (s *sequence) held(t *rapid.T) store.Claim {
	if len(s.claims) == 0 {
		t.Skip("no claims")
	}
	return rapid.SampledFrom(s.claims).Draw(t, "claim")
}

func (s *sequence) finish(t *rapid.T) {
	c := s.held(t)
	o := store.Outcome{Done: rapid.Bool().Draw(t, "done"), Failed: rapid.Bool().Draw(t, "failed")}
	if wait := rapid.IntRange(0, 60).Draw(t, "wait"); wait > 0 {
		o.Again = s.clock.Now().Add(time.Duration(wait) * time.Second)
	}
	inside := rapid.Bool().Draw(t, "in an intake")
	s.both(t, "finish", func(d store.Sync) (any, error) {
		if inside {
			return nil, d.Intake(context.Background(), func(i store.Intake) error {
				return errors.Join(i.Cursor("noc", "c"), i.Finish(c, o))
			})
		}
		return nil, d.Finish(context.Background(), c, o)
	})
}

func (s *sequence) some(t *rapid.T) request.LinkID {
	return request.LinkID(fmt.Sprintf("l%d", rapid.IntRange(1, s.made+1).Draw(t, "link")))
}

// link changes a link by a claim or without one, and now and then fails.
func (s *sequence) link(t *rapid.T) {
	c := store.Claim{Kind: store.LinkWork, ID: string(s.some(t))}
	if len(s.claims) > 0 && rapid.Bool().Draw(t, "claimed") {
		if held := s.held(t); held.Kind == store.LinkWork || held.Kind == store.BulkWork {
			c = held
		}
	}
	s.notes++
	e := linkEdit{
		note: fmt.Sprintf("n%d", s.notes), at: s.clock.Now(),
		what: rapid.IntRange(0, 255).Draw(t, "what"), comment: fmt.Sprintf("c%d", rapid.IntRange(1, 4).Draw(t, "comment")),
		fails: rapid.IntRange(0, 9).Draw(t, "fails") == 0,
	}
	s.both(t, "link", func(d store.Sync) (seen any, err error) {
		err = d.Link(context.Background(), c, func(doc *store.LinkDoc) error {
			seen = view(doc)
			return e.apply(doc)
		})
		return seen, err
	})
}

// linkEdit is one transaction over a link; each bit of what is one change.
type linkEdit struct {
	note, comment string
	at            time.Time
	what          int
	fails         bool
}

func (e linkEdit) apply(d *store.LinkDoc) error {
	has := func(bit int) bool { return e.what&(1<<bit) != 0 }
	if has(0) {
		d.Request.Title += "!"
	}
	if has(1) {
		d.Link.Health, d.Link.SyncedAt = request.InSync, e.at
	}
	if has(2) {
		d.State.Watermark++
		d.State.Fields = map[ticket.Field]reconcile.FieldState{ticket.State: {Seen: "3", Known: true}}
	}
	if has(3) {
		d.Add = []*request.Note{{ID: request.NoteID(e.note), Body: e.note, CreatedAt: e.at,
			Copies: []request.Copy{{Link: d.Link.ID, State: request.CopyPending}}}}
	}
	if has(4) && len(d.Notes) > 0 {
		n := d.Notes[0]
		c := copyOf(n, d.Link.ID)
		c.CommentID, c.State, c.Version = e.comment, request.CopyDelivered, n.Version
		if c.Parts = nil; has(5) {
			c.Parts = []request.Part{{CommentID: e.comment, Version: n.Version}, {CommentID: e.comment + "b", Native: e.note}}
		}
		d.Changed = append(d.Changed, n)
	}
	if has(5) {
		d.Taken = 1
		d.Dirty = []request.LinkID{d.Link.ID}
	}
	if has(6) {
		d.Release, d.Done = true, has(7)
		d.Failed = has(0)
		d.DueAt = e.at.Add(time.Duration(e.what) * time.Second)
	}
	if e.fails {
		return errors.New("fails")
	}
	return nil
}

// view is a document without its functions.
func view(d *store.LinkDoc) any {
	copies, err := d.Copies()
	return map[string]any{"request": d.Request, "link": d.Link.ID, "state": d.State, "gen": d.Gen, "pending": append([]ticket.Change{}, d.Pending...),
		"notes": append([]*request.Note{}, d.Notes...), "copies": append([]request.Copy{}, copies...), "err": fmt.Sprint(err)}
}

func (s *sequence) tell(t *rapid.T) {
	id, due := s.some(t), rapid.Bool().Draw(t, "due")
	moves := rapid.IntRange(0, 5).Draw(t, "moves") == 0
	drop := rapid.IntRange(0, 5).Draw(t, "drops") == 0
	s.both(t, "tell", func(d store.Sync) (seen any, err error) {
		err = d.Intake(context.Background(), func(i store.Intake) error {
			row, err := i.ByID(id)
			if err != nil {
				return err
			}
			seen = *row
			if moves {
				row.Link.Ticket.Container += "X"
			}
			if drop {
				row.Pending = nil
			}
			row.State.Watermark++
			row.Pending = append(row.Pending, ticket.Change{Kind: ticket.Look, Ref: row.Link.Ticket})
			return i.Save(row, due)
		})
		return seen, err
	})
}

func (s *sequence) receive(t *rapid.T) {
	id := rapid.SampledFrom([]string{"", "1", "2", "3"}).Draw(t, "id")
	s.both(t, "receive", func(d store.Sync) (any, error) {
		return d.Receive(context.Background(), store.Delivery{Connection: "noc", ID: id, Body: []byte(id), At: s.clock.Now()})
	})
}

func (s *sequence) connection(t *rapid.T) {
	poll := rapid.Bool().Draw(t, "poll")
	s.both(t, "connection", func(d store.Sync) (seen any, err error) {
		err = d.Connection(context.Background(), "noc", func(c *store.Connection) error {
			seen = *c
			c.Left++
			if poll {
				c.PollAt = s.clock.Now()
			}
			return nil
		})
		return seen, err
	})
}

// compare looks at everything.
func (s *sequence) compare(t *rapid.T) {
	for _, kind := range []store.Work{store.LinkWork, store.BulkWork, store.PollWork, store.DeliveryWork} {
		s.both(t, "next due", func(d store.Sync) (any, error) { return d.NextDue(context.Background(), kind) })
	}
	for n := 1; n <= s.made; n++ {
		id := fmt.Sprintf("l%d", n)
		s.both(t, "look at "+id, func(d store.Sync) (seen any, err error) {
			err = d.Link(context.Background(), store.Claim{ID: id}, func(doc *store.LinkDoc) error {
				seen = view(doc)
				return nil
			})
			return seen, err
		})
	}
}
