package simulation

import (
	"strings"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// resolution is the field that some tools demand of whoever closes a ticket.
const resolution ticket.Field = "x.resolution"

// demanded is what they say.
const demanded = "say a resolution"

// demands makes tools refuse to close a ticket that says no resolution. The call
// carries all fields at once, so that a no to one is a no to all.
func (k *Knobs) demands(d *dice) {
	for i := range k.Tools {
		k.Tools[i].Demands = pick(d, "", "never", "asked", "asked")
	}
}

// demanding is what a tool's demand changes of a call: the fields that go together.
func (k ToolKnobs) together() [][]ticket.Field {
	list := []ticket.Field{ticket.Title, ticket.Description, ticket.Priority, ticket.Labels, ticket.Due}
	if k.Demands != "" {
		list = append(list, ticket.State, resolution)
	}
	return [][]ticket.Field{list}
}

// lacking refuses a transition for want of the field that it demands.
func (c *conn) lacking(i *item, p ticket.Patch) error {
	to, moves := p.Set[ticket.State]
	if c.k.Demands == "" || !moves || to != "closed" && to != "wontfix" || i.fields[ticket.State] == to {
		return nil
	}
	if p.Set[resolution] != "" || i.fields[resolution] != "" {
		c.w.hit("demand met")
		return nil
	}
	c.writes++
	c.w.hit("demand")
	if len(p.Set) > 1 || len(p.Add)+len(p.Remove) > 0 {
		c.w.hit("demand among other fields")
	}
	c.w.tracef("%s: %s of %s is refused for want of %s", c.name, to, i.ref.Key, resolution)
	return &fault.Error{Op: "edit", Class: fault.Invalid, Field: string(resolution), Hint: demanded}
}

// resolve lets the desk or the team say how something was resolved.
func (w *World) resolve() {
	ids := sorted(w.hub.book.requests)
	if len(ids) == 0 || w.hub.p.dead {
		return
	}
	r := w.hub.book.requests[pick(w.dice, ids...)]
	if len(r.Links) == 0 {
		return
	}
	name, _ := resolution.Own()
	if text := w.word("how"); w.dice.one(2) {
		w.do(r, func(*store.LinkDoc) []request.Command {
			return []request.Command{request.Edit{Fields: map[string]*string{name: &text}}}
		})
	}
	w.do(r, func(d *store.LinkDoc) []request.Command {
		return []request.Command{request.Move{To: pick(w.dice, request.Resolved, request.Cancelled), Reason: "so", Open: request.KeepOpen}}
	})
}

// checkTold: what keeps a state from being written is told to the desk, and keeps
// nothing else from it.
func (w *World) checkTold(l *request.Link, st reconcile.State, t *Tool) {
	if b := st.Fields[ticket.State].Blocked; b != nil && t.k.Demands != "" && (l.Health == request.InSync || l.Error == "" && l.Health != request.InConflict) {
		w.violatef("I1", "the state of link %s is not written (%s), and it counts as %s %q", l.ID, b.Reason, l.Health, l.Error)
	}
	if b, i := st.Fields[ticket.State].Blocked, t.item(l); b != nil && strings.Contains(b.Reason, demanded) && i != nil && st.Fields[resolution].Base != nil && i.fields[resolution] != "" {
		w.violatef("I1", "the state of link %s is not written for want of a resolution, which is there: %q", l.ID, i.fields[resolution])
	}
	for _, f := range sorted(st.Fields) {
		if b := st.Fields[f].Blocked; b != nil && f != ticket.State && strings.Contains(b.Reason, demanded) {
			w.violatef("I1", "%s of link %s is not written because of its state: %s", f, l.ID, b.Reason)
		}
	}
}
