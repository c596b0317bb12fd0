package demo_test

import (
	"fmt"
	"testing"
	"time"
)

// Both sides change the title at once: the title alone waits for the desk, which
// settles it in one of three ways; everything else flows on.
func conflicts(t *testing.T, s *show) {
	for _, x := range s.tools(t) {
		t.Run(x.team(), func(t *testing.T) {
			t.Parallel()
			x := x.with(t)
			h := s.hub(t)
			r := h.create(object{"title": "Conflict at " + x.team()})
			r = h.delegate(r.Key, s.teams()...)
			for _, choose := range []string{"hub", "tool", "value"} {
				r = h.clash(r, x, choose, s.tools(t))
				h.settle(r, x, choose, s.tools(t))
			}
		})
	}
}

// clash changes the title on both sides until neither has heard of the other.
func (h hub) clash(r record, x tool, choose string, tools []tool) record {
	h.t.Helper()
	l := r.link(h.t, x.team())
	for try := range 20 {
		ours, theirs := fmt.Sprintf("ours %s %d", choose, try), fmt.Sprintf("theirs %s %d", choose, try)
		x.rename(l, theirs)
		h.patch(r.Key, object{"title": ours})
		h.decided(r.Key)
		now := h.get(r.Key)
		if len(now.Conflicts) == 0 { // one came after the other
			h.agreed(r.Key, tools)
			continue
		}
		c := now.Conflicts[0]
		if at := x.read(l); len(now.Conflicts) != 1 || c.Field != "title" || c.Hub != ours || c.Tool != theirs || c.Link != l.ID || at.title != theirs || now.Title != ours {
			h.t.Fatalf("conflict %+v, ticket %+v, title %q", now.Conflicts, at, now.Title)
		}
		return now
	}
	h.t.Fatalf("no conflict in 20 tries")
	return record{}
}

// decided waits until a request's links rest or ask.
func (h hub) decided(key string) {
	h.t.Helper()
	within(h.t, soon, func() string {
		for _, l := range h.get(key).Links {
			if l.Health != "in_sync" && l.Health != "conflict" {
				return fmt.Sprintf("link to %s is %s: %s", l.Team, l.Health, l.Error)
			}
		}
		return ""
	})
}

// agreed waits until one of two values stands everywhere, at the latest with the
// next poll.
func (h hub) agreed(key string, tools []tool) {
	h.t.Helper()
	within(h.t, 15*time.Second, func() string {
		r := h.get(key)
		return apart(r, tools)
	})
}

// apart says where a request's title is another than the hub's.
func apart(r record, tools []tool) string {
	for _, x := range tools {
		for _, l := range r.Links {
			if l.Team != x.team() {
				continue
			}
			if at := x.read(l); at.title != r.Title {
				return fmt.Sprintf("the title is %q at %s and %q here", at.title, x.team(), r.Title)
			}
		}
	}
	return r.restless()
}

// settle lets everything but the title flow past a conflict, and then decides.
func (h hub) settle(r record, x tool, choose string, tools []tool) {
	h.t.Helper()
	l, c := r.link(h.t, x.team()), r.Conflicts[0]
	x.comment(l, "past the conflict "+choose)
	h.follows(r.Key, "a comment", func(now record) bool { return now.says("past the conflict "+choose) == 1 })
	h.write(r.Key, "team-messages", "to the teams "+choose)
	priority := map[string]string{"hub": "P1", "tool": "P3", "value": "P4"}[choose]
	h.patch(r.Key, object{"priority": priority})
	within(h.t, soon, func() string {
		if at := x.read(l); at.priority != priority || at.says("to the teams "+choose) != 1 || at.title != c.Tool {
			return fmt.Sprintf("the ticket does not follow: %+v", at)
		}
		return ""
	})
	now := h.get(r.Key)
	if len(now.Conflicts) != 1 || now.Conflicts[0].ID != c.ID || now.Title != c.Hub {
		h.t.Fatalf("the conflict changed: %+v", now.Conflicts)
	}
	h.call("POST", "/requests/"+r.Key+"/conflicts/"+c.ID, object{"choose": choose, "value": "agreed", "version": now.Conflicts[0].Version + 1000}).into(h.t, 409, nil)
	body := object{"choose": choose, "version": now.Conflicts[0].Version}
	want := map[string]string{"hub": c.Hub, "tool": c.Tool, "value": "agreed"}[choose]
	if choose == "value" {
		body["value"] = want
	}
	h.call("POST", "/requests/"+r.Key+"/conflicts/"+c.ID, body).into(h.t, 200, nil)
	within(h.t, 2*soon, func() string {
		now = h.get(r.Key)
		if now.Title != want || len(now.Conflicts) != 0 {
			return fmt.Sprintf("title %q, conflicts %+v, want %q", now.Title, now.Conflicts, want)
		}
		return apart(now, tools)
	})
	for _, value := range []string{c.Hub, c.Tool} {
		if past := h.history(r.Key); !tells(past, value) {
			h.t.Errorf("%q is nowhere in the history: %+v", value, past)
		}
	}
}
