package sync_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// What each act costs at each tool, see tool.cost: writes exactly the least
// number, reads never more; nothing for an echo or a change that the tool told.
func TestCallsAreTheLeastPossible(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.costs("create")
		for _, act := range []struct {
			cost string
			do   func()
		}{
			{"field", func() { b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}) }},
			{"fields", func() {
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line down in FRA3"}, request.TakeValue{Field: ticket.Priority, Text: "P1"})
			}},
			{"comment", func() { b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry"}) }},
			{"nothing", func() { b.do(key, request.Write{Audience: request.Internal, Body: "They never hurry"}) }},
			{"edit", func() { b.revise(key, "n1", "Please hurry, it is P1") }},
			{"delete", func() { b.erase(key, "n1") }},
			{"heard", func() { b.Comment(id, "on it") }},
			{"heard", func() { b.SetTitle(id, "Line down again") }},
			{"heard", func() { b.SetState(id, request.Doing) }},
			{"heard", func() { b.SetState(id, request.Done) }},
			{"state", func() {
				b.do(key, request.Move{To: request.Resolved}, request.Move{To: request.InProgress, Reason: "not yet"})
			}},
			{"heard", func() { b.SetState(id, request.Doing) }},
			{"both", func() {
				b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is up"}, request.Move{To: request.Resolved})
			}},
		} {
			b.clock.Advance(2 * time.Second)
			act.do()
			b.rest()
			if act.cost != "heard" {
				b.costs(act.cost)
				continue
			}
			b.heard()
		}
		b.poll()
		b.inStep(key)
		if r, notes := b.request(key); r.Title != "Line is up" || r.Status != request.Resolved || len(notes) != 3 {
			t.Errorf("the hub has %q %s with %d notes", r.Title, r.Status, len(notes))
		}
	})
}

// costs compares what was spent with what an act may cost.
func (b *bench) costs(act string) {
	b.t.Helper()
	is, calls := b.spent()
	if may := b.cost[act]; is.writes != may.writes || is.reads > may.reads {
		b.t.Errorf("%s costs %+v, want %+v: %v", act, is, may, calls)
	}
}

// heard compares what a change of the team costs beside an idle poll.
func (b *bench) heard() {
	b.t.Helper()
	if b.hooks != nil {
		b.costs("heard")
		return
	}
	b.poll()
	is, calls := b.spent()
	b.poll()
	idle, _ := b.spent()
	if may := b.cost["heard"]; is.writes != may.writes || is.reads-idle.reads > may.reads {
		b.t.Errorf("hearing costs %+v, want %+v and a poll of %+v: %v", is, may, idle, calls)
	}
}

func TestAtRestNothingMoves(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"}, request.Move{To: request.InProgress})
		b.Comment(id, "on it")
		b.SetTitle(id, "Line down again")
		b.SetState(id, request.Doing)
		b.hear()
		b.poll()
		b.inStep(key)
		b.quiet(key)
	})
}

// quiet checks that polls and every delivery once more change nothing.
func (b *bench) quiet(key request.Key) {
	b.t.Helper()
	before, _ := b.request(key)
	lines := len(b.history(key))
	b.spent()
	for range 3 {
		b.poll()
		if b.hooks != nil {
			b.hooks.Replay()
		}
		b.rest()
	}
	after, _ := b.request(key)
	if is, calls := b.spent(); is.writes != 0 {
		b.t.Errorf("a hub at rest wrote: %v", calls)
	}
	if now := len(b.history(key)); now != lines || after.Version != before.Version {
		b.t.Errorf("history %d -> %d lines, version %d -> %d: %+v", lines, now, before.Version, after.Version, b.history(key)[lines:])
	}
}
