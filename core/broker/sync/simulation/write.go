package simulation

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// read decides what becomes of a call without effect.
func (c *conn) read(op string) error {
	if c.p.burn("before call") {
		return errDead
	}
	if err := c.serves("before a read", fault.Unavailable); err != nil {
		return err
	}
	c.idle(op)
	c.reads++
	if err := c.admitted(op, false); err != nil {
		return err
	}
	c.w.pass(time.Duration(c.w.dice.IntN(400)+1) * time.Millisecond)
	c.w.inside()
	c.w.pause()
	if c.p.burn("after call") {
		return errDead
	}
	if err := c.serves("after a read", fault.Unavailable); err != nil {
		return err
	}
	if !c.w.faulty || !c.w.dice.one(c.w.k.Faults) {
		return c.learns(nil)
	}
	class := pick(c.w.dice, fault.Throttled, fault.Unavailable, fault.Uncertain, fault.NotFound, fault.Misread)
	c.w.hit(class.String())
	c.w.tracef("%s: %s: %s", c.name, op, class)
	return c.learns(fault.Errorf(class, op, "a fault of the simulation"))
}

// admitted is why a tool turns a call away, nil if it does not.
func (c *conn) admitted(op string, write bool) error {
	if err := c.limited(op); err != nil {
		return err
	}
	if err := c.denied(op, write); err != nil {
		return c.learns(err)
	}
	return nil
}

// write decides what becomes of a call with an effect, and lets it happen now,
// later or never.
func (c *conn) write(op string, effect func()) error {
	if c.p.burn("before call") {
		return errDead
	}
	c.idle(op)
	if c.w.hub.still[c.name] {
		c.w.violatef("I15", "%s: %s on a read-only connection", c.name, op)
	}
	if err := c.serves("before a write", fault.Uncertain); err != nil {
		return err
	}
	c.hidesFrom(op)
	c.writes++
	if err := c.admitted(op, true); err != nil {
		return err
	}
	c.w.pass(time.Duration(c.w.dice.IntN(400)+1) * time.Millisecond)
	c.w.inside()
	err := c.fate(op, effect)
	if c.p.burn("after call") {
		return errDead
	}
	if died := c.serves("after a write", fault.Uncertain); died != nil {
		return died
	}
	c.w.inside()
	c.w.pause()
	return c.learns(err)
}

// fates are what may become of a write, by how often it does.
func fates() []string {
	return []string{"refused", "throttled", "unavailable", "lost before", "lost after", "lost after", "late", "late", "misread", "conflict"}
}

func (c *conn) fate(op string, effect func()) error {
	if c.p.dead {
		return errDead
	}
	if c.w.faulty && c.w.clock < c.slow && c.w.dice.one(2) {
		c.w.tracef("%s: %s: late", c.name, op)
		c.postpone(effect)
		return fault.Errorf(fault.Uncertain, op, "late")
	}
	if !c.w.faulty || !c.w.dice.one(c.w.k.Faults) {
		effect()
		return nil
	}
	fate := pick(c.w.dice, fates()...)
	c.w.hit(cmp.Or(map[string]string{"throttled": "write throttled", "unavailable": "write unavailable", "misread": "write misread"}[fate], fate))
	c.w.hit(op + " " + fate)
	c.w.tracef("%s: %s: %s", c.name, op, fate)
	no := func(class fault.Class) error { return fault.Errorf(class, op, "%s", fate) }
	switch fate {
	case "refused":
		return no(fault.Invalid)
	case "throttled":
		return throttled(op, time.Duration(1+c.w.dice.IntN(60))*time.Second)
	case "unavailable":
		return no(fault.Unavailable)
	case "conflict":
		return no(fault.Conflict)
	case "lost before":
		return no(fault.Uncertain)
	case "late":
		c.postpone(effect)
		return no(fault.Uncertain)
	case "misread":
		effect()
		return no(fault.Misread)
	}
	effect()
	return no(fault.Uncertain)
}

// Create makes a ticket of the hub's.
func (c *conn) Create(_ context.Context, d ticket.Draft) (ticket.Ticket, error) {
	if d.Container != home {
		c.w.violatef("I15", "a ticket is made in %q", d.Container)
	}
	fields := map[ticket.Field]ticket.Native{}
	for f, cell := range d.Cells {
		fields[f] = cell.Native
		if f == ticket.Labels {
			fields[f] = joined(cell.Set)
		}
		c.taint(fields[f])
	}
	sent := maps.Clone(fields)
	if c.drops() {
		delete(fields, ticket.Priority)
	}
	var made *item
	err := c.write("create", func() {
		made = c.newItem(c.w.hub.name, c.w.hub.account, fields, d.Key)
		made.sent = sent
	})
	if err != nil {
		return ticket.Ticket{}, err
	}
	if made == nil {
		return ticket.Ticket{}, errDead
	}
	made.answered = c.w.clock
	return c.answer(made), nil
}

// drops decides whether a field is dropped silently.
func (c *conn) drops() bool {
	drops := c.w.faulty && c.k.Silent && c.w.dice.one(6)
	if drops {
		c.w.hit("dropped field")
	}
	return drops
}

// answer is what a write's answer shows.
func (c *conn) answer(i *item) ticket.Ticket {
	if c.k.Bare {
		return ticket.Ticket{Ref: i.ref, LogAfter: -1, NComments: -1}
	}
	return c.ticket(i)
}

// target finds what a write is meant for, and objects if it is not the hub's to
// write to.
func (c *conn) target(op string, r ticket.Ref) (*item, error) {
	i := c.items[r.ID]
	if i == nil || i.deleted {
		return nil, c.learns(fault.Errorf(fault.NotFound, op, "there is no %s", r.ID))
	}
	if r.Container != home {
		c.w.violatef("I15", "%s %s in %q", op, r.ID, r.Container)
	}
	if i.ref.ID != r.ID {
		c.w.hit("written by an old id")
		return nil, c.learns(fault.Errorf(fault.NotFound, op, "%s is %s now", r.ID, i.ref.ID))
	}
	if i.ref.Container != home { // nobody has told the hub yet
		return nil, c.learns(fault.Errorf(fault.NotFound, op, "%s is elsewhere", r.ID))
	}
	if op != "retire" && !c.w.hub.book.linked(c.name, r.ID) {
		c.w.violatef("I15", "%s of %s of %s, which no link has", op, r.ID, c.name)
	}
	if op == "retire" && !c.w.made(i) {
		c.w.violatef("I15", "a person's ticket %s is retired", r.ID)
	}
	return i, nil
}

// Edit writes fields.
func (c *conn) Edit(_ context.Context, r ticket.Ref, _ ticket.Key, p ticket.Patch) (ticket.Ticket, error) {
	i, err := c.target("edit", r)
	if err != nil {
		return ticket.Ticket{}, err
	}
	for _, v := range p.Set {
		c.taint(v)
	}
	if _, refused := p.Set[c.k.Refuses]; refused {
		c.writes++
		c.w.hit("refused field")
		return ticket.Ticket{}, c.learns(fault.Errorf(fault.Invalid, "edit", "%s cannot be set", c.k.Refuses))
	}
	if err := c.lacking(i, p); err != nil {
		return ticket.Ticket{}, c.learns(err)
	}
	drop := c.drops()
	c.w.tracef("%s: the hub writes %s %v (was %v) +%v -%v", c.name, i.ref.Key, p.Set, p.Pre, p.Add, p.Remove)
	c.talk(i)
	err = c.write("edit", func() { c.atOnce(i, func() { c.patch(i, p, drop) }) })
	if err != nil {
		return ticket.Ticket{}, err
	}
	return c.answer(i), nil
}

// patch sets what a call sets; a tool that drops values in silence takes the title
// alone.
func (c *conn) patch(i *item, p ticket.Patch, drop bool) {
	for _, f := range sorted(p.Set) {
		if !drop || f == ticket.Title {
			c.set(i, f, p.Set[f], c.w.hub.name, c.w.hub.account)
		}
	}
	if len(p.Add)+len(p.Remove) > 0 {
		set := slices.Concat(labels(i.fields[ticket.Labels]), p.Add)
		set = slices.DeleteFunc(set, func(l ticket.Native) bool { return slices.Contains(p.Remove, l) })
		c.set(i, ticket.Labels, joined(set), c.w.hub.name, c.w.hub.account)
	}
}

// Retire takes a twin out of the way.
func (c *conn) Retire(_ context.Context, twin, survivor ticket.Ref) error {
	i, err := c.target("retire", twin)
	if err != nil {
		return err
	}
	if c.items[survivor.ID] == i {
		c.w.violatef("I3", "a ticket is retired in favour of itself")
	}
	return c.write("retire", func() {
		i.retired = true
		if !c.k.Closes {
			c.remove(i, c.w.hub.name)
			return
		}
		for n := range i.keys {
			i.keys[n] += "-duplicate"
		}
		c.set(i, ticket.State, "closed", c.w.hub.name, c.w.hub.account)
	})
}

// Comment adds a comment of the hub's.
func (c *conn) Comment(_ context.Context, r ticket.Ref, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	i, err := c.target("comment", r)
	if err != nil {
		return ticket.Comment{}, err
	}
	c.taint(d.Native)
	c.held(d.Native)
	c.hearing(d)
	if d.Native == "" {
		return ticket.Comment{}, c.learns(fault.Errorf(fault.Invalid, "comment", "it is empty"))
	}
	var made *comment
	err = c.write("comment", func() { made = c.say(i, d.Native, c.w.hub.name, c.w.hub.account, k) })
	if err != nil || made == nil {
		return ticket.Comment{}, err
	}
	return c.comment(made), nil
}

// EditComment replaces a comment's text.
func (c *conn) EditComment(_ context.Context, r ticket.Ref, id string, k ticket.Key, d ticket.CommentDraft) (ticket.Comment, error) {
	i, m, err := c.said("edit comment", r, id)
	if err != nil {
		return ticket.Comment{}, err
	}
	c.taint(d.Native)
	c.held(d.Native)
	c.hearing(d)
	err = c.write("edit comment", func() { c.rewrite(i, m, d.Native, c.w.hub.name, c.w.hub.account, k) })
	if err != nil {
		return ticket.Comment{}, err
	}
	return c.comment(m), nil
}

// DeleteComment deletes a comment.
func (c *conn) DeleteComment(_ context.Context, r ticket.Ref, id string) error {
	i, m, err := c.said("delete comment", r, id)
	if err != nil {
		return err
	}
	return c.write("delete comment", func() { c.unsay(i, m, c.w.hub.name, c.w.hub.account) })
}

func (c *conn) said(op string, r ticket.Ref, id string) (*item, *comment, error) {
	i, err := c.target(op, r)
	if err != nil {
		return nil, nil, err
	}
	m := i.comment(id)
	if m == nil {
		return nil, nil, c.learns(fault.Errorf(fault.NotFound, op, "there is no comment %s", id))
	}
	if m.by != c.w.hub.name {
		c.w.violatef("I2", "%s %s, which a person wrote", op, id)
	}
	return i, m, nil
}

// taint objects to words that must never be at a tool.
func (c *conn) taint(n ticket.Native) {
	c.w.secrets(c.name, string(n))
	for _, word := range []string{"secret", "forclient"} {
		if has(n, word) {
			c.w.violatef("I7", "%q reaches %s", n, c.name)
		}
	}
}
