package reconcile

import (
	"cmp"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Creation is what to do about a link whose ticket does not exist yet.
type Creation struct {
	Plan
	Adopt *ticket.Ref // this ticket carries our key: it is the link's
}

// MustFind reports whether a ticket may exist that the hub does not know of, so
// that its key has to be looked for before anything is made.
func (s State) MustFind() bool { return s.Restored || s.creating() }

// creating reports whether a create is remembered.
func (s State) creating() bool {
	return slices.ContainsFunc(s.Intents, func(i Intent) bool { return i.Effect == CreateTicket })
}

// Create decides about a link without a ticket. found are the tickets that carry
// its key, where [State.MustFind] asked for them.
func Create(in Input, found []ticket.Ticket) Creation {
	p := newPlanner(in)
	c := Creation{}
	found = slices.DeleteFunc(slices.Clone(found), func(t ticket.Ticket) bool { // a person's copy took the key along
		return t.By != nil && !t.By.Self
	})
	switch {
	case len(found) > 0:
		c.Adopt = p.adopt(found)
	case p.waits():
	case p.Rules.ReadOnly:
		if len(in.State.Held) == 0 {
			p.record("", request.Recorded, "", p.Values[ticket.Title].Text, "the connection is read only: the ticket would be made")
		}
		p.foresee()
		p.plan.Clean = true
	default:
		p.create()
	}
	c.Plan = p.plan
	return c
}

// adopt chooses the oldest of the tickets with our key; the others are twins.
func (p *planner) adopt(found []ticket.Ticket) *ticket.Ref {
	slices.SortFunc(found, func(a, b ticket.Ticket) int {
		return cmp.Or(cmp.Compare(len(a.Ref.ID), len(b.Ref.ID)), cmp.Compare(a.Ref.ID, b.Ref.ID))
	})
	for _, t := range found[1:] {
		p.st.Twins = append(p.st.Twins, t.Ref)
	}
	p.st.Reread = true
	ref := found[0].Ref
	return &ref
}

// waits holds a create back while an earlier one may still land.
func (p *planner) waits() bool {
	if p.st.Restored && !p.st.creating() {
		p.st.Intents = append(p.st.Intents, Intent{Effect: CreateTicket, Unknown: true, Deadline: p.Now.Add(p.Rules.CreateWait)})
	}
	for _, i := range p.st.Intents {
		if i.Effect == CreateTicket && p.Now.Before(i.Deadline) {
			p.plan.Wake = i.Deadline
			return true
		}
	}
	return false
}

// create plans one create. What each attempt sends is remembered, since any of
// them may be the one that made the ticket.
func (p *planner) create() {
	attempt := map[ticket.Field]Pair{}
	cells := map[ticket.Field]ticket.Cell{}
	for _, f := range slices.Sorted(maps.Keys(p.Values)) {
		dir := p.Rules.direction(f)
		if !dir.gives() && dir != Once && !own(f) {
			continue
		}
		native := p.first(f)
		if f == ticket.Labels && dir != Off {
			cells[f] = p.labelled(native)
		}
		attempt[f] = Pair{p.Values[f].Version, native}
		if f == ticket.State && p.Values[f].Text != string(request.Todo) { // commanded before there was a ticket: goes out once it is there
			attempt[f] = Pair{None, native}
		}
		if native == "" || f == ticket.Labels {
			continue
		}
		cells[f] = ticket.Cell{Native: native}
		s := &sides{f: f, fs: p.st.Fields[f]}
		if p.cut(s); s.fs.Cut {
			p.store(s)
		}
	}
	p.remember(attempt)
	p.st.Restored = false
	p.plan.Calls = []Call{{Effect: CreateTicket, Key: p.st.Key, Draft: &ticket.Draft{Key: p.st.Key, Container: p.Rules.Container, Cells: cells}}}
}

// labelled is the labels of a new ticket: the request's, and those that the team
// wants on each of its tickets.
func (p *planner) labelled(native ticket.Native) ticket.Cell {
	set, _ := labelDiff("", native)
	for _, l := range p.Rules.Labels {
		set = append(set, ticket.Native(l))
	}
	return ticket.Cell{Set: set}
}

func (p *planner) remember(attempt map[ticket.Field]Pair) {
	deadline := p.Now.Add(p.Rules.CreateWait)
	for n := range p.st.Intents {
		if i := &p.st.Intents[n]; i.Effect == CreateTicket {
			i.Attempts, i.Deadline = append(i.Attempts, attempt), deadline
			return
		}
	}
	p.st.Intents = append(p.st.Intents, Intent{Effect: CreateTicket, Attempts: []map[ticket.Field]Pair{attempt}, Deadline: deadline})
}

// first is a field's value in a new ticket; state and assignee are the tool's
// to begin with.
func (p *planner) first(f ticket.Field) ticket.Native {
	if own(f) {
		return ""
	}
	w, _ := p.put(&sides{f: f, hub: p.Values[f]})
	return w
}
