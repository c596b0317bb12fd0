package sync_test

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// clash lets both sides change the title before either hears of the other.
func (b *bench) clash(key request.Key, id string) request.Conflict {
	b.t.Helper()
	if b.hooks != nil {
		b.hooks.Mishap(breakable.Mishap{Hold: true, Times: -1})
	}
	b.SetTitle(id, "theirs")
	if b.hooks != nil {
		b.hooks.Flush()
		b.hooks.Heal()
		b.hooks.Release()
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "ours"})
		b.rest()
	} else {
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "ours"})
		b.poll()
	}
	l := b.link(key)
	if len(l.Conflicts) != 1 {
		b.t.Fatalf("%d conflicts, want 1: %+v", len(l.Conflicts), l)
	}
	c := l.Conflicts[0]
	if c.Hub != "ours" || c.Tool != "theirs" || c.Base != "Line down" {
		b.t.Fatalf("conflict %+v", c)
	}
	return c
}

func TestAConflictHoldsItsFieldAlone(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.clash(key, id)
		b.do(key, request.TakeValue{Field: ticket.Priority, Text: "P1"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
		b.hear()
		if at := b.ticket(key); at.Title != "theirs" || at.says("Please hurry") != 1 || at.Priority != "P1" {
			t.Errorf("ticket %+v", at)
		}
		if r, _ := b.request(key); r.Title != "ours" {
			t.Errorf("title at the hub %q", r.Title)
		}
		b.quiet(key)
	})
}

func TestTheDeskSettlesAConflict(t *testing.T) {
	for _, x := range []struct{ take, value, want string }{
		{"hub", "", "ours"}, {"tool", "", "theirs"}, {"value", "both", "both"},
	} {
		t.Run(x.take, func(t *testing.T) {
			each(t, func(t *testing.T, b *bench) {
				key, id := b.open()
				c := b.clash(key, id)
				b.do(key, request.Settle{ID: c.ID, Take: x.take, Value: x.value, Version: c.Version})
				b.hear()
				r, _ := b.request(key)
				if at := b.ticket(key); r.Title != x.want || at.Title != x.want {
					t.Errorf("hub %q, tool %q, want %q", r.Title, at.Title, x.want)
				}
				if l := b.link(key); len(l.Conflicts) != 0 {
					t.Errorf("the conflict is still there: %+v", l)
				}
				b.inStep(key)
				b.quiet(key)
				if !slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.From == "theirs" || e.To == "theirs" }) {
					t.Error("the team's title is nowhere in the history")
				}
			})
		})
	}
}

func TestAConflictEndsByItselfWhenBothAgree(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.clash(key, id)
		b.SetTitle(id, "ours")
		b.hear()
		if l := b.link(key); len(l.Conflicts) != 0 {
			t.Errorf("link %+v", l)
		}
		b.inStep(key)
		b.quiet(key)
	})
}
