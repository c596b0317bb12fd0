package sync_test

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Another mapping for tickets that are in step writes nothing by itself: what it
// would change is shown by a dry run, and happens when either side changes.
func TestAChangedMappingWritesNothingByItself(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var keys []request.Key
		for range 4 {
			key, id := b.open()
			b.SetState(id, request.Doing)
			b.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"})
			keys = append(keys, key)
		}
		b.hear()
		b.poll()
		doing := b.link(keys[0]).ToolState
		b.connections[0].Tables = map[ticket.Field]sync.Table{
			ticket.State: {Read: map[string]string{doing: "waiting"}}, ticket.Priority: {Write: map[string]string{"P2": "P4"}},
		}
		maps.Copy(b.connections[0].Directions, map[ticket.Field]reconcile.Direction{ticket.Title: reconcile.Out, ticket.Description: reconcile.Both, ticket.Assignee: reconcile.Both})
		b.spent()
		b.restart()
		b.recover()
		if is, calls := b.spent(); is.writes != 0 {
			t.Fatalf("wrote %v", calls)
		}
		b.do(keys[0], request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.hear()
		b.poll()
		if is, calls := b.spent(); is.writes != 1 {
			t.Errorf("one edit made the writes %v", calls)
		}
		if at := b.ticket(keys[0]); at.Title != "Line is down" || at.says("Please hurry") != 1 {
			t.Errorf("ticket %+v", at)
		}
		if told := b.because(keys[0], sync.Remapped); len(told) != 1 || told[0].From != "in_progress" || told[0].To != "waiting" {
			t.Errorf("the history tells of the mapping %+v", told)
		}
	})
}

// A connection is taken out of the configuration and comes back after both sides
// have gone on: each side's changes are compared as they are then, nothing is
// replayed and nothing is doubled.
func TestAConnectionThatComesBackIsComparedAnew(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.Comment(id, "before")
		b.hear()
		b.poll()
		kept := b.connections
		b.connections = nil
		b.restart()
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "ours"}, request.TakeValue{Field: ticket.Priority, Text: "P1"})
		b.settle()
		b.clock.Advance(time.Hour)
		b.SetTitle(id, "theirs, first")
		b.clock.Advance(2 * time.Second)
		b.SetTitle(id, "theirs")
		b.Comment(id, "while it was off")
		b.SetState(id, request.Doing)
		b.settle()
		b.clock.Advance(time.Hour)
		b.connections = kept
		b.restart()
		b.do(key, request.Write{Audience: request.Teams, Body: "and now?"})
		b.recover()
		l := b.link(key)
		if len(l.Conflicts) != 1 || l.Conflicts[0].Field != ticket.Title || l.Conflicts[0].Hub != "ours" || l.Conflicts[0].Tool != "theirs" {
			t.Fatalf("conflicts %+v: %s %s", l.Conflicts, l.Health, l.Error)
		}
		at := b.ticket(key)
		_, notes := b.request(key)
		if at.Title != "theirs" || at.Priority != "P1" || at.says("and now?") != 1 || l.State != request.Doing || len(notes) != 3 || len(at.Comments) != 3 {
			t.Errorf("ticket %+v, link %s, %d notes", at, l.State, len(notes))
		}
		b.quiet(key)
	})
}

// meddled is a connection in whose writes something happens before they reach the
// tool.
type meddled struct {
	placed
	inside *func(what string)
}

func (m meddled) happen(what string) {
	if do := *m.inside; do != nil {
		*m.inside = nil
		do(what)
	}
}

func (m meddled) Create(ctx context.Context, d ticket.Draft) (ticket.Ticket, error) {
	m.happen("create")
	return m.Creator.Create(ctx, d)
}

func (m meddled) Edit(ctx context.Context, r ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	m.happen("edit")
	return m.Editor.Edit(ctx, r, k, p)
}

func (m meddled) Comment(ctx context.Context, r ticket.Ref, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	m.happen("comment")
	return m.Commenter.Comment(ctx, r, k, d)
}

func meddling(inside *func(string)) change {
	return func(c *sync.Connection) { c.Conn = meddled{elsewhere(c.Conn, func(*ticket.Place) {}), inside} }
}

// writes are the kinds of writes that may be under way; nil is the ticket's creation.
func writes() map[string]func(b *bench, key request.Key) {
	return map[string]func(b *bench, key request.Key){
		"edit": func(b *bench, key request.Key) {
			b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		},
		"comment": func(b *bench, key request.Key) {
			b.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"})
		},
		"create": nil,
	}
}

// writing makes a request to whose ticket something is to be written.
func (b *bench) writing(act func(b *bench, key request.Key)) request.Key {
	if act == nil {
		return b.create("Line down", b.team())
	}
	key, _ := b.open()
	b.poll()
	act(b, key)
	return key
}

// The desk lets a ticket go while a write to it is under way: the write lands, and
// nothing follows it. A ticket that is made meanwhile is named in the history.
func TestALinkThatEndsInTheMiddleOfAWriteIsLeftAlone(t *testing.T) {
	var inside func(string)
	for name, act := range writes() {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				inside = nil
				key := b.writing(act)
				inside = func(string) { b.do(key, request.Unlink{Link: b.link(key).ID}) }
				b.recover()
				l := b.link(key)
				if l.Health != request.Detached || len(b.Tickets()) != 1 {
					t.Fatalf("the link is %s, %d tickets", l.Health, len(b.Tickets()))
				}
				made := b.Tickets()[0]
				told := slices.ContainsFunc(b.history(key), func(e request.Event) bool {
					return e.Field == "ticket" && e.To == made.Key && (name != "create" || e.Reason == sync.LetGo)
				})
				if !told {
					t.Errorf("the history does not name %s: %+v", made.Key, b.history(key))
				}
				b.spent()
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "another title"}, request.Write{Audience: request.Teams, Body: "to nobody"})
				b.Comment(made.ID, "to nobody either")
				b.recover()
				if is, calls := b.spent(); is.writes != 0 {
					t.Errorf("wrote to a ticket that was let go: %v", calls)
				}
				if _, notes := b.request(key); slices.ContainsFunc(notes, func(n *request.Note) bool { return n.Body == "to nobody either" }) {
					t.Error("heard a ticket that was let go")
				}
			}, meddling(&inside))
		})
	}
}

// A worker stands still in the middle of a call for longer than its lease, as a
// paused machine does, and another does the work meanwhile: nothing is there twice.
func TestAWorkerThatStoodStillDoublesNothing(t *testing.T) {
	var inside func(string)
	for name, act := range writes() {
		t.Run(name, func(t *testing.T) {
			some(t, func(k kind) bool { return k.simulated() && k.name != "servicenow" }, func(t *testing.T, b *bench) {
				inside = nil
				key := b.writing(act)
				inside = func(string) {
					b.clock.Advance(sync.Lease + time.Minute)
					b.settle()
				}
				b.recover()
				if n := len(b.Tickets()); n != 1 {
					t.Fatalf("%d tickets", n)
				}
				at := b.ticket(key)
				if n := len(at.Comments); name == "comment" && n != 1 || name != "comment" && n != 0 {
					t.Errorf("comments %+v", at.Comments)
				}
				b.inStep(key)
				b.quiet(key)
			}, meddling(&inside))
		})
	}
}

// Two requests about the same thing are merged, each with a ticket of its own: both
// tickets follow the survivor, and neither drives the other in circles.
func TestMergedRequestsDoNotDriveTheirTicketsInCircles(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		into, _ := b.open()
		dup, _ := b.open()
		b.hear()
		b.merge(dup, into)
		b.rest()
		r, _ := b.request(into)
		if len(r.Links) != 2 {
			t.Fatalf("%d links", len(r.Links))
		}
		first, second := r.Links[0].Ticket.ID, r.Links[1].Ticket.ID
		b.SetState(first, request.Done)
		b.hear()
		b.SetTitle(second, "Line is down")
		b.Comment(second, "on it")
		b.hear()
		b.SetState(second, request.Doing)
		b.hear()
		b.do(into, request.Move{To: request.Resolved})
		b.recover()
		for _, at := range b.Tickets() {
			if at.State != request.Done || at.Title != "Line is down" || at.says("on it") > 0 && at.ID != second {
				t.Errorf("ticket %+v", at)
			}
		}
		b.quiet(into)
		if gone, _ := b.request(dup); len(gone.Links) != 0 || gone.MergedTo != r.ID {
			t.Errorf("the duplicate is %+v", gone)
		}
	})
}

// merge joins a request to another as the desk does.
func (h *hub) merge(dup, into request.Key) {
	h.t.Helper()
	cause := request.Cause{By: request.Actor{Name: "Mara Lindt", Origin: request.DeskOrigin}, At: h.clock.Now()}
	must(h.t, h.store.Update(h.t.Context(), dup, func(doc *store.Doc) error {
		other, err := doc.Other(into)
		if err != nil {
			return err
		}
		left, kept, err := request.Merge(doc.Request, other.Request, nil, h.house, cause)
		doc.Events, doc.Now = left.Events, left.Dirty
		other.Events, other.Now = kept.Events, kept.Dirty
		return err
	}))
}

// ruled is a connection to a tool with a rule of its own: whatever is written into
// the title, a moment later it says what the rule says.
type ruled struct {
	placed
	rule *func(ref ticket.Ref)
}

func (r ruled) Edit(ctx context.Context, ref ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	t, err := r.Editor.Edit(ctx, ref, k, p)
	if _, title := p.Set[ticket.Title]; title && err == nil {
		(*r.rule)(ref)
	}
	return t, err
}

// Two teams' tools have rules that name the ticket each in its own way. What the
// one says is not written to the other for ever: after a few turns the title is
// held, and the desk is asked.
func TestTwoRulesThatDisagreeAreHeldAndSaid(t *testing.T) {
	for _, way := range []string{"fixed", "growing"} {
		t.Run(way, func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				rule := b.connections[0].Conn.(ruled).rule
				*rule = func(ticket.Ref) {}
				key := b.create("Line down", b.team(), b.team()+nightShift)
				b.hear()
				r, _ := b.request(key)
				n := 0
				*rule = func(ref ticket.Ref) {
					b.clock.Advance(2 * time.Second)
					title := "for the day"
					if ref.ID == r.Links[1].Ticket.ID {
						title = "for the night"
					}
					if n++; way == "growing" {
						title = fmt.Sprint(title, " ", n)
					}
					b.SetTitle(ref.ID, title)
				}
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
				b.spent()
				for range 20 {
					b.hear()
					b.clock.Advance(20 * time.Second)
				}
				is, calls := b.spent()
				if is.writes > 2*4 {
					t.Errorf("%d writes: %v", is.writes, calls)
				}
				r, _ = b.request(key)
				held := slices.IndexFunc(r.Links, func(l request.Link) bool { return l.Health == request.InConflict })
				if held < 0 {
					t.Fatalf("nothing is held: %+v", r.Links)
				}
				if l := r.Links[held]; l.Error != "title: "+reconcile.Rallied || len(l.Conflicts) != 1 || l.Conflicts[0].Field != ticket.Title {
					t.Errorf("the link says %q: %+v", l.Error, l.Conflicts)
				}
				*rule = func(ticket.Ref) {} // somebody mends the rules and settles it
				for range 2 {
					r, _ = b.request(key)
					for _, l := range r.Links {
						for _, c := range l.Conflicts {
							b.do(key, request.Settle{ID: c.ID, Take: "value", Value: "Line is down", Version: c.Version})
						}
					}
					b.recover()
				}
				for _, at := range b.Tickets() {
					if at.Title != "Line is down" {
						t.Errorf("a ticket is called %q", at.Title)
					}
				}
				b.quiet(key)
			}, func(c *sync.Connection) {
				var rule func(ticket.Ref)
				c.Policies[ticket.Title] = reconcile.ToolWins
				c.Conn = ruled{elsewhere(c.Conn, func(*ticket.Place) {}), &rule}
			})
		})
	}
}

// older is a connection to a tool whose versions are ahead, until it is restored
// from an older backup.
type older struct {
	placed
	ahead *atomic.Int64
}

func (o older) shift(t ticket.Ticket) ticket.Ticket {
	if t.Version != 0 {
		t.Version += ticket.Version(o.ahead.Load())
	}
	return t
}

func (o older) Create(ctx context.Context, d ticket.Draft) (ticket.Ticket, error) {
	t, err := o.Creator.Create(ctx, d)
	return o.shift(t), err
}

func (o older) Edit(ctx context.Context, r ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	t, err := o.Editor.Edit(ctx, r, k, p)
	return o.shift(t), err
}

func (o older) Get(ctx context.Context, r ticket.Ref, need ticket.Need) (ticket.Ticket, error) {
	t, err := o.Conn.Get(ctx, r, need)
	return o.shift(t), err
}

func (o older) Changes(ctx context.Context, after ticket.Cursor) iter.Seq2[ticket.Change, error] {
	return func(yield func(ticket.Change, error) bool) {
		for c, err := range o.Watcher.Changes(ctx, after) {
			if c.Version != 0 {
				c.Version += ticket.Version(o.ahead.Load())
			}
			if c.Ticket != nil {
				t := o.shift(*c.Ticket)
				c.Ticket = &t
			}
			if !yield(c, err) {
				return
			}
		}
	}
}

// A tool that was restored from a backup shows lower versions than it did: what
// its people change then is heard all the same, what the desk changes arrives,
// and the history says why.
func TestAToolRestoredFromABackupIsHeardAgain(t *testing.T) {
	var ahead atomic.Int64
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		ahead.Store(int64(1000 * time.Hour / time.Microsecond))
		key, id := b.open()
		other, _ := b.open()
		b.SetTitle(id, "Line down again")
		b.poll()
		b.poll()
		ahead.Store(0)
		b.SetTitle(id, "Line down for good")
		b.do(other, request.TakeValue{Field: ticket.Title, Text: "Another line down"})
		b.poll()
		b.recover()
		if r, _ := b.request(key); r.Title != "Line down for good" {
			t.Errorf("the hub has %q: %+v", r.Title, b.link(key))
		}
		const says = "the tool keeps answering with an older version: taken as it is"
		if !slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.Reason == says }) {
			t.Errorf("the history does not say so: %+v", b.history(key))
		}
		if at := b.ticket(other); at.Title != "Another line down" {
			t.Errorf("the ticket is called %q", at.Title)
		}
		b.inStep(key)
		b.inStep(other)
		b.quiet(key)
	}, unhooked, func(c *sync.Connection) { c.Conn = older{elsewhere(c.Conn, func(*ticket.Place) {}), &ahead} })
}

// The hub's clock jumps by a day, forth or back, in the middle of work that waits:
// nothing is doubled, and nothing waits for the day to pass.
func TestAClockThatJumpsByADayHoldsNothingUp(t *testing.T) {
	for _, jump := range []time.Duration{24 * time.Hour, -24 * time.Hour} {
		t.Run(jump.String(), func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				key, id := b.open()
				b.poll()
				for _, fault := range []string{"reply lost", "a read fails", "throttled"} {
					b.calls.Break(faults()[fault])
				}
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
				b.rest()
				b.clock.skew.Store(int64(jump))
				b.Comment(id, "on it")
				b.recover()
				at := b.ticket(key)
				_, notes := b.request(key)
				if at.Title != "Line is down" || at.says("Please hurry") != 1 || len(at.Comments) != 2 || len(notes) != 2 {
					t.Errorf("ticket %+v, %d notes; link %+v", at, len(notes), b.link(key))
				}
				b.inStep(key)
			}, unhooked)
		})
	}
}

// The hubs of two houses work in the same place, or one and a copy of it for tests:
// neither touches what is the other's, and nothing goes to and fro between them.
func TestTwoHubsInOnePlaceLeaveEachOtherAlone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.do(key, request.Write{Audience: request.Teams, Body: "from the first house"})
		b.Comment(id, "to the first house")
		b.hear()
		c := b.connections[0]
		c.Secret = ""
		c.Since = b.clock.Now().Add(-time.Hour)
		h2 := &bench{hub: newHub(t, b.clock, c), tool: b.tool}
		h2.poll()
		theirs := h2.create("Another house's line", b.team())
		h2.settle()
		for range 4 {
			h2.poll()
			b.hear()
			b.poll()
		}
		has := func(hub *bench, id string) (n int) {
			for _, r := range hub.all() {
				if r.Links[0].Ticket.ID == id {
					n++
				}
			}
			return n
		}
		for hub, n := range map[*bench]int{b: 1, h2: 0} {
			if has(hub, id) != n || has(hub, h2.link(theirs).Ticket.ID) != 1-n {
				t.Errorf("one hub has what is the other's: %+v", hub.all())
			}
		}
		if at := b.ticket(key); len(b.Tickets()) != 2 || len(at.Comments) != 2 {
			t.Errorf("%d tickets, %+v", len(b.Tickets()), at)
		}
		if at := h2.ticket(theirs); len(at.Comments) != 0 {
			t.Errorf("ticket %+v", at)
		}
		b.quiet(key)
		h2.quiet(theirs)
	}, adoptAll)
}
