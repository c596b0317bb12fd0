package simulation

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// Second says what another hub is like that works on the same tools.
type Second struct {
	On      bool
	Account string
	Adopt   string // of all its connections, as [ToolKnobs] say it of the first one's
}

// Hubs adds to a history another hub with people, requests and a database of its own,
// which delegates to the same teams, by the same account as the first one or by another.
func (s Script) Hubs() Script {
	d := roll(s.Knobs.Seed ^ 0x68756273)
	s.Knobs.Second = Second{On: true, Account: pick(d, bot, second, second), Adopt: pick(d, "", "all", "all", "label")}
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for i := range s.Knobs.Tools {
		s.Knobs.Tools[i].Shared = s.Knobs.Tools[i].Shared || s.Knobs.Second.Account == bot
	}
	return s
}

// HubPoints lists what a long run of such histories must have reached besides
// [Points].
func HubPoints() []string {
	var points []string
	for _, who := range []string{bot, second} {
		for _, what := range []string{"crashed", "restored", "heard the other", "follows the other", "was overtaken by the other", "has a ticket of the other"} {
			points = append(points, who+" "+what)
		}
	}
	return append(points, "one ticket of two hubs", "one account of two hubs")
}

// second is the name of the second hub, and its account if it has one of its own.
const second = "hub3"

// makeSecond makes a hub the second one.
func (h *hub) makeSecond(s Second) *hub {
	h.second, h.name, h.account = s, second, s.Account
	h.marker = reconcile.Marker{Hub: "two", Secret: []byte(sealing + "-2")}
	return h
}

// adopts says which tickets of others at a tool become requests of a hub.
func (h *hub) adopts(t *Tool) string {
	if h.second.On {
		return h.second.Adopt
	}
	return t.k.Adopt
}

// checkOther: no hub takes for its own what another one made, wrote or said.
func (w *World) checkOther() {
	w.each(func(_ *request.Request, l *request.Link, st reconcile.State, t *Tool) {
		i := t.item(l)
		switch {
		case i == nil:
		case w.foreign(i) && i.by == w.hub.account:
			w.violatef("I3", "%s of %s, which another hub made, has link %s", i.ref.Key, t.name, l.ID)
		case !st.Imported && !w.made(i):
			w.violatef("I3", "%s of %s, which %s made, is what link %s made", i.ref.Key, t.name, i.maker, l.ID)
		default:
			w.meet(l, t, i)
		}
	})
}

// meet counts how two hubs meet in one ticket.
func (w *World) meet(l *request.Link, t *Tool, i *item) {
	others := 0
	for _, h := range w.hubs {
		if h != w.hub && h.book.linked(t.name, l.Ticket.ID) {
			others++
		}
	}
	if others == 0 {
		return
	}
	w.hit("one ticket of two hubs")
	if w.foreign(i) {
		w.hit(w.hub.name + " has a ticket of the other")
	}
	if w.hubs[0].account == w.hubs[1].account {
		w.hit("one account of two hubs")
	}
	for n, e := range i.log {
		if !w.other(e.by) {
			continue
		}
		if t.overwrote(i, n) {
			w.hit(w.hub.name + " was overtaken by the other")
		}
		if w.hub.book.took(l, e) {
			w.hit(w.hub.name + " follows the other")
		}
	}
	if slices.ContainsFunc(i.comments, func(c *comment) bool { return w.other(c.by) && w.hub.book.heard(l, c.id) }) {
		w.hit(w.hub.name + " heard the other")
	}
}

// other reports whether somebody is another hub of the world.
func (w *World) other(name string) bool { return w.robot(name) && name != w.hub.name }

// took reports whether a request took what a line of a ticket's log says.
func (b book) took(l *request.Link, e entry) bool {
	return slices.ContainsFunc(b.events, func(x line) bool {
		return x.Link == l.ID && x.Type == request.Changed && x.Field == e.field && strings.Contains(string(e.to), x.To)
	})
}

// heard reports whether a comment is a note that came over a link.
func (b book) heard(l *request.Link, comment string) bool {
	for _, n := range b.notes {
		if slices.ContainsFunc(n.Copies, func(c request.Copy) bool { return c.Link == l.ID && c.Origin && c.CommentID == comment }) {
			return true
		}
	}
	return false
}

// join lets a hub take part, whose turn it is then.
func (w *World) join(h *hub) {
	w.hub, w.hubs = h, append(w.hubs, h)
}

// as does something in the turn of one hub: what happens is its doing, what is shown is
// what it sees, and what is checked is what it knows.
func (w *World) as(h *hub, do func()) {
	was := w.hub
	w.hub = h
	do()
	w.hub = was
}

// all does something in the turn of every hub.
func (w *World) all(do func()) {
	for _, h := range w.hubs {
		w.as(h, do)
	}
}

// some reports whether something is so of any hub; it asks all.
func (w *World) some(is func() bool) (so bool) {
	w.all(func() { so = is() || so })
	return so
}

// any is one of the hubs.
func (w *World) any() *hub {
	if len(w.hubs) == 1 {
		return w.hub
	}
	return pick(w.dice, w.hubs...)
}

// robot reports whether somebody is one of the hubs.
func (w *World) robot(name string) bool {
	return slices.ContainsFunc(w.hubs, func(h *hub) bool { return h.name == name })
}

// made reports whether the hub whose turn it is made a ticket.
func (w *World) made(i *item) bool { return i.maker == w.hub.name }

// foreign reports whether another hub did.
func (w *World) foreign(i *item) bool { return i.foreign || w.robot(i.maker) && !w.made(i) }
