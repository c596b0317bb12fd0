package simulation

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// heal lets everything open come to its end: no more faults, time, and a desk
// that settles what it is asked.
func (w *World) heal() {
	w.faulty = false
	w.dice = roll(w.k.Seed ^ 1)
	w.tracef("==== heal")
	for _, t := range w.tools {
		t.public = false
	}
	w.all(func() {
		w.hub.fuse = 0
		clear(w.hub.still)
		clear(w.hub.off)
		w.again()
	})
	w.quieten()
	w.all(func() { w.hub.reviveIfDead() })
	w.decide()
	if w.some(w.unpark) {
		w.quieten()
		w.decide()
	}
	w.all(w.tellAgain)
	w.pass(2 * time.Hour) // links that gave up look once an hour
	w.settle()
	w.pass(25 * time.Hour) // and all once a day
	w.quieten()
	w.tracef("==== healed")
}

// decide settles conflicts until there are none, or new ones come of it again
// and again.
func (w *World) decide() {
	for range 3 {
		if !w.some(w.settleAll) {
			return
		}
		w.quieten()
	}
}

// quieten polls until nothing has happened for a while and nothing is due soon;
// that must not take long.
func (w *World) quieten() {
	const step, soon, most = 61 * time.Second, 10 * time.Minute, 120
	quiet := 0
	for range most {
		before := w.pulse()
		w.pass(step)
		w.settle()
		if quiet++; w.pulse() != before || w.stirring() || w.some(func() bool { return w.hub.dueWithin(soon) }) {
			quiet = 0
		}
		if quiet > 1 {
			return
		}
	}
	w.violatef("I18", "no rest after %s: %s", most*step, w.unrest())
	panic(errRestless)
}

// settle lets every hub work until nothing is due.
func (w *World) settle() { w.all(func() { w.hub.settle() }) }

// pulse is how many writes were made, and how many lines of history.
func (w *World) pulse() (n [2]int) {
	for _, t := range w.tools {
		n[0] += t.writes
	}
	w.all(func() { n[1] += len(w.hub.book.events) })
	return n
}

// stirring reports whether anything is under way.
func (w *World) stirring() bool { return w.unrest() != "" }

func (w *World) unrest() string {
	for _, t := range w.tools {
		if len(t.late) > 0 || len(t.posts) > 0 {
			return "a tool has something under way"
		}
	}
	why := ""
	w.all(func() { why = cmp.Or(why, w.begun()) })
	return why
}

// begun says what a hub has begun and not ended, "" if that is nothing.
func (w *World) begun() (why string) {
	w.each(func(_ *request.Request, l *request.Link, st reconcile.State, _ *Tool) {
		if (len(st.Intents) > 0 || st.Reread) && !given(l) && why == "" {
			why = "link " + string(l.ID) + " is open"
			if len(st.Intents) > 0 {
				why += ": " + string(st.Intents[0].Effect)
			}
		}
	})
	return why
}

// given reports whether nothing is expected to travel over a link.
func given(l *request.Link) bool {
	return l.Health == request.Detached || l.Health == request.Parked || l.Health == request.Failed && l.Ticket.ID != "" && l.NextTryAt.Year() > 1
}

// settleAll settles every conflict; false if there was none.
func (w *World) settleAll() bool {
	did := false
	for _, id := range sorted(w.hub.book.requests) {
		for range 4 {
			r := w.hub.book.requests[id]
			if len(w.settleOne(r)) == 0 {
				break
			}
			did = true
			w.do(r, func(d *store.LinkDoc) []request.Command { return w.settleOne(d.Request) })
			w.hub.settle()
		}
	}
	w.hub.settle()
	return did
}

// tellAgain sends the news of deleted tickets again by hand, as people do who see that
// it was lost: for one of a request that has ended nobody looks by itself.
func (w *World) tellAgain() {
	w.each(func(r *request.Request, l *request.Link, _ reconcile.State, t *Tool) {
		if i := t.item(l); i != nil && i.deleted && r.Status.Over() && !given(l) {
			t.deliver(ticket.Change{Kind: ticket.Gone, Ref: i.ref})
		}
	})
}

// unpark tries what was parked because a create was refused; false if nothing was.
func (w *World) unpark() bool {
	did := false
	for _, id := range sorted(w.hub.book.requests) {
		for _, l := range w.hub.book.requests[id].Links {
			if l.Health == request.Parked && l.Ticket.ID == "" {
				did = true
				w.do(w.hub.book.requests[id], func(*store.LinkDoc) []request.Command { return []request.Command{request.Retry{Link: l.ID}} })
			}
		}
	}
	return did
}

// rest checks that a healed world stays as it is, whatever old delivery comes
// again.
func (w *World) rest() {
	before, was, late := w.pulse(), map[*hub]book{}, map[*hub]map[request.ID]bool{}
	w.all(func() { was[w.hub], late[w.hub] = w.hub.book.clone(), w.unread() })
	w.tracef("==== rest")
	w.all(w.comeAgain)
	for range 2 {
		w.settle()
		w.pass(time.Minute)
	}
	w.settle()
	if after := w.pulse(); after[0] != before[0] {
		w.violatef("I6", "a world at rest made %d writes", after[0]-before[0])
	}
	w.all(func() { w.rested(was[w.hub], late[w.hub]) })
}

// comeAgain lets every delivery that a hub took in come once more, in any order.
func (w *World) comeAgain() {
	for _, t := range w.tools {
		past := slices.Clone(w.hub.past[t.name])
		for _, n := range w.dice.Perm(len(past)) {
			p := past[n]
			p.id += "-again" + w.word("")
			w.hit("delivery again")
			t.arrive(p)
		}
	}
}

// rested compares what a hub knows with what it knew, but for the requests of which
// something was still to be learned.
func (w *World) rested(was book, late map[request.ID]bool) {
	for _, e := range w.hub.book.events[len(was.events):] {
		if !late[e.request] {
			w.violatef("I6", "a world at rest made history: %+v", e)
			break
		}
	}
	for _, id := range sorted(was.requests) {
		if a, b := was.requests[id], w.hub.book.requests[id]; !late[id] && a.Version != b.Version && w.difference(a, b) != "" {
			w.violatef("I6", "a request at rest became another version: %s", w.difference(a, b))
		}
	}
}

// unread are the requests that have ended and have a ticket that was moved, or that
// holds what nobody has read since it was written, or by other tables: that is learned
// when its news comes, since nobody looks for it by itself.
func (w *World) unread() map[request.ID]bool {
	all := map[request.ID]bool{}
	w.each(func(r *request.Request, l *request.Link, st reconcile.State, t *Tool) {
		unsure := slices.ContainsFunc(slices.Collect(maps.Values(st.Fields)), func(fs reconcile.FieldState) bool { return fs.Unverified })
		if i := t.item(l); i != nil && (i.ref.Container != home || unsure || w.unlearned(r, l, t, i) || w.remapped(l, t, i) || w.lifted(r, st, t, i)) && r.Status.Over() {
			all[r.ID] = true
		}
	})
	return all
}

// inFull is a request with all that it points to.
func inFull(r request.Request) string {
	text, err := json.Marshal(r)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// difference shows where two requests begin to differ, but for the times of
// their links.
func (w *World) difference(a, b *request.Request) string {
	x, y := *a, *b
	x.Version, y.Version, x.UpdatedAt, y.UpdatedAt = 0, 0, time.Time{}, time.Time{}
	x.Passed, y.Passed = request.Turn{}, request.Turn{} // follows from the rest
	x.Links, y.Links = w.lasting(x.Links), w.lasting(y.Links)
	s, t := inFull(x), inFull(y)
	n := 0
	for n < min(len(s), len(t)) && s[n] == t[n] {
		n++
	}
	if s == t {
		return ""
	}
	part := func(s string) string { return s[max(0, n-60):min(len(s), n+60)] }
	return part(s) + " / " + part(t)
}

// lasting are links without their times, and without what other tables read otherwise
// at the next look.
func (w *World) lasting(links []request.Link) []request.Link {
	links = slices.Clone(links)
	for i := range links {
		if w.k.More.Retables {
			links[i].Suggestions = nil
		}
		links[i].HealthAt, links[i].SyncedAt, links[i].NextTryAt = time.Time{}, time.Time{}, time.Time{}
	}
	return links
}
