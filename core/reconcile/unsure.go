package reconcile

import (
	"maps"
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// Sure is a change without what may be older than a write of ours whose answer is
// still out, or, where the change itself may be older than that, showed no values.
// A cell that says something else than we wrote
// is left out of a delivery; where a person wrote it, only a read tells who came last,
// and the change tells what is lost if it was not they. So it is with the row of a poll,
// which a connector may tell only once.
func (s State) Sure(c ticket.Change, older, polled bool) ticket.Change {
	if c.Ticket == nil {
		return c
	}
	t := *c.Ticket
	t.Cells = maps.Clone(t.Cells)
	for f, cell := range t.Cells {
		want, unsure := s.unsure(f, older)
		if !unsure || Comparable(f, cell) == want {
			continue
		}
		switch by, said := authorIn(t, f); {
		case said && by != nil && !by.Self, !said && polled:
			return ticket.Change{Kind: ticket.Look, Ref: c.Ref, Version: c.Version, By: c.By, Ticket: c.Ticket}
		case !said:
			delete(t.Cells, f)
		}
	}
	c.Ticket = &t
	return c
}

// authorIn is who wrote a field last as one change tells it; false if it does not
// say that anybody did.
func authorIn(t ticket.Ticket, f ticket.Field) (by *ticket.Actor, said bool) {
	if c := t.Cells[f]; c.By != nil {
		return c.By, true
	}
	for _, e := range slices.Backward(t.Log) {
		if e.Field == f {
			return e.By, true
		}
	}
	return nil, false
}

// unsure reports whether a field was written without an answer that shows it, and
// what was written.
func (s State) unsure(f ticket.Field, older bool) (want ticket.Native, unsure bool) {
	for _, i := range s.Intents {
		if i.Effect == SetField && i.Field == f && !i.Unknown {
			return i.Want, true
		}
	}
	fs := s.Fields[f]
	if older && fs.Unverified && fs.sent() {
		return fs.Base.Native, true
	}
	return "", false
}
