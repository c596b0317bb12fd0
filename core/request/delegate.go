package request

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

func (s DelegationState) open() bool { return s == Offered || s == Accepted }

// undecided reports whether a delegation came back and waits for the desk.
func (d *Delegation) undecided() bool { return d.State == Returned && d.EndedAt.IsZero() }

// Open reports whether the team has the task: offered or accepted.
func (d *Delegation) Open() bool { return d.State.open() }

// Delegate gives a task to a team. With Ticket the ticket is there already and
// is only linked. ID and Link may be empty for new ones.
type Delegate struct {
	ID     DelegationID
	Link   LinkID
	Team   TeamID
	Task   *Task // nil: the request's own title and description
	Lead   bool
	After  []DelegationID
	DueAt  time.Time
	Ticket string // what the tool calls an existing ticket: its key or number
}

func (c Delegate) decide(w *work) error {
	team, ok := w.h.Directory.Teams[c.Team]
	if !ok {
		return wrong("team", "there is no team %q", c.Team)
	}
	if c.Task == nil && w.r.Umbrella != "" && team.Clients != nil { // what the umbrella says later may name other clients
		c.Task = &Task{w.r.Title, w.r.Description}
	}
	if err := c.check(w, team); err != nil {
		return err
	}
	d := c.delegation(w)
	w.r.Delegations = append(w.r.Delegations, d)
	last := &w.r.Delegations[len(w.r.Delegations)-1]
	if c.Lead {
		w.r.lead(d.ID)
	}
	w.event(Event{Type: Delegated, Field: "delegation", To: w.h.Directory.teamTitle(c.Team)})
	w.decideReturned("given to " + string(c.Team))
	w.r.drop(AttentionAllDone)
	if w.r.ready(last) {
		w.link(last, team, c.Link, c.Ticket)
	}
	return nil
}

func (c Delegate) check(w *work, team Team) error {
	switch {
	case team.Retired:
		return wrong("team", "%s is retired", w.h.Directory.team(team.ID))
	case w.r.Status == Closed || w.r.Status == Cancelled:
		return wrong("team", "the request is %s: reopen it first", w.r.Status)
	case w.r.MergedTo != "":
		return w.r.Living("team")
	}
	if err := w.sane("due_at", c.DueAt); err != nil {
		return err
	}
	if !c.DueAt.IsZero() && c.DueAt.Before(w.cause.At.Add(-blink)) {
		return wrong("due_at", "lies in the past")
	}
	if len(c.After) > maxList {
		return wrong("after", "at most %d", maxList)
	}
	for _, id := range c.After {
		switch before := w.r.Delegation(id); {
		case before == nil:
			return wrong("after", "there is no delegation %q", id)
		case before.State == Returned || before.State == DelegateEnded:
			return wrong("after", "the task of %s is %s: nothing can wait for it", w.h.Directory.team(before.Team), before.State)
		}
	}
	if c.Task == nil {
		return w.h.MayDelegate(w.r, team, false)
	}
	return w.h.checkTask(w.r, team.ID, *c.Task)
}

// checkTask refuses a text of the desk's own that a team may not have.
func (h House) checkTask(r *Request, id TeamID, task Task) error {
	team, ok := h.Directory.Teams[id]
	switch {
	case !ok:
		return wrong("team", "there is no team %q", id)
	case !shows(OneLine(task.Title)):
		return wrong("task.title", "must not be empty")
	case len([]rune(task.Title)) > MaxTitle || len(task.Body) > MaxText:
		return wrong("task", "is too long")
	}
	if err := h.MayDelegate(r, team, true); err != nil {
		return err
	}
	return h.discreet(r, h.teamTerms(team, team.Target), string(id), "task", task.Title+"\n"+task.Body)
}

func (c Delegate) delegation(w *work) Delegation {
	d := Delegation{
		ID: c.ID, Team: c.Team, OwnTask: c.Task != nil, Lead: c.Lead, After: slices.Clone(c.After),
		State: Offered, DueAt: cut(c.DueAt), CreatedAt: w.cause.At, StateAt: w.cause.At,
		Task: Task{Title: w.r.Title, Body: w.r.Description},
	}
	if d.ID == "" {
		d.ID = DelegationID(w.id())
	}
	if c.Task != nil {
		d.Task = Task{OneLine(c.Task.Title), Lines(c.Task.Body)}
	}
	return d
}

func (r *Request) lead(id DelegationID) {
	for i := range r.Delegations {
		r.Delegations[i].Lead = r.Delegations[i].ID == id
	}
}

// ready reports whether everything that must be done first is done.
func (r *Request) ready(d *Delegation) bool {
	for _, id := range d.After {
		if before := r.Delegation(id); before != nil && before.State != DelegateDone {
			return false
		}
	}
	return true
}

// HeldUp finds what a delegation waits for in vain, nil if there is no such: it
// came back or was taken back, and the desk must say how to go on.
func (r *Request) HeldUp(d *Delegation) *Delegation {
	if d.State != Offered || d.Link != "" {
		return nil
	}
	for _, id := range d.After {
		before := r.Delegation(id)
		if before != nil && (before.State == Returned || before.State == DelegateEnded) {
			return before
		}
	}
	return nil
}

// Start gives a team its task now, whatever it was to wait for.
type Start struct{ ID DelegationID }

func (c Start) decide(w *work) error {
	d := w.r.Delegation(c.ID)
	switch {
	case d == nil:
		return &MissingError{"delegation", string(c.ID)}
	case d.State != Offered || d.Link != "":
		return standing("delegation", "it waits for nothing")
	case w.r.Status == Closed || w.r.Status == Cancelled:
		return standing("delegation", "the request is %s: reopen it first", w.r.Status)
	}
	team, ok := w.h.Directory.Teams[d.Team]
	if !ok {
		return wrong("team", "there is no team %q", d.Team)
	}
	if err := w.h.MayDelegate(w.r, team, d.OwnTask); err != nil {
		return err
	}
	d.After = nil
	w.link(d, team, "", "")
	w.event(Event{Type: DelegationMove, Link: d.Link, Field: "after", From: string(d.State), To: string(d.State), Reason: "started by the desk"})
	return nil
}

// link makes the delegation's link; a team without a tool gets one by hand.
func (w *work) link(d *Delegation, team Team, id LinkID, existing string) {
	if id == "" {
		id = LinkID(w.id())
	}
	l := Link{
		ID: id, Delegation: d.ID, Team: team.ID, Connection: team.Connection, Plugin: team.Plugin, Side: TeamSide,
		Target: team.Target, Ticket: ticket.Ref{Key: existing}, Wanted: Todo, WantedVer: 1, State: Todo,
		Health: Pending, HealthAt: w.cause.At, Imported: existing != "", Relinked: existing != "",
	}
	if team.Supplier {
		l.Side = SupplierSide
	}
	if team.Connection == ByHand || team.Connection == "" {
		l.Connection, l.Health, l.Imported, l.Relinked = ByHand, InSync, false, false
	}
	d.Link = l.ID
	w.r.Links = append(w.r.Links, l)
	w.d.NewLinks = append(w.d.NewLinks, l.ID)
}

// startNext makes the links of delegations whose turn has come. One that the
// guards no longer let go is returned to the desk.
func (w *work) startNext() {
	if w.r.Status == Cancelled {
		return
	}
	for i := range w.r.Delegations {
		d := &w.r.Delegations[i]
		if d.Link != "" || d.State != Offered || !w.r.ready(d) {
			continue
		}
		team := w.h.Directory.Teams[d.Team]
		if err := w.h.MayDelegate(w.r, team, d.OwnTask); err != nil {
			d.ReturnedReason = err.Error()
			w.delegation(d, Returned, d.ReturnedReason)
			continue
		}
		w.link(d, team, "", "")
	}
}

// decideReturned ends the question that returned delegations ask of the desk.
func (w *work) decideReturned(reason string) {
	for i := range w.r.Delegations {
		if d := &w.r.Delegations[i]; d.undecided() {
			d.EndedAt = w.cause.At
			w.event(Event{Type: DelegationMove, Link: d.Link, Field: "returned", To: "decided", Reason: reason})
		}
	}
}
