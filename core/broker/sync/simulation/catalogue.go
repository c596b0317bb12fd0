package simulation

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Catalogued adds to a history that calls for a tool's catalogue go wrong, as all others
// do, and that tools come to know further states, which their teams use at once.
func (s Script) Catalogued() Script {
	d := roll(s.Knobs.Seed ^ 0x636f646573)
	s.Knobs.Catalogues = true
	s.sprinkle("new code", d)
	return s
}

// CataloguePoints lists what a long run of such histories must have reached besides
// [Points].
func CataloguePoints() []string {
	points := []string{"new code", "new code in use", "new code listed", "new code taken"}
	for _, f := range catalogueFaults() {
		points = append(points, "catalogue "+f)
	}
	return points
}

// parked is a state that a tool comes to know.
const parked ticket.Native = "parked"

// codes is the tool's catalogue as it is now.
func (t *Tool) codes() []ticket.Code {
	list := t.k.codes()
	if t.grown {
		list = append(list, ticket.Code{Field: ticket.State, Native: parked, Name: "Parked", Value: "waiting"})
	}
	return list
}

// newCode lets a tool know a further state, and mostly its team use it.
func (w *World) newCode() {
	t := pick(w.dice, w.tools...)
	t.grown = true
	w.hit("new code")
	w.tracef("%s: there is the state %s", t.name, parked)
	if items := t.worked(); len(items) > 0 && !w.dice.one(4) {
		w.hit("new code in use")
		t.set(pick(w.dice, items...), ticket.State, parked, "dana", "dana")
	}
}

// Catalog lists the codes, as far as the call succeeds.
func (c *conn) Catalog(context.Context, string) ([]ticket.Code, error) {
	if c.w.k.Catalogues {
		if err := c.list("catalogue"); err != nil {
			return nil, err
		}
	}
	if c.grown {
		c.w.hit("new code listed")
	}
	return c.codes(), nil
}

func catalogueFaults() []string {
	return []string{"refused", "throttled", "unavailable", "lost", "misread", "slow"}
}

// list decides what becomes of a call for the catalogue. Nothing else goes on inside
// one: the hub asks for it before anything else is done.
func (c *conn) list(op string) error {
	if c.p.burn("before call") {
		return errDead
	}
	c.reads++
	if err := c.admitted(op, false); err != nil {
		return err
	}
	c.w.pass(time.Duration(c.w.dice.IntN(400)+1) * time.Millisecond)
	if c.p.burn("after call") {
		return errDead
	}
	if !c.w.faulty || !c.w.dice.one(c.w.k.Faults) {
		return c.learns(nil)
	}
	what := pick(c.w.dice, catalogueFaults()...)
	c.w.hit(op + " " + what)
	c.w.tracef("%s: %s: %s", c.name, op, what)
	switch what {
	case "slow":
		c.w.pass(19 * time.Second)
		return c.learns(nil)
	case "throttled":
		return c.learns(throttled(op, time.Duration(1+c.w.dice.IntN(60))*time.Second))
	}
	class := map[string]fault.Class{"refused": fault.Denied, "unavailable": fault.Unavailable, "lost": fault.Uncertain, "misread": fault.Misread}[what]
	return c.learns(fault.Errorf(class, op, "%s", what))
}

// unlearned reports whether a link of a request that has ended shows another state than
// one that its tool came to know of late: nobody looks at that one by itself.
func (w *World) unlearned(r *request.Request, l *request.Link, t *Tool, i *item) bool {
	if i.fields[ticket.State] != parked {
		return false
	}
	shown, _ := w.sameState(l, t, i)
	if shown {
		w.hit("new code taken")
	}
	return !shown && r.Status.Over()
}
