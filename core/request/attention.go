package request

import (
	"slices"
	"time"
)

func (r *Request) raise(a Attention) {
	if !slices.Contains(r.Attention, a) {
		r.Attention = append(r.Attention, a)
		slices.Sort(r.Attention)
	}
}

func (r *Request) drop(list ...Attention) {
	r.Attention = slices.DeleteFunc(r.Attention, func(a Attention) bool { return slices.Contains(list, a) })
}

// settleAttention keeps the reasons that follow from the state alone.
func (r *Request) settleAttention() {
	r.drop(AttentionReturned, AttentionConflict, AttentionHeldUp, AttentionTeamAsks, AttentionReopened, AttentionTwice, AttentionUmbrella, AttentionUnsent)
	r.settleRemarks()
	for _, c := range r.Concerns {
		if !c.Seen && !c.Offers() {
			r.raise(c.Attention)
		}
	}
	if slices.ContainsFunc(r.Unsent, func(u Unsent) bool { return u.Refused != "" }) {
		r.raise(AttentionUnsent)
	}
	if slices.ContainsFunc(r.Delegations, func(d Delegation) bool { return r.HeldUp(&d) != nil }) && !r.Status.Over() {
		r.raise(AttentionHeldUp)
	}
	if slices.ContainsFunc(r.Delegations, func(d Delegation) bool { return d.undecided() }) {
		r.raise(AttentionReturned)
	}
	if slices.ContainsFunc(r.Links, func(l Link) bool { return len(l.Conflicts) > 0 && l.Health != Detached }) {
		r.raise(AttentionConflict)
	}
}

// Reasons lists why the desk should look at the request at any time: the stored
// reasons and a ticket that does not receive what it should.
func (r *Request) Reasons() []Attention {
	list := slices.Clone(r.Attention)
	failed := slices.ContainsFunc(r.Links, func(l Link) bool { return l.Health == Failed || l.Health == Parked })
	if failed && !slices.Contains(list, AttentionSync) {
		list = append(list, AttentionSync)
	}
	return list
}

// Promise is when an update is due that the client was promised and has not had;
// zero if there is none.
func (r *Request) Promise() time.Time {
	if r.Status.Over() || r.MergedTo != "" {
		return time.Time{}
	}
	return r.NextUpdateAt
}

// Attend lists why the desk should look at the request at a given time: its
// reasons and a promised update that is due.
func (r *Request) Attend(now time.Time) []Attention {
	list := r.Reasons()
	due := r.Promise()
	if !due.IsZero() && !due.After(now) && !slices.Contains(list, AttentionPromiseDue) {
		list = append(list, AttentionPromiseDue)
	}
	return list
}

// Seen is the desk's word that it has dealt with a reason to look. What follows
// from the state alone comes back while the state lasts, save a return: seeing
// it decides it. With a note it is what a team offered there that is put away; words
// for the client stay at hand.
type Seen struct {
	Reason Attention
	Note   NoteID
}

func (c Seen) decide(w *work) error {
	if c.Note != "" {
		w.r.settle(func(x Concern) bool { return x.Offers() && x.Note == c.Note })
	}
	if !slices.Contains(w.r.Attention, c.Reason) {
		return nil
	}
	if c.Reason == AttentionReturned {
		w.decideReturned("seen by the desk")
	}
	w.r.settle(func(x Concern) bool { return x.Attention == c.Reason && !x.Offers() })
	w.r.drop(c.Reason)
	w.event(Event{Type: Changed, Field: "attention", From: string(c.Reason)})
	return nil
}
