package request

import "time"

// Withdraw takes a delegation back; the team is told as its terms say.
type Withdraw struct {
	ID     DelegationID
	Reason string
}

func (c Withdraw) decide(w *work) error {
	d := w.r.Delegation(c.ID)
	if d == nil {
		return &MissingError{"delegation", string(c.ID)}
	}
	if d.State == DelegateEnded {
		return nil
	}
	w.withdraw(d, c.Reason)
	w.rollUp()
	return nil
}

func (w *work) withdraw(d *Delegation, reason string) {
	l := w.r.Link(d.Link)
	if l != nil && l.synced() && d.State.open() {
		terms := w.h.Terms(w.r, l)
		follows := terms.Follows == FollowState && !l.Relinked
		if !follows || w.tellsWhy(terms, reason) {
			w.lines([]LinkID{l.ID}, reason, saidWithdrawn)
		}
		if follows {
			w.want(l, CancelledC)
		}
	}
	w.delegation(d, DelegateEnded, reason)
}

// progress moves a delegation and draws the conclusions for the request.
func (w *work) progress(d *Delegation, to DelegationState, reason string) {
	if d.State == to || d.State == DelegateEnded {
		return
	}
	w.delegation(d, to, reason)
	if to == DelegateDone {
		w.startNext()
	}
	w.rollUp()
}

// delegation changes the state of a delegation and nothing else.
func (w *work) delegation(d *Delegation, to DelegationState, reason string) {
	w.event(Event{Type: DelegationMove, Link: d.Link, Field: "delegation", From: string(d.State), To: string(to), Reason: reason})
	d.State, d.StateAt = to, w.cause.At
	d.WithRequest = d.WithRequest && to == DelegateEnded
	if to != Accepted {
		w.r.settle(func(c Concern) bool { return c.Attention == AttentionReopened && c.Delegation == d.ID })
	}
	switch to {
	case Offered:
		d.EndedAt, d.ReturnedReason = time.Time{}, ""
	case Accepted:
		d.EndedAt, d.ReturnedReason = time.Time{}, ""
		if d.AcceptedAt.IsZero() {
			d.AcceptedAt = w.cause.At
		}
	case Returned:
		d.EndedAt, d.ReturnedReason = time.Time{}, reason
		d.Bounces++
	default:
		d.EndedAt = w.cause.At
		w.r.settle(func(c Concern) bool { return c.Delegation == d.ID && to == DelegateEnded })
	}
}

// TeamActed is the first human act in a ticket: somebody took it, moved it or
// wrote. Never report an act of our own account. The link is Cause.Link.
type TeamActed struct{}

func (TeamActed) decide(w *work) error {
	if d := w.causeDelegation(); d != nil && d.State == Offered {
		w.progress(d, Accepted, "")
	}
	return nil
}

// TicketReturned is a ticket that the team gave back: by a label, by moving it
// out of its target, by a command, or because it is gone.
type TicketReturned struct{ Reason string }

func (c TicketReturned) decide(w *work) error {
	if d := w.causeDelegation(); d != nil && d.State.open() {
		w.progress(d, Returned, c.Reason)
	}
	return nil
}

func (w *work) causeDelegation() *Delegation {
	l := w.r.Link(w.cause.Link)
	if l == nil {
		return nil
	}
	return w.r.Delegation(l.Delegation)
}
