package sync

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// store puts a plan into the document.
func (x *transaction) store(p reconcile.Plan) error {
	unassigned := x.doc.State.Fields[ticket.Assignee].Base == nil
	was := x.doc.State.Fields[ticket.State]
	*x.doc.State = p.State
	x.doc.Taken = len(x.doc.Pending)
	x.events(p.Events)
	x.wrote(p.Wrote)
	x.pulls(p)
	x.notes(p)
	for _, f := range p.Files {
		x.fileCopy(f.File, func(c *request.FileCopy) { *c = f.Copy })
	}
	x.contest(p.Conflicts)
	x.remapped(was)
	x.ticketState(p)
	x.suggest(p.Suggest)
	x.l.SyncedAt = x.now
	x.ask.planned, x.ask.calls = true, p.Calls
	x.judge(p)
	switch {
	case len(p.Calls) > 0:
		return nil
	case p.Clean && unassigned && x.assignee().Version != x.agreedAssignee(): // now that it has told whom it has
		return x.release(x.now)
	case p.Clean && x.shut() != "": // it may be opened to it again, and nobody tells
		return x.release(x.now.Add(shutFor))
	case p.Clean && x.rules.Quiet && !x.returned(): // what was held back meanwhile goes out
		return x.release(x.now)
	case p.Clean:
		return x.rest(p.Wake)
	case p.State.Reread:
		return nil
	}
	return x.release(p.Wake)
}

// cause says that the tool's people act by this link.
func (x *transaction) cause(by string) request.Cause {
	return request.Cause{By: request.Actor{Name: by, Origin: x.c.Name}, At: x.now, Link: x.l.ID}
}

// do runs commands on the request; what they refuse is a line in the history,
// since nobody at the tool can be told.
func (x *transaction) do(commands ...request.Command) { x.doAs("", commands...) }

func (x *transaction) doAs(by string, commands ...request.Command) { x.run(x.cause(by), commands...) }

func (x *transaction) run(why request.Cause, commands ...request.Command) {
	d, err := request.Do(x.r, x.house(), why, commands...)
	if err != nil {
		x.event(request.Event{Type: request.SyncNotice, Verdict: request.Rejected, Reason: err.Error(), Actor: why.By})
		return
	}
	x.l = x.r.Link(x.l.ID)
	x.doc.Link = x.l
	x.doc.Events = append(x.doc.Events, d.Events...)
	x.doc.Add = append(x.doc.Add, d.Added...)
	for _, n := range d.Changed {
		x.changed(n)
	}
	x.doc.Dirty = append(x.doc.Dirty, without(d.Dirty, x.l.ID)...)
	for _, id := range d.NewLinks {
		x.doc.NewLinks = append(x.doc.NewLinks, store.NewLink{Link: id, State: NewState(x.marker, id), Lane: store.People})
	}
	x.doc.Requests = append(x.doc.Requests, d.Opened...)
}

// NewState is the sync memory of a link that has no ticket yet.
func NewState(m reconcile.Marker, id request.LinkID) reconcile.State {
	return reconcile.State{Key: m.Link(id), NComments: -1}
}

func without(list []request.LinkID, id request.LinkID) []request.LinkID {
	return slices.DeleteFunc(slices.Clone(list), func(l request.LinkID) bool { return l == id })
}

func (x *transaction) event(e request.Event) { x.events([]request.Event{e}) }

func (x *transaction) events(list []request.Event) {
	for _, e := range list {
		e.At, e.Link = x.now, x.l.ID
		if e.Actor.Origin == "" {
			e.Actor.Origin = x.c.Name
		}
		if e.Verdict == "" {
			e.Verdict = request.Applied
		}
		x.doc.Events = append(x.doc.Events, e)
	}
}

// pulls takes the tool's values over. The base is agreed with the version that
// the hub's value really has afterwards.
func (x *transaction) pulls(p reconcile.Plan) {
	for _, pull := range p.Pulls {
		if pull.Field == ticket.State || pull.Field == ticket.Assignee {
			continue // see ticketState
		}
		text := pull.Value
		if pull.Field == ticket.Due {
			text = x.endOf(text)
		}
		x.doAs(pull.By, request.TakeValue{Field: pull.Field, Text: text})
	}
	if len(p.Pulls) == 0 {
		return
	}
	values := x.values()
	for _, pull := range p.Pulls {
		fs := x.doc.State.Fields[pull.Field]
		if fs.Base != nil && fs.Base.Version != reconcile.None && pull.Field != ticket.State {
			fs.Base.Version = values[pull.Field].Version
			x.doc.State.Fields[pull.Field] = fs
		}
	}
}

// ticketState shows where the ticket stands and lets the request draw its
// conclusions.
func (x *transaction) ticketState(p reconcile.Plan) {
	state, known := x.doc.State.Fields[ticket.State]
	if p.Acted != "" {
		x.doAs(p.Acted, request.TeamActed{})
	}
	if known && state.Known {
		x.stateSeen(p, state)
	}
	if p.Return != "" {
		x.do(request.TicketReturned{Reason: p.Return})
	}
}

func (x *transaction) stateSeen(p reconcile.Plan, state reconcile.FieldState) {
	category, ok := x.codes.Read(ticket.State, state.Seen)
	if !ok {
		category = string(x.l.State)
	}
	seen := request.TicketState{
		Category: request.Category(category), ToolState: request.OneLine(state.Name), Own: true, Labelled: p.Labelled && (p.Return != "" || x.returned()),
		Assignee: x.person(x.doc.State.Fields[ticket.Assignee]),
	}
	if x.unasked(seen.Category) {
		seen.Own = false
	}
	by := ""
	for _, pull := range p.Pulls {
		if pull.Field == ticket.State {
			seen.Own, by = false, pull.By
		}
	}
	if seen.Category != x.l.State || seen.ToolState != x.l.ToolState || seen.Assignee != x.l.Assignee || !seen.Own {
		x.assigned(seen.Assignee)
		x.doAs(by, seen)
	}
	if fs := x.doc.State.Fields[ticket.State]; !seen.Own && fs.Base != nil {
		fs.Base.Version = stateVersion(x.l)
		x.doc.State.Fields[ticket.State] = fs
	}
}

// Remapped is what the history says of a state that nobody changed.
const Remapped = "the connection reads this state in another way now: nothing was changed at the tool, and nothing is written there for it"

// remapped tells of a state that means something else than it did, though the
// ticket has it still.
func (x *transaction) remapped(was reconcile.FieldState) {
	now := x.doc.State.Fields[ticket.State]
	to, ok := x.codes.Read(ticket.State, now.Seen)
	if !ok || !was.Known || was.Seen != now.Seen || now.Name != x.l.ToolState || to == string(x.l.State) {
		return
	}
	x.event(request.Event{Type: request.SyncNotice, Field: ticket.State, From: string(x.l.State), To: to, Verdict: request.Recorded, Reason: Remapped})
}

// unasked reports whether a ticket has ended though both sides agree and the hub
// did not ask for it: a person was quicker than the answer to the hub's create.
func (x *transaction) unasked(c request.Category) bool {
	ended := func(c request.Category) bool { return c == request.Done || c == request.CancelledC }
	base := x.doc.State.Fields[ticket.State].Base
	return ended(c) && !ended(x.l.Wanted) && base != nil && base.Version == stateVersion(x.l)
}

func (x *transaction) assigned(to string) {
	if to != x.l.Assignee {
		x.event(request.Event{Type: request.LinkChanged, Field: ticket.Assignee, From: x.l.Assignee, To: to})
	}
}

// notes takes in what people wrote at the tool, changed or deleted, and where
// copies stand.
func (x *transaction) notes(p reconcile.Plan) {
	for _, c := range p.Copies {
		x.copy(c)
	}
	for _, edit := range p.Edits {
		n := x.find(edit.Note)
		switch {
		case n == nil:
		case edit.Deleted:
			x.do(request.Erase{Note: n})
		default:
			x.do(request.Revise{Note: n, Body: edit.Markdown})
		}
		x.originAgreed(edit.Note)
	}
	for _, i := range p.Imports {
		x.heard(i)
	}
}

// originAgreed keeps the copy that a note came from in step with its version.
func (x *transaction) originAgreed(id request.NoteID) {
	for _, n := range x.doc.Changed {
		if n.ID != id {
			continue
		}
		for i := range n.Copies {
			if n.Copies[i].Link == x.l.ID {
				n.Copies[i].Version = n.Version
			}
		}
	}
}

// author is a person at the tool, as the desk calls them.
func (x *transaction) author(a *ticket.Actor) request.Author {
	by := request.Author{Origin: x.c.Name, Name: "someone"}
	if a != nil {
		by.Name, by.Login = x.called(a.ID, a.Email, a.Name), a.ID
	}
	return by
}

func (x *transaction) heard(i reconcile.Import) {
	c, by := i.Comment, x.author(i.Comment.By)
	x.doAs(by.Name, request.Heard{
		ID: noteID(x.l.ID, c.ID), Author: by, Body: c.Markdown, At: c.At,
		Comment: c.ID, Native: string(c.Native), Private: c.Private, Outside: i.Outside, Written: x.ours(c.At),
	})
}

// noteID derives a note's id from the comment that it came from, so that the
// same comment can never become two notes.
func noteID(l request.LinkID, comment string) request.NoteID {
	return request.NoteID("c" + request.DeriveID(string(l), comment))
}

// find returns a note of the document as it stands in this transaction.
func (x *transaction) find(id request.NoteID) *request.Note {
	for _, n := range slices.Concat(x.doc.Changed, x.doc.Notes) {
		if n.ID == id {
			return n
		}
	}
	return nil
}

// copy stores where one copy stands.
func (x *transaction) copy(c request.Copy) {
	n := x.find(c.Note)
	if n == nil {
		return
	}
	n = n.Clone()
	for i := range n.Copies {
		if n.Copies[i].Link == c.Link {
			n.Copies[i] = c
		}
	}
	x.changed(n)
}

func (x *transaction) changed(n *request.Note) {
	at := slices.IndexFunc(x.doc.Changed, func(h *request.Note) bool { return h.ID == n.ID })
	if at >= 0 {
		x.doc.Changed[at] = n
		return
	}
	x.doc.Changed = append(x.doc.Changed, n)
}

// contest shows the conflicts that the plan holds and ends the others.
func (x *transaction) contest(held []request.Conflict) {
	for _, c := range slices.Clone(x.l.Conflicts) {
		if !slices.ContainsFunc(held, func(h request.Conflict) bool { return h.Field == c.Field }) {
			x.do(request.Agree{Field: c.Field})
		}
	}
	for _, c := range held {
		x.do(request.Contest{ID: c.ID, Field: c.Field, Base: c.Base, Hub: c.Hub, Tool: c.Tool, ToolBy: c.ToolBy, Since: c.Since})
	}
}

func (x *transaction) suggest(values map[ticket.Field]string) {
	for f, v := range values {
		if v == "" {
			delete(x.l.Suggestions, f)
			continue
		}
		if x.l.Suggestions == nil {
			x.l.Suggestions = map[ticket.Field]string{}
		}
		x.l.Suggestions[f] = v
	}
}

// judge says how the link fares.
func (x *transaction) judge(p reconcile.Plan) {
	blocked := ""
	for _, f := range slices.Sorted(maps.Keys(p.State.Fields)) {
		if b := p.State.Fields[f].Blocked; b != nil && !b.Lacking && blocked == "" {
			blocked = fmt.Sprintf("%s: %s", f, b.Reason)
		}
	}
	switch {
	case len(p.Conflicts) > 0:
		x.health(request.InConflict, rallied(p), time.Time{})
	case blocked != "":
		x.health(request.Failed, blocked, time.Time{})
	case x.shut() != "":
		x.health(request.Failed, x.shut(), x.now.Add(shutFor))
	case len(p.State.Held) > 0:
		x.health(request.Pending, "read only: what would be written is held back", time.Time{})
	case p.Clean:
		x.health(request.InSync, cmp.Or(x.unknownAssignee(), kept(p)), time.Time{})
	case p.State.Reread && len(p.Calls) == 0: // the read that follows tells
	default:
		x.health(request.Pending, "", time.Time{})
	}
}

// What the desk reads of a link that nothing is written to, because of who
// could read it.
const (
	Exposed  = "everybody can read this place now: nothing of the request is written there"
	Stranger = "no team or client of the directory has this place any more: nothing of the request is written there"
)

// shutFor is how long such a link waits until it is looked at again.
const shutFor = time.Hour

// shut says why nothing is written to the link's ticket; "" if it is written to.
func (x *transaction) shut() string {
	switch t := x.house().Terms(x.r, x.l); {
	case t.Side == "":
		return Stranger
	case t.Public && !t.AllowPublic:
		return Exposed
	}
	return ""
}

// kept names a field of which the tool keeps its own value whatever is written.
func kept(p reconcile.Plan) string {
	for _, f := range slices.Sorted(maps.Keys(p.State.Fields)) {
		fs := p.State.Fields[f]
		if fs.Refused != 0 && fs.Base != nil && fs.Base.Version == fs.Refused && fs.Seen == fs.Kept {
			return fmt.Sprintf("%s: %s", f, reconcile.KeptItsOwn)
		}
	}
	return ""
}

// rallied names a field that goes to and fro between the two sides.
func rallied(p reconcile.Plan) string {
	for _, c := range p.Conflicts {
		if p.State.Fields[c.Field].Rallied {
			return fmt.Sprintf("%s: %s", c.Field, reconcile.Rallied)
		}
	}
	return ""
}

// wrote counts what was written for the link's team, on the desk's day.
func (x *transaction) wrote(w reconcile.Wrote) {
	x.doc.Wrote.Day = x.now.In(x.zone).Format(time.DateOnly)
	x.doc.Wrote.Tickets += w.Tickets
	x.doc.Wrote.Comments += w.Comments
	x.doc.Wrote.Fields += w.Fields
}

func (x *transaction) health(h request.Health, reason string, next time.Time) {
	if x.l.Health != h {
		x.l.Health, x.l.HealthAt = h, x.now
	}
	x.l.Error, x.l.NextTryAt = reason, next
	if h == request.Parked { // nothing would be written to it
		x.doc.State.Held = nil
	}
}
