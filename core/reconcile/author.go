package reconcile

import (
	"cmp"
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// author is what the evidence says of who last wrote a value.
type author int

const (
	unknown author = iota
	person
	us
)

// authorOf judges one actor. Our own account proves nothing where people use it
// too.
func authorOf(a *ticket.Actor, dedicated bool) author {
	switch {
	case a == nil:
		return unknown
	case !a.Self:
		return person
	case dedicated:
		return us
	}
	return unknown
}

// actorOf finds who last wrote a field, by the cell and then by the log; nil if
// the look does not say. The log of one delivery says nothing of the value that
// another one showed.
func (p *planner) actorOf(f ticket.Field) *ticket.Actor {
	t := p.look.Ticket
	c, shown := t.Cells[f]
	if shown && c.By != nil {
		return c.By
	}
	for _, e := range slices.Backward(t.Log) {
		if e.Field == f {
			if shown && !p.look.Full && e.To != "" && e.To != c.Native {
				return nil
			}
			return e.By
		}
	}
	return nil
}

func (p *planner) lastAuthor(f ticket.Field) author {
	return authorOf(p.actorOf(f), p.Rules.Dedicated)
}

// nameOf says who changed a field, for the history.
func (p *planner) nameOf(f ticket.Field) string { return actorName(p.actorOf(f)) }

func actorName(a *ticket.Actor) string {
	if a == nil {
		return ""
	}
	return cmp.Or(a.Name, a.ID)
}

// acted notes that a person did something at the tool.
func (p *planner) acted(by *ticket.Actor) {
	if p.plan.Acted == "" && (by == nil || !by.Self) {
		p.plan.Acted = cmp.Or(actorName(by), "someone")
	}
}

// ghost finds an earlier write of ours that a value may be.
func (s *State) ghost(f ticket.Field, v ticket.Native) (Ghost, bool) {
	for _, g := range slices.Backward(s.Ghosts) {
		if g.Field == f && g.Want == v {
			return g, true
		}
	}
	return Ghost{}, false
}
