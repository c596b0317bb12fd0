package request

import "cmp"

// TicketState is what a look at the ticket of Cause.Link told about its state.
// Own: no person at the tool did it (our write, or nothing changed there); the
// link's Wanted then stays as it is.
type TicketState struct {
	Category  Category
	ToolState string // the tool's own name for it
	Assignee  string // there
	Own       bool
	Reason    string // why it was cancelled or waits, where somebody said so
	Labelled  bool   // the team has labelled it as handed back
}

func (c TicketState) decide(w *work) error {
	l := w.r.Link(w.cause.Link)
	if l == nil {
		return &MissingError{"link", string(w.cause.Link)}
	}
	before := l.State
	l.ToolState, l.Assignee = c.ToolState, c.Assignee
	if !c.Own && l.Wanted != c.Category {
		l.Wanted = c.Category
		l.WantedVer++
	}
	if before == c.Category {
		return nil
	}
	l.State = c.Category
	w.event(Event{Type: LinkChanged, Field: "state", From: string(before), To: string(c.Category)})
	if l.Side == ClientSide {
		c.client(w, before)
		return nil
	}
	c.asks(w, before)
	if d := w.r.Delegation(l.Delegation); d != nil {
		c.move(w, l, d)
	}
	return nil
}

// asks raises a team's waiting, which never pauses a clock.
func (c TicketState) asks(w *work, before Category) {
	switch {
	case c.Category == Waiting && !c.Own:
		w.concern(Concern{Attention: AttentionTeamAsks, Kind: AsksByWaiting, Text: cmp.Or(c.Reason, c.ToolState)})
	case before == Waiting:
		w.r.settle(func(x Concern) bool { return x.Kind == AsksByWaiting && x.Link == w.cause.Link })
	}
}

// move draws the conclusion for the delegation. A task that was handed back and
// then closed is handed back and not done, and what the desk closed itself is
// nothing that the team did.
func (c TicketState) move(w *work, l *Link, d *Delegation) {
	switch {
	case d.State == DelegateEnded:
	case c.Category == Done && (c.Labelled || d.State == Returned && w.cause.By.Origin != DeskOrigin):
	case c.Category == Done && c.Own && d.State == Offered:
		d.WithRequest = true
		w.progress(d, DelegateEnded, "the desk closed the ticket before the team began")
	case c.Category == Done:
		w.progress(d, DelegateDone, "")
	case c.Category == CancelledC && w.r.Status == Cancelled && d.State != Returned:
		d.WithRequest = true
		w.progress(d, DelegateEnded, "the request is cancelled")
	case c.Category == CancelledC && c.Own && l.Wanted != CancelledC: // it is to be opened again meanwhile
	case c.Category == CancelledC && c.Own:
		w.progress(d, DelegateEnded, "")
	case c.Category == CancelledC:
		w.progress(d, Returned, c.reason())
	case d.State == Returned && c.Own && c.Labelled: // it still says that it was handed back: only the words for its state are others
	case d.State == DelegateDone || d.State == Returned:
		c.reopen(w, d)
	case !c.Own && d.State == Offered:
		w.progress(d, Accepted, "")
	}
}

func (c TicketState) reason() string {
	if c.Reason != "" {
		return c.Reason
	}
	if c.ToolState != "" {
		return "the team set it to " + c.ToolState
	}
	return "the team cancelled it"
}

func (c TicketState) reopen(w *work, d *Delegation) {
	if !c.Own && d.State == DelegateDone {
		w.concern(Concern{Attention: AttentionReopened})
	}
	w.progress(d, Accepted, "reopened")
}

// client draws the conclusion from the state of the client's own ticket: one
// that ended there is for the desk to see, one opened again reopens ours.
func (c TicketState) client(w *work, before Category) {
	ended := func(x Category) bool { return x == Done || x == CancelledC }
	if c.Own || ended(c.Category) || !ended(before) {
		return
	}
	if w.r.Status == Resolved {
		w.move(InProgress, "reopened by the client")
	}
}
