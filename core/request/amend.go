package request

import (
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Amend changes a task that a team has: nil leaves a part as it is, the zero time
// takes the due time away. The due time follows to the tool's own, or is told
// where the tool has none. A changed text never rewrites the team's ticket, which
// may hold what the team wrote since: the team is told in a message, and a new
// ticket begins with it.
type Amend struct {
	ID          DelegationID
	DueAt       *time.Time
	Lead        *bool
	Title, Body *string
	Reason      string
}

func (c Amend) decide(w *work) error {
	d := w.r.Delegation(c.ID)
	switch {
	case d == nil:
		return &MissingError{"delegation", string(c.ID)}
	case !d.Open():
		return standing("delegation", "it is %s", d.State)
	}
	if err := c.task(w, d); err != nil {
		return err
	}
	c.lead(w, d)
	return c.due(w, d)
}

func (c Amend) lead(w *work, d *Delegation) {
	if c.Lead == nil || *c.Lead == d.Lead {
		return
	}
	was := ""
	if i := slices.IndexFunc(w.r.Delegations, func(x Delegation) bool { return x.Lead }); i >= 0 {
		was = w.h.Directory.teamTitle(w.r.Delegations[i].Team)
	}
	to := ""
	if *c.Lead {
		w.r.lead(d.ID)
		to = w.h.Directory.teamTitle(d.Team)
	} else {
		d.Lead = false
	}
	w.changed("lead", was, to, c.Reason)
}

func (c Amend) due(w *work, d *Delegation) error {
	if c.DueAt == nil {
		return nil
	}
	if err := w.sane("due_at", *c.DueAt); err != nil {
		return err
	}
	if !w.taskDue(d, cut(*c.DueAt), c.Reason) {
		return nil
	}
	l := w.r.Link(d.Link)
	switch {
	case l == nil || !l.synced():
	case w.h.Holds == nil || w.h.Holds(l.Connection, ticket.Due):
		w.dirty(l.ID)
	case w.h.Carries(w.r, l, ticket.Due):
		at := w.h.dueAt(w.r, l)
		w.lines([]LinkID{l.ID}, "", func(language string) string { return saidDue(language, at) })
	}
	return nil
}

// taskDue sets when a task is due; false if nothing changed.
func (w *work) taskDue(d *Delegation, at time.Time, reason string) bool {
	if at.Equal(d.DueAt) {
		return false
	}
	w.event(Event{Type: Changed, Link: d.Link, Field: "task_due", From: stamp(d.DueAt), To: stamp(at), Reason: reason})
	d.DueAt = at
	return true
}

func (c Amend) task(w *work, d *Delegation) error {
	was := d.Task
	if !d.OwnTask {
		was = Task{w.r.Title, w.r.Description}
	}
	task := was
	if c.Title != nil {
		task.Title = OneLine(*c.Title)
	}
	if c.Body != nil {
		task.Body = Lines(*c.Body)
	}
	if task == was {
		return nil
	}
	if err := w.h.checkTask(w.r, d.Team, task); err != nil {
		return err
	}
	if err := c.tell(w, d, was, task); err != nil {
		return err
	}
	d.Task, d.OwnTask = task, true
	if task.Title != was.Title {
		w.event(Event{Type: Changed, Link: d.Link, Field: "task.title", From: was.Title, To: task.Title, Reason: c.Reason})
	}
	if task.Body != was.Body {
		w.event(Event{Type: Changed, Link: d.Link, Field: "task.body", From: was.Body, To: task.Body, Reason: c.Reason})
	}
	return nil
}

// tell writes a changed task to the team that has it. One that waits for its turn
// or has no tool is not written to.
func (c Amend) tell(w *work, d *Delegation, was, task Task) error {
	l := w.r.Link(d.Link)
	if l == nil || !l.synced() {
		return nil
	}
	to := w.h.Copies(w.r, Teams, []LinkID{l.ID})
	if len(to) == 0 {
		return wrong("task", "%s cannot be told of it: everybody can read its place. Withdraw the task and give it anew", w.h.Directory.team(d.Team))
	}
	parts := []string{saidTask(w.h.Directory.Teams[d.Team].Language)}
	if task.Title != was.Title {
		parts = append(parts, task.Title)
	}
	if task.Body != was.Body && shows(task.Body) {
		parts = append(parts, task.Body)
	}
	w.write(&Note{Audience: Teams, Author: w.author(), Body: strings.Join(parts, "\n\n")}, to)
	return nil
}
