package simulation

import (
	"errors"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// lapse takes rights of the hub's account away for a while.
func (w *World) lapse() {
	t := pick(w.dice, w.tools...)
	t.lapse = pick(w.dice, "credential refused", "tickets hidden", "writes denied")
	t.lapsed = w.clock + pick(w.dice, 20*time.Second, 3*time.Minute, 20*time.Minute).Microseconds()
	w.hit(t.lapse)
	w.tracef("%s: %s", t.name, t.lapse)
}

// lacks says which right is not there now, "" if all are.
func (t *Tool) lacks() string {
	if !t.w.faulty || t.w.clock >= t.lapsed {
		return ""
	}
	return t.lapse
}

// denied is what the tool answers for want of a right, nil if it answers.
func (t *Tool) denied(op string, write bool) error {
	switch lacks := t.lacks(); {
	case lacks == "credential refused":
		return fault.Errorf(fault.Unauthenticated, op, "%s", lacks)
	case lacks == "tickets hidden" && op == "create", lacks == "writes denied" && write:
		return fault.Errorf(fault.Denied, op, "%s", lacks)
	case lacks == "tickets hidden" && op != "find" && op != "poll":
		return fault.Errorf(fault.NotFound, op, "%s", lacks)
	}
	return nil
}

// mostCalls is how many calls are made before any time has passed.
const mostCalls = 10_000

// limited answers that a call is one too many.
func (c *conn) limited(op string) error {
	if c.w.calls++; c.w.calls > mostCalls {
		c.w.violatef("I9", "calls without end: %s at %s", op, c.name)
		panic(errRestless)
	}
	if c.k.Dead {
		return c.learns(fault.Errorf(fault.Unavailable, op, "nothing answers"))
	}
	if c.w.clock < c.closed {
		c.w.violatef("I9", "%s: %s before its time, after %d that failed", c.name, op, c.failures)
	}
	if !c.w.faulty || c.k.Rate == 0 {
		return nil
	}
	if now := c.w.clock / minute; now != c.minute {
		c.minute, c.calls = now, 0
	}
	if c.calls++; c.calls <= c.k.Rate {
		return nil
	}
	c.w.hit("rate limit")
	return c.learns(throttled(op, time.Duration((c.minute+1)*minute-c.w.clock)*time.Microsecond))
}

// throttled is the answer that no call may come for a while.
func throttled(op string, after time.Duration) error {
	return &fault.Error{Op: op, Class: fault.Throttled, After: after}
}

// learns notes that the hub reads an answer now, and how long it has to wait by it: as
// long as the tool says, else twice as long each time that no call could be answered.
func (c *conn) learns(err error) error {
	class := fault.ClassOf(err)
	if err == nil || class != fault.Throttled && class != fault.Unavailable && class != fault.Unauthenticated {
		c.failures = 0
		return err
	}
	wait := min(time.Second<<min(c.failures, 9), 5*time.Minute)
	if e := (*fault.Error)(nil); errors.As(err, &e) && e.After > 0 {
		wait = e.After
		c.w.tracef("%s: %s: no call for %s", c.name, e.Op, wait)
	}
	c.failures++
	c.closed = max(c.closed, c.w.clock+wait.Microseconds())
	return err
}

// quiet makes a connection read only, or lets it write again: the hub is started
// anew with that.
func (w *World) quiet() {
	if w.depth > 0 {
		return
	}
	t := pick(w.dice, w.tools...)
	w.hub.still[t.name] = !w.hub.still[t.name]
	w.hit("read only")
	w.tracef("%s: read only %v", t.name, w.hub.still[t.name])
	w.again()
}

// again starts the hub anew.
func (w *World) again() {
	w.hub.p.dead = true
	w.hub.reviveIfDead()
}

// otherHub lets another hub do something at a tool.
func (w *World) otherHub() {
	t := pick(w.dice, w.tools...)
	account := "hub2"
	if t.k.Shared {
		account = w.hub.account
	}
	w.ids++
	key := ticket.Key("two-" + w.word("k") + "-0123456789ab")
	items := t.alive()
	if len(items) == 0 || w.dice.one(3) && len(items) < 5 {
		w.hit("other hub's ticket")
		t.newItem("hub2", account, map[ticket.Field]ticket.Native{ticket.Title: ticket.Native(w.word("two")), ticket.Labels: "for-desk"}, key).foreign = true
		return
	}
	w.hit("other hub's comment")
	t.say(pick(w.dice, items...), ticket.Native(w.word("two")), "hub2", account, key)
}

// remap starts the hub with other tables: that alone writes nothing and changes no
// request.
func (w *World) remap() {
	w.hit("mapping changed")
	w.tracef("==== other tables")
	before, was := w.pulse(), w.hub.book.clone()
	w.hub.mapped = !w.hub.mapped
	w.again()
	for range 2 {
		w.pass(25 * time.Hour)
		w.hub.settle()
	}
	if after := w.pulse(); after[0] != before[0] {
		w.violatef("I6", "other tables made %d writes", after[0]-before[0])
	}
	for _, id := range sorted(was.requests) {
		if a, b := was.requests[id], w.hub.book.requests[id]; a.Priority != b.Priority || a.Title != b.Title {
			w.violatef("I6", "other tables changed request %s: %s %q, %s %q", id, a.Priority, a.Title, b.Priority, b.Title)
		}
	}
}
