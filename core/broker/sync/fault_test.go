package sync_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

func writing(r *http.Request) bool { return breakable.Write(r.Method) }
func reading(r *http.Request) bool { return !breakable.Write(r.Method) }

// faults are what may happen to one act.
func faults() map[string]breakable.Break {
	return map[string]breakable.Break{
		"reply lost":      {Match: writing, DropReply: true},
		"never arrived":   {Match: writing, Refuse: true},
		"server error":    {Match: writing, Status: http.StatusInternalServerError},
		"gateway error":   {Match: writing, Status: http.StatusBadGateway, Times: 3},
		"throttled":       {Match: writing, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}},
		"maintenance":     {Match: writing, Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"30"}}},
		"lost for a row":  {Match: writing, DropReply: true, Times: 2},
		"a read is lost":  {Match: reading, DropReply: true, Times: 2},
		"a read fails":    {Match: reading, Status: http.StatusBadGateway, Times: 2},
		"reads throttled": {Match: reading, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"7"}}},
	}
}

// eachFault runs a test for every simulated tool and fault, and one fault of each
// kind at the real one, which takes its time.
func eachFault(t *testing.T, test func(t *testing.T, b *bench, fault breakable.Break), changes ...change) {
	t.Helper()
	atReal := []string{"reply lost", "never arrived", "throttled", "a read is lost"}
	for name, fault := range faults() {
		if testing.Short() && !slices.Contains(atReal, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			some(t, func(k kind) bool { return k.simulated() || slices.Contains(atReal, name) }, func(t *testing.T, b *bench) { test(t, b, fault) }, changes...)
		})
	}
}

func TestOneTicketWhateverHappensToTheCreate(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		b.calls.Break(fault)
		key := b.create("Line down", b.team())
		b.recover()
		if n := len(b.Tickets()); n != 1 {
			t.Fatalf("%d tickets, want 1; link %+v", n, b.link(key))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestOneCommentWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		b.calls.Break(fault)
		b.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"})
		b.recover()
		if at := b.ticket(key); at.says("Please hurry") != 1 || len(at.Comments) != 1 {
			t.Errorf("comments %+v, want one", at.Comments)
		}
		if _, notes := b.request(key); len(notes) != 1 {
			t.Errorf("%d notes, want one", len(notes))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestOneEditOfACommentWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
		b.rest()
		b.calls.Break(fault)
		b.revise(key, "n1", "Take your time")
		b.recover()
		if at := b.ticket(key); at.says("Take your time") != 1 {
			t.Errorf("comments %+v, want one of the new text", at.Comments)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestADeletionArrivesWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"})
		b.rest()
		b.calls.Break(fault)
		b.erase(key, "n1")
		b.recover()
		if at := b.ticket(key); at.says("Please hurry") != 0 && b.can("CommentDeleter") {
			t.Errorf("comments %+v, want none", at.Comments)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestAFieldArrivesWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		b.calls.Break(fault)
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.recover()
		if r, _ := b.request(key); r.Title != "Line is down" {
			t.Errorf("title at the hub %q", r.Title)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

func TestAStateArrivesWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		key, _ := b.open()
		b.calls.Break(fault)
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P1"}, request.Move{To: request.Resolved})
		b.recover()
		if at := b.ticket(key); at.State != request.Done || at.Priority != "P1" {
			t.Errorf("the tool has %s %s", at.State, at.Priority)
		}
		if r, _ := b.request(key); r.Status != request.Resolved {
			t.Errorf("the hub has %s", r.Status)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// A field, a comment and a state are on their way when the hub dies, and the
// team goes on meanwhile.
func TestACrashLosesNothing(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, n := range []int{1, 2, 3} {
			key, id := b.open()
			b.crash(n, func() {
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}, request.TakeValue{Field: ticket.Priority, Text: "P1"},
					request.Write{Audience: request.Teams, Body: "Please hurry"}, request.Move{To: request.Resolved})
			})
			b.Comment(id, "on it")
			b.recover()
			at := b.ticket(key)
			if at.Title != "Line is down" || at.State != request.Done || at.says("Please hurry") != 1 || at.says("on it") != 1 {
				t.Errorf("crash at write %d: the tool has %+v", n, at)
			}
			b.inStep(key)
			b.quiet(key)
		}
	})
}

func TestACrashInACreateMakesNoTwin(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var key request.Key
		b.crash(1, func() { key = b.create("Line down", b.team()) })
		b.recover()
		if n := len(b.Tickets()); n != 1 {
			t.Fatalf("%d tickets, want 1; link %+v", n, b.link(key))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// crash does something and kills the hub in its nth write, which reaches the
// tool, and starts the hub anew.
func (b *bench) crash(n int, do func()) {
	b.t.Helper()
	do()
	ctx, die := context.WithCancel(b.t.Context())
	defer die()
	b.calls.Break(breakable.Break{Times: -1, Match: func(r *http.Request) bool {
		if !writing(r) {
			return false
		}
		if n--; n == 0 {
			die()
		}
		return false
	}})
	for ctx.Err() == nil {
		if !b.step(ctx) {
			break
		}
	}
	b.calls.Heal()
	b.restart()
}

func TestALostWebhookIsOnlyLate(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
		b.clock.Advance(5 * time.Second)
		b.SetTitle(id, "Line down again")
		b.SetState(id, request.Doing)
		b.Comment(id, "on it")
		b.rest()
		b.poll()
		r, notes := b.request(key)
		if r.Title != "Line down again" || len(notes) != 1 {
			t.Errorf("title %q, %d notes", r.Title, len(notes))
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// Webhooks of a new ticket come twice, the last one first, or the first one late.
func TestWebhooksOfANewTicketInAnyOrder(t *testing.T) {
	for name, mishap := range map[string]breakable.Mishap{
		"doubled": {Double: true, Times: -1}, "reversed": {Hold: true, Times: -1}, "the first late": {Hold: true},
	} {
		t.Run(name, func(t *testing.T) {
			eachHooked(t, func(t *testing.T, b *bench) {
				b.hooks.Mishap(mishap)
				key, id := b.open()
				b.clock.Advance(2 * time.Second)
				b.SetTitle(id, "Line down again")
				b.Comment(id, "on it")
				b.clock.Advance(2 * time.Second)
				b.SetTitle(id, "Line down for good")
				b.SetState(id, request.Doing)
				b.Comment(id, "we are on it")
				b.rest()
				b.hooks.Heal()
				b.hooks.Release()
				b.hear()
				b.poll()
				r, notes := b.request(key)
				if r.Title != "Line down for good" || len(notes) != 2 || len(b.Tickets()) != 1 {
					t.Errorf("title %q, %d notes, %d tickets", r.Title, len(notes), len(b.Tickets()))
				}
				b.inStep(key)
				b.quiet(key)
			})
		})
	}
}

func TestADeletedTicketIsNotMadeAgain(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.Delete(id)
		b.hear()
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.recover()
		if n := len(b.Tickets()); n != 0 {
			t.Fatalf("%d tickets, want none", n)
		}
		const hidden = "the ticket is gone or hidden from this account"
		if r, _ := b.request(key); !b.tells && r.Links[0].Health == request.Failed && r.Links[0].Error == hidden && r.Delegations[0].State == request.Offered {
			return // what cannot be seen may be hidden: that is shown, and asked for again
		}
		b.lost(key, "the ticket was deleted at the tool: make it again or take the task back")
	})
}

// lost checks that a delegation is back and its link parked, with a sentence that
// says why.
func (b *bench) lost(key request.Key, says string) {
	b.t.Helper()
	r, _ := b.request(key)
	if r.Delegations[0].State != request.Returned || r.Delegations[0].ReturnedReason == "" || r.Links[0].Health != request.Parked || r.Links[0].Error != says {
		b.t.Errorf("delegation %s %q, link %s: %s", r.Delegations[0].State, r.Delegations[0].ReturnedReason, r.Links[0].Health, r.Links[0].Error)
	}
}

// An outage costs a few tries of the connection, however many links wait for it.
func TestAnOutageCostsFewCalls(t *testing.T) {
	lengthy(t)
	for name, fault := range map[string]breakable.Break{
		"out of order": {Status: http.StatusServiceUnavailable, Times: 1 << 20},
		"unreachable":  {Refuse: true, Times: 1 << 20},
		"throttled":    {Status: http.StatusTooManyRequests, Times: 1 << 20},
		"locked out":   {Status: http.StatusUnauthorized, Times: 1 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			some(t, kind.simulated, func(t *testing.T, b *bench) {
				var keys []request.Key
				for range 20 {
					key, _ := b.open()
					keys = append(keys, key)
				}
				b.calls.Break(fault)
				b.spent()
				for _, key := range keys {
					b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
				}
				b.wait(10 * time.Minute)
				if is, calls := b.spent(); is.reads+is.writes > 40 {
					t.Errorf("%+v in ten minutes: %v", is, calls[:40])
				}
				b.calls.Heal()
				b.recover()
				for _, at := range b.Tickets() {
					if at.Title != "Line down again" {
						t.Errorf("%s is called %q", at.Key, at.Title)
					}
				}
			})
		})
	}
}

// A ticket whose turn comes as a poll finds the tool out of order says so, and not that
// the tool asks to wait.
func TestATicketSaysThatTheToolIsOutOfOrder(t *testing.T) {
	var meanwhile func()
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		b.open()
		b.clock.Advance(2 * time.Minute)
		polls, err := b.store.Claim(t.Context(), store.PollWork, 1, time.Hour)
		must(t, err)
		b.calls.Break(breakable.Break{Status: http.StatusServiceUnavailable, Times: -1})
		meanwhile = func() { b.engine.Poll(t.Context(), polls[0]) }
		key := b.create("Line down again", b.team())
		b.rest()
		if l := b.link(key); !strings.Contains(l.Error, "unavailable") {
			t.Errorf("the link is %s: %s", l.Health, l.Error)
		}
	}, func(c *sync.Connection) {
		p := elsewhere(c.Conn, func(*ticket.Place) {})
		p.Renderer = interrupted{p.Renderer, func() {
			if meanwhile != nil {
				meanwhile()
			}
			meanwhile = nil
		}}
		c.Conn = p
	})
}

// interrupted is a renderer before which something else happens.
type interrupted struct {
	sdk.Renderer
	before func()
}

func (i interrupted) Render(ctx context.Context, texts []ticket.Text) ([]ticket.Native, error) {
	i.before()
	return i.Renderer.Render(ctx, texts)
}

// A credential that is taken again is said to be well at once.
func TestAHealedCredentialIsWell(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.calls.Break(breakable.Break{Status: http.StatusUnauthorized, Times: 3})
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
		b.wait(10 * time.Minute)
		b.poll()
		views, err := b.store.Connections(t.Context())
		must(t, err)
		if len(views) != 1 || views[0].Stopped != "" {
			t.Errorf("connections %+v", views)
		}
		b.inStep(key)
	})
}
