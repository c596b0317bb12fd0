package simulation

import (
	"strconv"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// transfers make tools that give a ticket another id when it goes elsewhere. Asked for
// the old one they point to the new one, say that it is gone, or know of nothing.
func (k *Knobs) transfers(d *dice) {
	for i := range k.Tools {
		k.Tools[i].Transfers = pick(d, "redirect", "redirect", "gone", "hidden")
	}
}

// transfer lets a ticket go elsewhere, and one of the hub's mostly come back, while the hub may see
// either or neither.
func (w *World) transfer() {
	t := pick(w.dice, w.tools...)
	items := t.worked()
	if len(items) == 0 || w.depth > 0 {
		return
	}
	i := pick(w.dice, items...)
	t.transfer(i, other)
	w.goOn(w.dice.IntN(4))
	if w.made(i) && !w.dice.one(3) { // one that people made would be another request by its new id
		t.transfer(i, home)
		w.goOn(w.dice.IntN(4))
	}
}

// goOn lets the hub work while time goes by.
func (w *World) goOn(steps int) {
	for range steps {
		w.pass(pick(w.dice, time.Second, 20*time.Second, 61*time.Second))
		w.hub.work(pick(w.dice, "decode", "link", "link", "poll"))
	}
}

// transfer brings an item to another container, where it has another id. The old one
// leads to it still, for those who follow.
func (t *Tool) transfer(i *item, to string) {
	was := i.ref
	t.touch(i)
	id := strconv.Itoa(1000 + len(t.items))
	i.ref = ticket.Ref{ID: id, Container: to, Key: t.name + "-" + id}
	t.items[id] = i
	t.w.result_.Changes++
	t.w.hit("transferred to " + map[string]string{home: "where it was", other: "elsewhere"}[to])
	t.w.tracef("%s: %s is transferred and is %s in %s", t.name, was.Key, i.ref.Key, to)
	if t.k.Transfers != "hidden" {
		now := i.ref
		t.send(func() ticket.Change { return ticket.Change{Kind: ticket.Moved, Ref: was, Version: i.version, To: &now} })
	}
	if to == home {
		t.tell(i, "dana", ticket.State)
	}
}

// follow says what becomes of a read by an id that a ticket had once.
func (c *conn) follow(i *item, r ticket.Ref) error {
	if i == nil || r.ID == "" || r.ID == i.ref.ID {
		return nil
	}
	c.w.hit("asked by an old id: " + c.k.Transfers)
	switch c.k.Transfers {
	case "gone":
		return fault.Errorf(fault.Gone, "get", "%s was transferred", r.ID)
	case "hidden":
		return fault.Errorf(fault.NotFound, "get", "there is no %s", r.ID)
	}
	return nil
}

// astray reports whether a link's ticket is not where the link says, so that nothing is
// expected of it, and objects where the desk is not told.
func (w *World) astray(r *request.Request, l *request.Link, i *item) bool {
	if i.ref.ID == l.Ticket.ID {
		return false
	}
	told := l.Error != "" && (l.Health == request.Parked || l.Health == request.Failed)
	if !told && !r.Status.Over() { // for one of a request that has ended nobody looks by itself
		w.violatef("I1", "link %s counts as %s with the ticket %s, which is %s in %s now", l.ID, l.Health, l.Ticket.ID, i.ref.ID, i.ref.Container)
	}
	return true
}
