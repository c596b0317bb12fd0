package sync

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// input gathers what a plan is made of. Who may read what is judged here, inside
// the transaction that stores the writes.
func (x *transaction) input(look *reconcile.Look) reconcile.Input {
	x.decided()
	in := reconcile.Input{
		Link: x.l.ID, Ref: x.l.Ticket, State: *x.doc.State, Values: x.values(), Held: x.l.Conflicts,
		Look: look, Codes: x.codes, Rules: x.rules, Marker: x.marker, Now: x.now,
	}
	in.State.Imported = in.State.Imported || x.l.Imported && !in.State.Relinked
	in.Notes, in.Files = x.noteSides(look), x.fileSides()
	return in
}

// decided lets a value that the desk chose for a conflict become the hub's.
func (x *transaction) decided() {
	for _, c := range x.l.Conflicts {
		if c.Choice != nil && c.Choice.Take == "value" && x.r.Value(c.Field) != c.Choice.Value {
			why := x.cause(c.Choice.By)
			why.By.Origin = request.DeskOrigin
			x.run(why, request.TakeValue{Field: c.Field, Text: c.Choice.Value})
		}
	}
}

// values says what the hub wants the ticket to hold, as far as the link's reader
// may see it; the rest is off.
func (x *transaction) values() map[ticket.Field]reconcile.Value {
	d := x.r.Delegation(x.l.Delegation)
	ownTask := d != nil && d.OwnTask
	all := map[ticket.Field]reconcile.Value{}
	for f, v := range x.everything(d) {
		switch {
		case x.house().Carries(x.r, x.l, f):
			all[f] = v
		case f == ticket.State || f == ticket.Assignee: // the team's own: read, not written
			all[f], x.rules.Directions[f] = v, reconcile.In
		default:
			x.rules.Directions[f] = reconcile.Off
		}
	}
	if ownTask {
		x.once(ticket.Title, ticket.Description)
	}
	if x.returned() || x.shut() != "" { // it waits for the desk: the team is left in peace
		x.rules.Quiet = true
	}
	return all
}

// returned reports whether the team gave the task back and the desk has not
// decided yet.
func (x *transaction) returned() bool {
	d := x.r.Delegation(x.l.Delegation)
	return d != nil && d.State == request.Returned
}

// once makes fields that are the task's own, and not the request's, travel only
// when the ticket is made.
func (x *transaction) once(fields ...ticket.Field) {
	for _, f := range fields {
		if x.rules.Directions[f] == reconcile.Both || x.rules.Directions[f] == reconcile.Out {
			x.rules.Directions[f] = reconcile.Once
		}
	}
}

func (x *transaction) everything(d *request.Delegation) map[ticket.Field]reconcile.Value {
	r := x.r
	shared := func(f ticket.Field, text string) reconcile.Value {
		return reconcile.Value{Text: text, Version: r.Values[f] + 1, At: r.UpdatedAt}
	}
	task := x.house().TaskText(r, x.l)
	description := shared(ticket.Description, r.Description)
	if x.l.Side == request.ClientSide {
		description.Text = r.AsTold().Body
	}
	description.Full = task.Body
	all := map[ticket.Field]reconcile.Value{
		ticket.Title:       shared(ticket.Title, task.Title),
		ticket.Description: description,
		ticket.Priority:    shared(ticket.Priority, string(r.Priority)),
		ticket.Labels:      shared(ticket.Labels, reconcile.JoinLabels(r.Labels)),
		ticket.Due:         shared(ticket.Due, x.date(r.DueAt)),
		ticket.State:       {Text: string(x.l.Wanted), Version: stateVersion(x.l)},
		ticket.Assignee:    x.assignee(),
	}
	for f := range x.rules.Directions {
		if _, own := f.Own(); own {
			all[f] = shared(f, r.Value(f))
		}
	}
	if d != nil && !d.DueAt.IsZero() {
		all[ticket.Due] = reconcile.Value{Text: x.date(d.DueAt), Version: d.DueAt.UnixMicro()}
	}
	return all
}

// stateVersion is the version of the state wanted of a link, never 0.
func stateVersion(l *request.Link) int64 { return l.WantedVer + 1 }

// date says a time as the tool holds it: to the second, or the day alone.
func (x *transaction) date(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case x.place.Limits[ticket.Due].Unit == "date":
		return t.In(x.zone).Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}

// endOf is when a day ends where the desk is; a time is what it is.
func (x *transaction) endOf(day string) string {
	at, err := time.ParseInLocation(time.DateOnly, day, x.zone)
	if err != nil {
		return day
	}
	return time.Date(at.Year(), at.Month(), at.Day(), 23, 59, 0, 0, x.zone).UTC().Format(time.RFC3339)
}

// noteSides collects the notes that a plan deals with: those with something to
// send, and those whose comments the look shows.
func (x *transaction) noteSides(look *reconcile.Look) []reconcile.NoteSide {
	var list []reconcile.NoteSide
	add := func(n *request.Note) {
		if !slices.ContainsFunc(list, func(s reconcile.NoteSide) bool { return s.ID == n.ID }) {
			if side := x.side(x.latest(n)); side != nil {
				list = append(list, *side)
			}
		}
	}
	for _, n := range x.doc.Notes {
		add(n)
	}
	for _, id := range x.shown(look) {
		if n, err := x.doc.Comment(id); err == nil && n != nil {
			x.remember(n)
			add(n)
		}
	}
	for _, n := range x.keyed(look) {
		add(n)
	}
	return list
}

// keyed loads the notes whose key comments carry that are not their copies: a
// copy that stands twice, since its write arrived again.
func (x *transaction) keyed(look *reconcile.Look) (notes []*request.Note) {
	if look == nil || x.doc.Copies == nil {
		return nil
	}
	var copies []request.Copy
	for _, c := range look.Ticket.Comments {
		mark, ours := x.marker.Comment(c)
		if !ours || mark.Link != x.doc.Link.ID || mark.Note == "" || x.find(mark.Note) != nil {
			continue
		}
		if copies == nil {
			copies, _ = x.doc.Copies() // what cannot be read now is told again
		}
		at := slices.IndexFunc(copies, func(known request.Copy) bool { return known.Note == mark.Note })
		if at < 0 {
			continue
		}
		if n, err := x.doc.Comment(copies[at].CommentID); err == nil && n != nil {
			x.remember(n)
			notes = append(notes, n)
		}
	}
	return notes
}

// shown lists the comment ids that the look tells of, and, where it is complete,
// those that it should have shown.
func (x *transaction) shown(look *reconcile.Look) []string {
	if look == nil {
		return nil
	}
	ids := slices.Clone(look.Gone)
	for _, c := range look.Ticket.Comments {
		ids = append(ids, c.ID)
	}
	if !look.Ticket.AllComments || x.doc.Copies == nil {
		return ids
	}
	copies, err := x.doc.Copies()
	if err != nil {
		return ids
	}
	for _, c := range copies {
		for _, id := range c.Comments() {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// remember keeps a loaded note within reach of copy.
func (x *transaction) remember(n *request.Note) {
	if x.find(n.ID) == nil {
		x.doc.Notes = append(x.doc.Notes, n)
	}
}

// latest is a note as it stands in this transaction.
func (x *transaction) latest(n *request.Note) *request.Note {
	if found := x.find(n.ID); found != nil {
		return found
	}
	return n
}

// noteSide is the side of one note of the document, nil if it is not there.
func (x *transaction) noteSide(id request.NoteID) *reconcile.NoteSide {
	if n := x.find(id); n != nil {
		return x.side(n)
	}
	return nil
}

// side is what this link has of a note, nil if the note has no copy here. The
// audience is judged again at this moment: a note that the reader may no longer
// see is not sent, and an edit of what they saw is not either; what came there before
// is known again.
func (x *transaction) side(n *request.Note) *reconcile.NoteSide {
	at := slices.IndexFunc(n.Copies, func(c request.Copy) bool { return c.Link == x.l.ID })
	if at < 0 {
		return nil
	}
	c := n.Copies[at]
	closed := !c.Origin && !x.house().Receives(x.r, x.l, n)
	s := &reconcile.NoteSide{
		ID: n.ID, Version: n.Version, Deleted: n.Deleted, Copy: c, Closed: closed,
		Private: x.place.Private && x.l.Side != request.ClientSide,
	}
	if s.Corrects = x.rules.Corrects(s); s.Corrects {
		s.Body = x.house().Correction(x.r, x.l, n)
	} else {
		s.Body = x.house().CopyFor(x.r, x.l, n)
	}
	return s
}

// rendered picks the answers for a plan.
func (x *transaction) rendered(in reconcile.Input) reconcile.Rendered {
	out := reconcile.Rendered{
		Fields: map[ticket.Field]ticket.Native{}, Notes: map[request.NoteID][]ticket.Native{},
		Cut: map[ticket.Field]bool{}, CutNotes: map[request.NoteID]bool{},
	}
	for _, q := range reconcile.Texts(in) {
		a := x.answers[q]
		if q.Note != "" {
			out.Notes[q.Note], out.CutNotes[q.Note] = a.natives, a.cut
			continue
		}
		out.Fields[q.Field], out.Cut[q.Field] = a.natives[0], a.cut
	}
	return out
}
