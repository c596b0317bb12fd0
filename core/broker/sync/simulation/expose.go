package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// recent is how long a hub may go on by what it knew of a place: so old may that be
// before a write, and so long may the call take.
const recent = 11 * time.Minute

// expose makes a place one that everybody can read, or closes it again.
func (w *World) expose() {
	t := pick(w.dice, w.tools...)
	t.public, t.turned = !t.public, w.clock
	w.hit(map[bool]string{true: "place made public", false: "place closed again"}[t.public])
	w.tracef("%s: public %v", t.name, t.public)
}

// exposed reports whether there is a place that everybody can read, for all that the
// hub knows.
func (w *World) exposed() bool {
	return slices.ContainsFunc(w.tools, func(t *Tool) bool { return w.hub.engine.Public(t.name, home) })
}

// hidesFrom objects to words that are written where everybody reads them, once the hub
// can know; what stands there may go.
func (c *conn) hidesFrom(op string) {
	if c.public && op != "delete comment" && c.w.clock > c.turned+recent.Microseconds() {
		c.w.violatef("I7", "%s: %s where everybody can read it", c.name, op)
	}
}

// containers are the places that the hub's account sees.
func (t *Tool) containers() []ticket.Container {
	return []ticket.Container{{ID: home, Key: "NET", Public: t.public}}
}

// insiders are tools that name who writes: of a place that everybody can read, nothing
// is taken in that nobody is known to have said.
func (k *Knobs) insiders(*dice) {
	for i := range k.Tools {
		k.Tools[i].Hidden, k.Tools[i].Shared = false, false
	}
}
