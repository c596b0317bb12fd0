package sync_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// racing is a connection at whose ticket somebody does something right before the
// hub's next edit arrives.
type racing struct {
	placed
	before *func()
}

func (r racing) Edit(ctx context.Context, ref ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	if do := *r.before; do != nil {
		*r.before = nil
		do()
	}
	return r.Editor.Edit(ctx, ref, k, p)
}

// A person's text that the hub's write replaces without knowing is kept in the
// history, though it was told before the write was answered.
func TestWhatAWriteReplacedIsKept(t *testing.T) {
	var before func()
	eachHooked(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		before = func() {
			b.SetTitle(id, "the team's own title")
			b.hooks.Flush()
			for _, w := range b.workers {
				for did := w.Kind == store.DeliveryWork; did; {
					ok, err := w.Step(t.Context())
					must(t, err)
					did = ok
				}
			}
		}
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "the desk's title"})
		b.recover()
		r, _ := b.request(key)
		if r.Title == "the team's own title" || len(b.link(key).Conflicts) > 0 {
			return // the team's title is where people see it
		}
		kept := slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.From == "the team's own title" })
		if at := b.ticket(key); at.Title != "the desk's title" || !kept {
			t.Errorf("ticket %+v, history %+v", at, b.history(key))
		}
	}, func(c *sync.Connection) { c.Conn = racing{elsewhere(c.Conn, func(*ticket.Place) {}), &before} })
}

// The same where no delivery comes, the write's answer is lost and the hub ends, all
// in one tick of the tool's clock.
func TestWhatAWriteReplacedIsKeptThoughTheHubEnds(t *testing.T) {
	var before func()
	logs := func(k kind) bool { return k.hooked && k.name != "servicenow" || k.name == "jira datacenter" }
	some(t, logs, func(t *testing.T, b *bench) {
		key, id := b.open()
		if b.hooks != nil {
			b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
		}
		before = func() {
			b.SetTitle(id, "the team's own title")
			b.calls.Break(breakable.Break{Match: writing, DropReply: true})
		}
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "the desk's title"})
		b.step(t.Context())
		b.restart()
		b.recover()
		kept := slices.ContainsFunc(b.because(key, "written over before it was seen"), func(e request.Event) bool { return e.From == "the team's own title" })
		if at := b.ticket(key); at.Title != "the desk's title" || !kept {
			t.Errorf("ticket %+v, history %+v", at, b.history(key))
		}
	}, func(c *sync.Connection) { c.Conn = racing{elsewhere(c.Conn, func(*ticket.Place) {}), &before} })
}

// sleepy is a connection whose caller sleeps through its claim after an edit; another
// worker is at work while it makes its next call.
type sleepy struct {
	placed
	sleep, work *func()
}

func (s sleepy) Edit(ctx context.Context, ref ticket.Ref, k ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	t, err := s.Editor.Edit(ctx, ref, k, p)
	if do := *s.sleep; do != nil {
		*s.sleep = nil
		do()
	}
	return t, err
}

func (s sleepy) Comment(ctx context.Context, ref ticket.Ref, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	if do := *s.work; do != nil {
		*s.work = nil
		do()
	}
	return s.Commenter.Comment(ctx, ref, k, d)
}

// A worker that slept so long that another may take its link begins no call any more:
// both would write the same comment.
func TestAWorkerThatSleptMakesNoCall(t *testing.T) {
	var sleep, work func()
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		sleep = func() {
			b.clock.Advance(sync.Lease + time.Second)
			work = func() { b.step(t.Context()) }
		}
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
		b.recover()
		if at := b.ticket(key); at.says("Please hurry") != 1 || at.Title != "Line is down" || sleep != nil {
			t.Errorf("ticket %+v", at)
		}
	}, func(c *sync.Connection) {
		c.Conn = sleepy{elsewhere(c.Conn, func(*ticket.Place) {}), &sleep, &work}
	})
}

// Where no delivery tells of the team's changes and no log keeps them, the hub
// looks before it writes.
func TestABlindWriteLooksFirst(t *testing.T) {
	b := kinds()[3].bench(t, func(c *sync.Connection) { c.Secret = "" })
	key, id := b.open()
	b.poll()
	b.SetTitle(id, "the team's own title")
	b.do(key, request.TakeValue{Field: ticket.Title, Text: "the desk's title"})
	b.rest()
	if held := b.link(key).Conflicts; len(held) != 1 || held[0].Tool != "the team's own title" {
		t.Errorf("ticket %+v, conflicts %+v, history %+v", b.ticket(key), held, b.history(key))
	}
}

// A comment that goes while another comes leaves the tool's count as it was, and
// no list shows what went. Redmine's own test database gives the id of the one to the
// other.
func TestACommentThatAnotherReplacesIsMissed(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		team, can := b.people.(editors)
		if !can {
			t.Skip("nobody can delete a comment there")
		}
		if b.hooks != nil {
			b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
		}
		key, id := b.open()
		first := b.Comment(id, "the first word")
		b.poll()
		b.clock.Advance(2 * time.Second)
		team.DeleteComment(id, first)
		b.Comment(id, "the second word")
		b.SetTitle(id, "the team's own title")
		for range 3 {
			b.poll()
		}
		_, notes := b.request(key)
		if len(notes) != 2 || !notes[0].Deleted || notes[1].Deleted || notes[1].Body != "the second word" {
			t.Errorf("notes %+v", notes)
		}
	})
}

// A worker learns from another's call that the tool is to be left alone: it makes
// no further call before the time that the tool named.
func TestNobodyCallsAToolThatSaidWait(t *testing.T) {
	var before func()
	for _, k := range kinds()[1:3] {
		t.Run(k.name, func(t *testing.T) {
			b := k.bench(t, func(c *sync.Connection) { c.Conn = racing{elsewhere(c.Conn, func(*ticket.Place) {}), &before} })
			one, _ := b.open()
			two, _ := b.open()
			b.hear()
			b.poll()
			b.spent()
			before = func() {
				b.calls.Break(breakable.Break{Match: writing, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"60"}}})
				for _, w := range b.workers {
					if w.Kind == store.LinkWork {
						got(w.Step(t.Context()))(t)
					}
				}
			}
			for _, key := range []request.Key{one, two} {
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.Move{To: request.Resolved})
			}
			b.rest()
			if is, calls := b.spent(); is.writes > 3 { // the one that was told, and the two steps of the one that was under way
				t.Errorf("%d writes though the tool had said to wait: %v", is.writes, calls)
			}
			b.recover()
			b.ticketSays(one, "Line is down")
			b.ticketSays(two, "Line is down")
		})
	}
}

func (b *bench) ticketSays(key request.Key, title string) {
	b.t.Helper()
	if at := b.ticket(key); at.Title != title || at.State != request.Done {
		b.t.Errorf("the ticket is %q, %s", at.Title, at.State)
	}
}
