package simulation

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// check holds a healed world against the invariants.
func (w *World) check() {
	w.each(func(r *request.Request, l *request.Link, st reconcile.State, t *Tool) {
		i := t.item(l)
		w.checkTicket(l, st, t, i)
		if i == nil || i.deleted || i.ref.Container != home || l.Health == request.Detached || w.astray(r, l, i) {
			return
		}
		if l.Health == request.Parked {
			w.violatef("I18", "link %s is parked: %s", l.ID, l.Error)
			return
		}
		if leftInPeace(r, l) {
			return
		}
		w.checkFields(r, l, st, t, i)
		w.checkComments(r, l, t, i)
		w.checkHeard(l, t, i)
		w.checkSigned(l, t, i)
		w.checkAudience(l, t)
		w.checkFiles(r, l, t, i)
		w.checkLost(r, l, t, i)
	})
	w.checkEcho()
	w.checkTwice()
	w.checkAdopted()
	w.checkHistory()
	w.checkOther()
	w.checkForged()
	w.checkSecrets()
}

// leftInPeace reports whether a team has nothing to do with a request any more.
func leftInPeace(r *request.Request, l *request.Link) bool {
	d := r.Delegation(l.Delegation)
	return d != nil && (d.State == request.Returned || d.State == request.DelegateEnded)
}

// checkTicket: every delegation has one ticket, and only one.
func (w *World) checkTicket(l *request.Link, st reconcile.State, t *Tool, i *item) {
	if l.Health == request.Detached {
		return
	}
	var live []string
	for _, x := range t.alive() {
		if slices.Contains(x.keys, st.Key) && !x.retired && w.made(x) && x.ref.Container == home {
			live = append(live, x.ref.Key)
		}
	}
	switch {
	case i == nil:
		w.violatef("I1", "link %s (%s) has no ticket: %s %s", l.ID, t.name, l.Health, l.Error)
	case len(live) > 1:
		w.violatef("I3", "link %s of %s has the tickets %v", l.ID, t.name, live)
	case i.retired && w.made(i):
		w.violatef("I3", "the ticket of link %s was retired", l.ID)
	}
	if len(st.Intents) > 0 && !given(l) {
		w.violatef("I18", "link %s has open intents %+v", l.ID, st.Intents)
	}
}

// said reports whether the desk is told that a field is not in step.
func said(l *request.Link, fs reconcile.FieldState, version int64) bool {
	return fs.Blocked != nil && l.Health != request.InSync || fs.Conflict != nil && len(l.Conflicts) > 0 || fs.Refused == version+1
}

func (w *World) checkFields(r *request.Request, l *request.Link, st reconcile.State, t *Tool, i *item) {
	if l.Health == request.Failed && l.NextTryAt.Year() > 1 {
		w.violatef("I18", "link %s failed: %s", l.ID, l.Error)
	}
	agrees := map[ticket.Field]func() bool{
		ticket.Title:       func() bool { return t.stored(ticket.Title, ticket.Native(r.Title)) == i.fields[ticket.Title] },
		ticket.Description: func() bool { return w.sameText(r, t, i) },
		ticket.Priority: func() bool {
			return w.samePriority(r.Priority, t, i)
		},
		ticket.Due: func() bool {
			return !w.made(i) || w.result_.Restores > 0 || string(i.fields[ticket.Due]) == due(r) || w.othersOwn(i, ticket.Due)
		},
		ticket.Labels: func() bool { return ours(i.fields[ticket.Labels]) == reconcile.JoinLabels(r.Labels) },
	}
	for _, f := range sorted(agrees) {
		fs := st.Fields[f]
		if t.k.directions()[f] != reconcile.Both && f != ticket.Due || agrees[f]() || said(l, fs, r.Values[f]) || f == ticket.Labels && fs.Blocked != nil {
			continue
		}
		w.violatef("I1", "%s of link %s: the hub says %q, %s %q; base %+v, health %s %s, delegation %+v", f, l.ID, r.Value(f), t.name, i.fields[f], fs.Base, l.Health, l.Error, r.Delegation(l.Delegation))
	}
	if !w.unlearned(r, l, t, i) {
		w.checkState(l, st, t, i)
	}
	w.checkTold(l, st, t)
}

// firstStill reports whether a field has the value that the answer to the hub's create
// showed. An answer does not say who set it: only a read after every create could tell a
// quick person's from the tool's own.
func (i *item) firstStill(f ticket.Field) bool {
	n := slices.IndexFunc(i.log, func(e entry) bool { return e.field == f && e.at > i.answered })
	return n < 0 || i.log[n].from == i.fields[f]
}

// unwritten reports whether the desk wants what every ticket is made for, and the hub
// wrote no state since it made this one: whatever was wished and taken back before there
// was a ticket was never sent.
func (w *World) unwritten(l *request.Link, i *item) bool {
	return l.Wanted == request.Todo && !slices.ContainsFunc(i.log, func(e entry) bool {
		return e.field == ticket.State && e.by == w.hub.name && e.at > i.answered
	})
}

func (w *World) checkState(l *request.Link, st reconcile.State, t *Tool, i *item) {
	fs := st.Fields[ticket.State]
	shown, done := w.sameState(l, t, i)
	first := w.unwritten(l, i) && i.firstStill(ticket.State)
	if blocked := fs.Blocked != nil || fs.Refused == l.WantedVer+1; !shown || !done && !blocked && !first {
		w.violatef("I1", "state of link %s: shown %s, wanted %s, %s says %s; base %+v", l.ID, l.State, l.Wanted, t.name, i.fields[ticket.State], fs.Base)
	}
	assignee := string(i.fields[ticket.Assignee])
	if assignee == "dana" {
		assignee = "Dana Reyes"
	}
	if l.Assignee != assignee {
		w.violatef("I1", "assignee of link %s: shown %q, %s says %q", l.ID, l.Assignee, t.name, assignee)
	}
}

// sameText compares descriptions without the context that the hub adds.
func (w *World) sameText(r *request.Request, t *Tool, i *item) bool {
	want := t.stored(ticket.Description, ticket.Native(strings.TrimRight(r.Description, "\n ")))
	have := t.stored(ticket.Description, ticket.Native(request.StripContext(string(i.fields[ticket.Description]))))
	return strings.TrimSpace(string(want)) == strings.TrimSpace(string(have))
}

func ours(n ticket.Native) string {
	var own []string
	for _, l := range labels(n) {
		if name, ok := strings.CutPrefix(string(l), "spoc:"); ok && name != "return" {
			own = append(own, name)
		}
	}
	return reconcile.JoinLabels(own)
}

// checkComments: every note that a link may hold is there exactly once.
func (w *World) checkComments(r *request.Request, l *request.Link, t *Tool, i *item) {
	for _, id := range sorted(w.hub.book.notes) {
		n := w.hub.book.notes[id]
		c := slices.IndexFunc(n.Copies, func(c request.Copy) bool { return c.Link == l.ID })
		if c < 0 || n.Copies[c].Origin || n.Request != r.ID {
			continue
		}
		w.checkCopy(l, t, i, n, n.Copies[c])
	}
	seen := map[ticket.Native]string{}
	for _, c := range i.live() {
		if c.by != w.hub.name || c.touched || t.k.Keyless && !unique(c.text) {
			continue
		}
		what := c.text
		for _, k := range c.keys {
			what += "/" + ticket.Native(k)
		}
		if other := seen[what]; other != "" && !w.toldTwice(l, c, t) {
			w.violatef("I3", "%s says %q twice: %s and %s", t.name, c.text, other, c.id)
		}
		seen[what] = c.id
	}
}

// toldTwice reports whether the desk was told that a comment stands twice at a tool:
// what lands later than declared cannot be held back, and where the comment's key or
// author does not prove that it is the hub's, or the tool keeps comments for good, it
// cannot be taken away either.
func (w *World) toldTwice(l *request.Link, c *comment, t *Tool) bool {
	return t.k.TooLate && slices.ContainsFunc(w.hub.book.events, func(e line) bool {
		return e.Link == l.ID && e.Reason == reconcile.Twice && e.To == string(c.text)
	})
}

func (w *World) checkCopy(l *request.Link, t *Tool, i *item, n *request.Note, c request.Copy) {
	var there, touched int
	for _, m := range i.comments {
		switch {
		case m.by != w.hub.name:
		case m.touched && slices.ContainsFunc(m.all, func(x ticket.Native) bool { return says(x, n) }):
			touched++
		case m.touched && slices.Contains(c.Comments(), m.id):
			touched++
		case m.deleted && m.touched && c.State == request.CopyDeleted && slices.Contains(m.all, ticket.Native(c.Native)): // the team took it away before the desk edited the note
			touched++
		case !m.deleted && says(m.text, n) && w.marks(m, n):
			there++
		}
	}
	if there > 0 && long(n) {
		there = w.said(i, n)
	}
	switch {
	case c.State == request.CopyFailed && c.Error != "", c.State == request.CopyDeleted && w.result_.Restores > 0:
	case there < 1 && w.newerCopy(i, n, c): // what the lost epoch wrote stays at the tool, as every value there does
	case there < 1 && c.Error == reconcile.Shortened && t.k.NoEdit && n.Version > 1: // a correction is one entry: the desk is told
	case touched > 0, t.k.Keyless && !unique(ticket.Native(n.Body)):
	case n.Deleted:
		w.checkWithdrawn(l, t, i, n, c)
		for _, id := range c.Comments() {
			if m := i.comment(id); m != nil && m.text != "" && !t.k.NoDelete {
				w.violatef("I1", "note %s was deleted and stands at %s: %q", n.ID, t.name, m.text)
			}
		}
	case (there > 1 || there < 0) && c.Error == reconcile.Twice && t.k.TooLate: // it landed later than the tool says it may, and the desk is told
	case there != 1:
		w.violatef("I3", "note %s %q of link %s is %d times at %s: %+v", n.ID, n.Body, l.ID, there, t.name, c)
	}
}

// checkWithdrawn: where the tool keeps comments, a deleted note that stood there is
// withdrawn, once, and the desk is told.
func (w *World) checkWithdrawn(l *request.Link, t *Tool, i *item, n *request.Note, c request.Copy) {
	if !t.k.NoDelete || t.k.Keyless || c.CommentID == "" || w.result_.Restores > 0 || c.Error == reconcile.Twice && t.k.TooLate {
		return
	}
	var told int
	for _, m := range i.comments {
		if m.by == w.hub.name && w.marks(m, n) && slices.ContainsFunc(m.all, withdrawal) {
			told++
		}
	}
	if told != 1 || c.State != request.CopyDelivered || c.Error != reconcile.Withdrawn {
		w.violatef("I1", "note %s of link %s was deleted, and withdrawn %d times at %s: %+v", n.ID, l.ID, told, t.name, c)
	}
}

func withdrawal(n ticket.Native) bool { return has(n, "was withdrawn") }

// newerCopy reports whether a backup was restored and the tool holds a later text of
// the hub's for this note, which the present hub cannot have written.
func (w *World) newerCopy(i *item, n *request.Note, c request.Copy) bool {
	if w.result_.Restores == 0 || c.Version != n.Version {
		return false
	}
	return slices.ContainsFunc(c.Comments(), func(id string) bool {
		m := i.comment(id)
		return m != nil && m.by == w.hub.name && !says(m.text, n) &&
			(string(m.text) == c.Native || slices.ContainsFunc(c.Parts, func(p request.Part) bool { return p.Native == string(m.text) }))
	})
}

// unique reports whether a text is one of those that only one person says once,
// and not a line of the hub's own.
func unique(n ticket.Native) bool { return !has(n, "The desk") && !withdrawal(n) }

// marks reports whether a comment is a note's copy, by its key where it has one.
func (w *World) marks(m *comment, n *request.Note) bool {
	for _, k := range m.keys {
		if mark, ours := w.hub.marker.Read(k); ours {
			return mark.Note == n.ID
		}
	}
	return true
}

// checkHeard: what people wrote at the tool is in the hub, once.
func (w *World) checkHeard(l *request.Link, t *Tool, i *item) {
	for _, c := range i.comments {
		if c.by == w.hub.name {
			continue
		}
		var found []*request.Note
		for _, id := range sorted(w.hub.book.notes) {
			for _, k := range w.hub.book.notes[id].Copies {
				if k.Link == l.ID && k.CommentID == c.id {
					found = append(found, w.hub.book.notes[id])
				}
			}
		}
		switch {
		case len(found) > 1:
			w.violatef("I3", "comment %s of %s is %d notes", c.id, t.name, len(found))
		case len(found) == 0 && !c.deleted:
			w.violatef("I1", "comment %s %q of %s is not in the hub", c.id, c.text, t.name)
		case len(found) == 1 && found[0].Deleted != c.deleted:
			w.violatef("I1", "comment %s %q of %s: deleted there %v, here %v", c.id, c.text, t.name, c.deleted, found[0].Deleted)
		case len(found) == 1 && !c.deleted && found[0].Body != string(c.text):
			w.violatef("I1", "comment %s of %s says %q, the note %q", c.id, t.name, c.text, found[0].Body)
		}
	}
}

// checkLost: what the team wrote and the hub wrote over stands in the history.
func (w *World) checkLost(r *request.Request, l *request.Link, t *Tool, i *item) {
	w.checkStrangers(t, i)
	if t.k.Hidden || t.k.Shared || w.result_.Restores > 0 {
		return
	}
	for n, e := range i.log {
		if e.by == w.hub.name || t.k.directions()[e.field] != reconcile.Both || !t.overwrote(i, n) {
			continue
		}
		text := e.field == ticket.Title || e.field == ticket.Description
		if text && !w.toldOf(r, e) && !w.keeps(r.ID, e) || e.field == ticket.Priority && !w.toldOfPriority(r, l, t, e) {
			w.violatef("I2", "%s=%q of %s on link %s was written over and nobody knows", e.field, e.to, t.name, l.ID)
		}
	}
}

// overwrote reports whether what a line of the log says was written over by the hub.
func (t *Tool) overwrote(i *item, n int) bool {
	next := slices.IndexFunc(i.log[n+1:], func(x entry) bool { return x.field == i.log[n].field })
	return next >= 0 && i.log[n+1+next].by == t.w.hub.name
}

func (w *World) toldOf(r *request.Request, e entry) bool {
	text := request.StripContext(string(e.to)) // another hub's may stand there
	return slices.ContainsFunc(w.hub.book.events, func(x line) bool {
		return w.kin(x.request, r.ID) && (strings.Contains(x.From, text) || strings.Contains(x.To, text))
	})
}

// othersOwn reports whether somebody else wrote a field last: a value that only goes out
// stays so until the hub has another one.
func (w *World) othersOwn(i *item, f ticket.Field) bool {
	for _, e := range slices.Backward(i.log) {
		if e.field == f {
			return e.by != w.hub.name
		}
	}
	return false
}

// toldOfPriority reports whether the history says a priority that a person set at a
// ticket, since they did, of that ticket or as what the request had: other than texts
// they come again.
func (w *World) toldOfPriority(r *request.Request, l *request.Link, t *Tool, e entry) bool {
	names := []string{string(e.to)}
	for _, codes := range w.mappings(t) {
		for _, p := range []string{"P1", "P2", "P3", "P4"} { // several may be one there
			value, known := codes.Read(e.field, e.to)
			if n, _ := codes.Write(e.field, p, ""); n == e.to || known && value == p {
				names = append(names, p)
			}
		}
	}
	for _, x := range w.hub.book.requests {
		if w.kin(x.ID, r.ID) && slices.Contains(names, string(x.Priority)) { // and has it still
			return true
		}
	}
	return slices.ContainsFunc(w.hub.book.events, func(x line) bool {
		had := w.kin(x.request, r.ID) && x.Type == request.Changed && slices.Contains(names, x.From)
		told := x.Link == l.ID && (slices.Contains(names, x.From) || slices.Contains(names, x.To))
		return x.Field == e.field && x.At.UnixMicro() >= e.at && (had || told)
	})
}

// checkStrangers: no label that is not the hub's is added or taken away by it.
func (w *World) checkStrangers(t *Tool, i *item) {
	foreign := func(n ticket.Native) []ticket.Native {
		return slices.DeleteFunc(labels(n), func(l ticket.Native) bool { return strings.HasPrefix(string(l), "spoc:") })
	}
	for _, e := range i.log {
		if e.by == w.hub.name && e.field == ticket.Labels && !slices.Equal(foreign(e.from), foreign(e.to)) {
			w.violatef("I2", "the labels of %s of %s became %q: they were %q", i.ref.Key, t.name, e.to, e.from)
		}
	}
}

func (w *World) twins() (n int) {
	for _, t := range w.tools {
		for _, i := range t.items {
			if i.retired {
				n++
			}
		}
	}
	return n
}
