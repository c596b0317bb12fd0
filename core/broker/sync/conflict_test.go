package sync_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// clash lets both sides change the title before either hears of the other.
func clash(p *pair, key request.Key) request.Conflict {
	p.t.Helper()
	p.gh.Hooks().Mishap(breakable.Mishap{Hold: true, Times: -1})
	must(p.t, p.dana.SetTitle(1, "theirs"))
	p.gh.Hooks().Flush()
	p.gh.Hooks().Heal()
	p.gh.Hooks().Release()
	p.do(key, request.TakeValue{Field: ticket.Title, Text: "ours"})
	p.rest()
	l := p.link(key)
	if len(l.Conflicts) != 1 {
		p.t.Fatalf("%d conflicts, want 1: %+v", len(l.Conflicts), l)
	}
	c := l.Conflicts[0]
	if c.Hub != "ours" || c.Tool != "theirs" || c.Base != "Line down" || c.ToolBy == "" {
		p.t.Fatalf("conflict %+v", c)
	}
	return c
}

func TestAConflictHoldsItsFieldAlone(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	clash(p, key)
	p.do(key, request.TakeValue{Field: ticket.Priority, Text: "P1"}, request.Write{Audience: request.Teams, Body: "Please hurry"})
	p.rest()
	issue := p.issue(key)
	if issue.Title != "theirs" || len(issue.Comments) != 1 || issue.Labels[0] != "priority: P1" {
		t.Errorf("ticket %+v", issue)
	}
	if r, _ := p.request(key); r.Title != "ours" {
		t.Errorf("title at the hub %q", r.Title)
	}
}

func TestTheDeskSettlesAConflict(t *testing.T) {
	for _, x := range []struct{ take, value, want string }{
		{"hub", "", "ours"}, {"tool", "", "theirs"}, {"value", "both", "both"},
	} {
		t.Run(x.take, func(t *testing.T) {
			p := newPair(t)
			key := p.create("Line down", "gh")
			p.rest()
			c := clash(p, key)
			p.do(key, request.Settle{ID: c.ID, Take: x.take, Value: x.value, Version: c.Version})
			p.rest()
			r, _ := p.request(key)
			if r.Title != x.want || p.issue(key).Title != x.want {
				t.Errorf("hub %q, tool %q, want %q", r.Title, p.issue(key).Title, x.want)
			}
			if l := p.link(key); len(l.Conflicts) != 0 || l.Health != request.InSync {
				t.Errorf("the conflict is still there: %+v", l)
			}
		})
	}
}

func TestAConflictEndsByItselfWhenBothAgree(t *testing.T) {
	p := newPair(t)
	key := p.create("Line down", "gh")
	p.rest()
	clash(p, key)
	must(t, p.dana.SetTitle(1, "ours"))
	p.rest()
	if l := p.link(key); len(l.Conflicts) != 0 || l.Health != request.InSync {
		t.Errorf("link %+v", l)
	}
}
