package request

import (
	"slices"
	"time"
)

// Moves lists the statuses that a request can go to from one.
func Moves(from Status) []Status {
	switch from {
	case New:
		return []Status{InProgress, WaitingClient, OnHold, Monitoring, Resolved, Cancelled}
	case InProgress:
		return []Status{WaitingClient, OnHold, Monitoring, Resolved, Cancelled}
	case WaitingClient:
		return []Status{InProgress, OnHold, Monitoring, Resolved, Cancelled}
	case OnHold:
		return []Status{InProgress, WaitingClient, Monitoring, Resolved, Cancelled}
	case Monitoring:
		return []Status{InProgress, WaitingClient, OnHold, Resolved, Cancelled}
	case Resolved:
		return []Status{Closed, InProgress}
	case Closed, Cancelled:
		return []Status{InProgress}
	}
	return nil
}

// Over reports whether nothing is to be done any more.
func (s Status) Over() bool { return s == Resolved || s == Closed || s == Cancelled }

// OpenWork says what becomes of open delegations when a request is closed.
type OpenWork string

// The answers; the zero value asks.
const (
	KeepOpen     OpenWork = "keep" // as follow-up work
	WithdrawOpen OpenWork = "withdraw"
)

// Move changes the status. WaitingClient needs WaitingFor, which is also sent as
// a note for the client; OnHold needs Hold. From an end InProgress reopens. To ""
// stays, to say anew what is waited for.
type Move struct {
	To         Status
	WaitingFor string
	Hold       HoldReason
	Reason     string
	Open       OpenWork
	Note       NoteID // of the note for the client; "" makes one
}

func (c Move) decide(w *work) error {
	c.WaitingFor = Lines(c.WaitingFor)
	if c.To == "" {
		c.To = w.r.Status
	}
	if err := c.check(w.r); err != nil {
		return err
	}
	if c.To == w.r.Status {
		return c.restate(w)
	}
	if c.To == Closed {
		if err := c.settleOpen(w); err != nil {
			return err
		}
	}
	w.move(c.To, c.Reason)
	return c.restate(w)
}

func (c Move) check(r *Request) error {
	switch {
	case r.MergedTo != "":
		return r.Living("status")
	case Moves(c.To) == nil:
		return wrong("status", "%q is none of %s", c.To, joined(Statuses()))
	case c.To != r.Status && !slices.Contains(Moves(r.Status), c.To):
		return &IllegalMove{From: r.Status, To: c.To, Legal: Moves(r.Status)}
	case c.To == WaitingClient && r.Umbrella != "":
		return wrong("status", "an umbrella has no client to wait for")
	case c.WaitingFor != "" && c.To != WaitingClient:
		return wrong("waiting_for", "belongs to the status %s", WaitingClient)
	case c.Hold != "" && c.To != OnHold:
		return wrong("hold_reason", "belongs to the status %s", OnHold)
	case c.Open != "" && c.Open != KeepOpen && c.Open != WithdrawOpen:
		return wrong("open_delegations", "%q is none of %s, %s", c.Open, KeepOpen, WithdrawOpen)
	case len(c.WaitingFor) > MaxText:
		return wrong("waiting_for", "is longer than %d bytes", MaxText)
	}
	return c.checkWords(r)
}

func (c Move) checkWords(r *Request) error {
	switch c.To {
	case WaitingClient:
		if !shows(c.WaitingFor) && r.WaitingFor == "" {
			return wrong("waiting_for", "say what is needed of the client")
		}
	case OnHold:
		known := []HoldReason{HoldWorks, HoldSupplier, HoldForceMajeure, HoldOther}
		if !slices.Contains(known, c.Hold) && (c.Hold != "" || r.HoldReason == "") {
			return wrong("hold_reason", "is one of works, supplier, force_majeure, other")
		}
	case New, InProgress, Monitoring, Resolved, Closed, Cancelled: // need no words
	}
	return nil
}

// restate records what is waited for, and asks the client for it.
func (c Move) restate(w *work) error {
	if c.To == OnHold && c.Hold != "" {
		set(w, "hold_reason", &w.r.HoldReason, &c.Hold, c.Reason)
		w.flows()
	}
	if c.To != WaitingClient || c.WaitingFor == "" || c.WaitingFor == w.r.WaitingFor {
		return nil
	}
	set(w, "waiting_for", &w.r.WaitingFor, &c.WaitingFor, c.Reason)
	return Write{ID: c.Note, Audience: ToClient, Body: c.WaitingFor}.decide(w)
}

func (c Move) settleOpen(w *work) error {
	var open []TeamID
	for _, d := range w.r.Delegations {
		if d.State.open() {
			open = append(open, d.Team)
		}
	}
	if len(open) == 0 || c.Open == KeepOpen {
		return nil
	}
	if c.Open != WithdrawOpen {
		return &StillOpen{open}
	}
	for i := range w.r.Delegations {
		if d := &w.r.Delegations[i]; d.State.open() {
			w.withdraw(d, c.Reason)
		}
	}
	return nil
}

// move changes the status with all that follows: times, bridge, attention, and
// what the tickets are told.
func (w *work) move(to Status, reason string) {
	from := w.r.Status
	w.event(Event{Type: StatusChanged, Field: "status", From: string(from), To: string(to), Reason: reason})
	w.r.Status = to
	w.r.stampMove(from, to, w.cause.At)
	w.flows()
	w.r.drop(AttentionAllDone)
	w.r.settle(func(c Concern) bool { return c.Attention == AttentionReopened || to.Over() })
	if to.Over() {
		w.r.Bridge = nil
		w.decideReturned("the request is " + string(to))
	}
	if to.Over() || from.Over() {
		back := w.giveBack(to)
		w.tellTickets(from, to, reason)
		w.askAbout(back)
	}
	if from.Over() && !to.Over() {
		w.lookAgain()
	}
	if from == Cancelled {
		w.startNext()
	}
}

// lookAgain has all tickets looked after again: nobody does once a request has ended.
func (w *work) lookAgain() {
	for i := range w.r.Links {
		w.dirty(w.r.Links[i].ID)
	}
}

func (r *Request) stampMove(from, to Status, at time.Time) {
	if from == WaitingClient {
		r.WaitingFor = ""
	}
	if from == OnHold {
		r.HoldReason = ""
	}
	if (to == Monitoring || to == Resolved) && r.Kind == Incident && r.RestoredAt.IsZero() {
		r.RestoredAt = at
	}
	switch {
	case to == Resolved:
		r.ResolvedAt = at
	case to == Closed:
		r.ClosedAt = at
	case from.Over():
		r.ResolvedAt, r.ClosedAt, r.RestoredAt = time.Time{}, time.Time{}, time.Time{}
	}
}
