package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// A drama is a step that lets several things happen in the one order in which a
// certain fault shows: chance alone would take tens of thousands of histories.

// takers make every tool's new tickets requests, more often than not.
func (k *Knobs) takers(d *dice) {
	for i := range k.Tools {
		k.Tools[i].Adopt = pick(d, "all", "all", k.Tools[i].Adopt)
	}
}

// outage lets the hub be down while the teams work on, now here and now there, for
// longer than polls overlap; it is hardly up when it dies again, within a first poll.
func (w *World) outage() {
	if w.depth > 0 {
		return
	}
	w.hit("teams work while the hub is down")
	w.tracef("the hub is down")
	w.hub.p.dead = true
	for range 3 + w.dice.IntN(4) {
		w.pass(pick(w.dice, 5*time.Second, 3*time.Minute, 5*time.Minute))
		if t := pick(w.dice, w.tools...); len(t.alive()) < 7 && w.dice.one(2) {
			t.opens()
		} else {
			w.teamActs()
		}
	}
	w.hub.reviveIfDead()
	w.hub.dies = pick(w.dice, "after intake", "after intake", "before intake", "after call", "after claim", "before finish")
	for range w.tools {
		w.hub.work("poll")
	}
	w.hub.dies = ""
}

// talkative lets teams write to tickets while calls are under way, and be heard.
func (k *Knobs) talkative(*dice) {
	for i := range k.Tools {
		k.Tools[i].Talks = true
	}
}

// talk is what a team does to a ticket while a call is under way, and what the hub
// hears of it before the call is answered.
func (c *conn) talk(i *item) {
	w := c.w
	if !c.k.Talks || !w.faulty || w.depth > 0 || !w.dice.one(2) {
		return
	}
	w.depth++
	w.hit("told during a call")
	for range 2 + w.dice.IntN(2) {
		w.result_.Changes++
		c.set(i, ticket.Title, ticket.Native(w.word("theirs")), "dana", "dana")
	}
	for len(c.posts) > 0 {
		c.post(0)
	}
	for w.hub.work("decode") {
	}
	w.depth--
}

// worked are the tickets that the team works on.
func (t *Tool) worked() []*item {
	return slices.DeleteFunc(t.alive(), func(i *item) bool { return i.retired || i.ref.Container != home })
}

// keepers make tools that keep what was said for good.
func (k *Knobs) keepers(*dice) {
	for i := range k.Tools {
		k.Tools[i].NoDelete, k.Tools[i].TooLate = true, false
	}
}

// slow lets a tool take what it is sent and do it later than the hub waits for an
// answer, while the desk writes notes.
func (w *World) slow() {
	var linked []*request.Request
	for _, id := range sorted(w.hub.book.requests) {
		if r := w.hub.book.requests[id]; len(r.Links) > 0 {
			linked = append(linked, r)
		}
	}
	if len(linked) == 0 || w.depth > 0 || w.hub.p.dead {
		return
	}
	r := pick(w.dice, linked...)
	w.hit("slow tool")
	for _, t := range w.tools {
		t.slow = w.clock + 5_000_000
	}
	w.do(r, func(*store.LinkDoc) []request.Command {
		return []request.Command{request.Write{Audience: request.Teams, Body: w.note()}}
	})
	for range 6 {
		w.pass(time.Duration(1+w.dice.IntN(6)) * time.Second)
		w.hub.work("link")
		w.hub.work("link")
	}
}

// laggards make tools that list comments from copies of which any may lag behind.
func (k *Knobs) laggards(d *dice) {
	for i := range k.Tools {
		t := &k.Tools[i]
		t.Stale, t.Lists = 8*time.Second, true
		if d.one(2) {
			t.Hooks = "look"
		}
	}
}

// bustle lets a team do several things within one second, while the hub reads again
// and again.
func (w *World) bustle() {
	t := pick(w.dice, w.tools...)
	items := t.worked()
	if len(items) == 0 || w.depth > 0 {
		return
	}
	w.hit("several acts within a second")
	i := pick(w.dice, items...)
	w.clock += 1_000_000 - w.clock%1_000_000
	t.set(i, ticket.Title, ticket.Native(w.word("theirs")), "dana", "dana")
	for range 2 {
		t.say(i, ticket.Native(w.word("remark")), "dana", "dana")
	}
	for range 6 {
		w.pass(time.Second)
		w.hub.work("decode")
		w.hub.work("link")
	}
}
