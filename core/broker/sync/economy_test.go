package sync_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// What each act costs at the tool: the least number of writes, and no call at
// all for an echo or a change that the tool told us.
func TestCallsAreTheLeastPossible(t *testing.T) {
	p := newPair(t)
	var key request.Key
	for _, act := range []struct {
		name   string
		do     func()
		writes int
		reads  int
	}{
		{"create", func() { key = p.create("Line down", "gh") }, 1, 0},
		{"a field", func() { p.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"}) }, 1, 0},
		{"two fields", func() {
			p.do(key, request.TakeValue{Field: ticket.Title, Text: "Line down in FRA3"}, request.TakeValue{Field: ticket.Priority, Text: "P1"})
		}, 1, 1},
		{"a comment", func() { p.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"}) }, 1, 0},
		{"an internal note", func() { p.do(key, request.Write{Audience: request.Internal, Body: "They never hurry"}) }, 0, 0},
		{"a comment of the team", func() { must(t, ignore(p.dana.Comment(1, "on it"))) }, 0, 0},
		{"a title of the team", func() { must(t, p.dana.SetTitle(1, "Line down again")) }, 0, 0},
		{"a label of the team", func() { must(t, p.dana.Label(1, "status: in progress")) }, 0, 0},
		{"the team is done", func() { must(t, p.dana.Close(1, "completed")) }, 0, 0},
		{"a state of the desk", func() {
			p.do(key, request.Move{To: request.Resolved}, request.Move{To: request.InProgress, Reason: "not yet"})
		}, 1, 1},
	} {
		act.do()
		p.rest()
		writes, calls := p.gh.spent()
		if writes != act.writes || len(calls)-writes > act.reads {
			t.Errorf("%s costs %d writes and %d reads, want %d and at most %d: %v", act.name, writes, len(calls)-writes, act.writes, act.reads, calls)
		}
	}
	r, notes := p.request(key)
	if r.Title != "Line down again" || r.Status != request.InProgress || len(notes) != 3 {
		t.Errorf("the hub has %q %s with %d notes", r.Title, r.Status, len(notes))
	}
}

func TestAtRestNothingMoves(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	p.do(key, request.Write{Audience: request.Teams, Body: "Please hurry"})
	must(t, ignore(p.dana.Comment(1, "on it")))
	must(t, p.dana.SetTitle(1, "Line down again"))
	p.rest()
	p.poll()
	before, _ := p.request(key)
	lines := len(p.history(key))
	p.gh.spent()
	for range 3 {
		p.poll()
		p.gh.Hooks().Replay()
		p.rest()
	}
	after, _ := p.request(key)
	if writes, calls := p.gh.spent(); writes != 0 {
		t.Errorf("a hub at rest wrote: %v", calls)
	}
	if now := len(p.history(key)); now != lines || after.Version != before.Version {
		t.Errorf("history %d -> %d lines, version %d -> %d: %+v", lines, now, before.Version, after.Version, p.history(key)[lines:])
	}
}

func ignore[T any](_ T, err error) error { return err }
