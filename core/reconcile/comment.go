package reconcile

import (
	"cmp"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// comments brings both conversations together: entries of the look are matched
// by id, then by key; what is left was written by people and becomes notes.
// Notes that this link may hold and that are not there yet go out, in order.
func (p *planner) comments() {
	for _, c := range p.sortedComments() {
		p.commentIn(c)
	}
	p.uncounted()
	for _, id := range p.goneComments() {
		p.commentGone(id)
	}
	p.heardUpTo()
	p.settleComments()
	if p.hushed() || !p.Rules.conversation().gives() {
		return
	}
	for i := range p.Notes {
		if !p.Notes[i].stays() {
			p.noteOut(&p.Notes[i])
		}
	}
}

// stays reports whether a note's comments are left as they are.
func (n *NoteSide) stays() bool { return n.Closed && (!n.Deleted || n.Corrects) }

// owed reports whether the ticket lacks what a note of ours says now.
func (n *NoteSide) owed() bool {
	return n.Copy.Version != n.Version && !n.Copy.Origin && !n.stays()
}

func (p *planner) sortedComments() []ticket.Comment {
	list := slices.Clone(p.look.Ticket.Comments)
	slices.SortStableFunc(list, func(a, b ticket.Comment) int { return a.At.Compare(b.At) })
	return list
}

// copyOf finds the note that has a comment as its copy, and which part of it.
func (p *planner) copyOf(id string) (*NoteSide, int) {
	for i := range p.Notes {
		n := &p.Notes[i]
		for part := range n.parts() {
			if id != "" && n.part(part).CommentID == id {
				return n, part
			}
		}
	}
	return nil, 0
}

func (p *planner) note(id request.NoteID) *NoteSide {
	for i := range p.Notes {
		if p.Notes[i].ID == id {
			return &p.Notes[i]
		}
	}
	return nil
}

func (p *planner) commentIn(c ticket.Comment) {
	if n, part := p.copyOf(c.ID); n != nil {
		p.commentChanged(n, part, c)
		return
	}
	if len(c.Keys) > 0 {
		p.commentKeyed(c)
		return
	}
	if c.By != nil && c.By.Self {
		if i := p.openComment(c.Native); i != nil {
			p.land(p.note(i.Note), i.Part, c, i.Version)
			return
		}
	}
	if p.wasGone(c) || p.ownTwin(c) || p.keyHidden(c) {
		return
	}
	p.importComment(c)
	if !p.Rules.Outside(c.By, c.Hidden) {
		p.acted(c.By)
	}
}

func (p *planner) importComment(c ticket.Comment) {
	if p.Rules.conversation().takes() {
		p.plan.Imports = append(p.plan.Imports, Import{Comment: c, Outside: p.Rules.Outside(c.By, c.Hidden)})
	}
}

// commentKeyed handles a comment that carries a key. Only our own account's keys
// count, and only for this link; anything else is somebody's quotation.
func (p *planner) commentKeyed(c ticket.Comment) {
	mark, ours := p.Marker.Comment(c)
	if c.By != nil && !c.By.Self || !ours {
		if !p.wasGone(c) {
			p.importComment(c)
		}
		return
	}
	n := p.note(mark.Note)
	if mark.Link != p.Link || n == nil { // another link's or an older epoch's: not ours to judge here
		p.st.orphaned(c.ID)
		return
	}
	part := n.part(mark.Part)
	switch {
	case part.Gone && mark.Version <= part.Version: // an old answer
	case mark.Part >= n.parts() && mark.Version <= n.Copy.Version: // of an older, longer text
	case part.CommentID == "" || mark.Version > part.Version:
		p.land(n, mark.Part, c, mark.Version)
	case c.ID != part.CommentID && mark.Version == part.Version:
		p.copyTwin(n, c, true)
	}
}

// land records that a comment of a note's copy is at the tool.
func (p *planner) land(n *NoteSide, part int, c ticket.Comment, version int64) {
	if texts, known := p.texts(n); known && version == n.Version && !n.Deleted {
		n.lay(texts) // a backup may not know that it takes several
	}
	version = min(max(version, 1), n.Version) // a lost epoch's may be newer: it stays as it is
	said := cmp.Or(p.st.shortened(n.ID, version), n.saying(part, c.ID, version))
	p.st.corrected(n.part(part), c.ID)
	n.write(part, request.Part{CommentID: c.ID, Native: string(c.Native), Version: version}, said)
	if said != "" {
		p.record("comment", request.Recorded, "", "", said)
	}
	p.plan.Wrote.Comments++
	p.plan.Copies = append(p.plan.Copies, n.Copy)
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool {
		return i.Note == n.ID && i.Part == part && (i.Effect == AddComment || i.Effect == EditComment) && i.Version <= version
	})
}

// Shortened is what the desk reads of a copy that holds less than its note.
const Shortened = "shortened to what the tool holds, with a link to the whole text"

// shortened is Shortened if a note's version was written so, else "".
func (s *State) shortened(note request.NoteID, version int64) string {
	for _, i := range s.Intents {
		if i.Note == note && i.Version == version && i.Cut {
			return Shortened
		}
	}
	return ""
}

// openComment finds the one open intent whose text this is; two alike prove
// nothing.
func (p *planner) openComment(native ticket.Native) *Intent {
	var found *Intent
	for i := range p.st.Intents {
		if in := &p.st.Intents[i]; in.Effect == AddComment && in.Want == native && p.note(in.Note) != nil {
			if found != nil {
				return nil
			}
			found = in
		}
	}
	return found
}

// commentChanged handles an edit at the tool of a comment that both sides know.
func (p *planner) commentChanged(n *NoteSide, i int, c ticket.Comment) {
	open := slices.IndexFunc(p.st.Intents, func(in Intent) bool { return in.Note == n.ID && in.Part == i && in.Effect == EditComment })
	if open >= 0 && c.Native == p.st.Intents[open].Want {
		p.land(n, i, c, p.st.Intents[open].Version)
		return
	}
	part := n.part(i)
	same := string(c.Native) == part.Native
	if same || open >= 0 || part.Gone {
		return
	}
	if p.outdated(n, i, c) {
		p.overtaken(n, i, c)
		return
	}
	if p.straggler(c) {
		return
	}
	if n.Copy.Origin {
		p.plan.Edits = append(p.plan.Edits, NoteEdit{Note: n.ID, Markdown: c.Markdown})
	} else {
		p.plan.Events = append(p.plan.Events, request.Event{
			At: p.Now, Type: request.SyncNotice, Field: "comment", From: n.says(i), To: c.Markdown,
			Verdict: request.Recorded, Reason: "the copy was edited at the tool", Actor: request.Actor{Name: actorName(c.By)},
		})
	}
	part.Native = string(c.Native)
	n.put(i, part)
	p.plan.Copies = append(p.plan.Copies, n.Copy)
}

// goneComments lists the comments that are certainly deleted: told so, or missing
// from two complete reads with time between them.
func (p *planner) goneComments() []string {
	if p.look.Ticket.AllComments {
		return slices.Concat(p.look.Gone, p.missing())
	}
	return p.look.Gone
}

// WrittenAgain is what the desk reads of a comment that is made anew.
const WrittenAgain = "deleted at the tool while the desk changed it: written there again"

func (p *planner) commentGone(id string) {
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool { return i.Effect == DeleteComment && i.Comment == id })
	n, part := p.copyOf(id)
	if n == nil || n.part(part).Gone {
		return
	}
	if !n.Copy.Origin && !n.Deleted && n.part(part).Version != n.Version { // the desk changed it meanwhile: nobody there has read that
		n.again(part)
		p.record("comment", request.Recorded, "", "", WrittenAgain)
	} else {
		n.erase(part, n.Version)
	}
	if n.Copy.Origin && !n.Deleted {
		p.plan.Edits = append(p.plan.Edits, NoteEdit{Note: n.ID, Deleted: true})
		n.Copy.Version++
	}
	p.plan.Copies = append(p.plan.Copies, n.Copy)
}

// settleComments closes the open writes of comments that certainly did not
// happen; those found have been closed above.
func (p *planner) settleComments() {
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool {
		switch i.Effect {
		case AddComment:
			over := !p.Now.Before(i.sureBy())
			if over && p.look.Full && !p.look.Ticket.AllComments {
				p.unprovable(i)
				return true
			}
			return over && p.look.Full
		case EditComment, DeleteComment:
			return !i.fresh && !p.Now.Before(i.Deadline)
		default:
			return false
		}
	})
}

// unprovable shows the desk a comment of which the tool will never say whether
// it arrived: repeating it could double it.
func (p *planner) unprovable(i Intent) {
	n := p.note(i.Note)
	if n == nil {
		return
	}
	n.Copy.State, n.Copy.Error = request.CopyFailed, "the tool does not show whether this comment arrived: look there, and edit the note to send it again"
	p.plan.Copies = append(p.plan.Copies, n.Copy)
}

// retire takes twins of the ticket out of the way, one intent each. Only a read of the
// ticket tells that it is not the same one, which went away and came back by another id.
func (p *planner) retire() {
	p.st.Twins = slices.DeleteFunc(p.st.Twins, func(t ticket.Ref) bool { return t.Container != p.Rules.Container }) // nothing is written there
	for _, twin := range p.st.Twins {
		open := slices.ContainsFunc(p.st.Intents, func(i Intent) bool { return i.Effect == RetireTwin && i.Twin.ID == twin.ID })
		switch {
		case open || !p.Rules.Can["Retirer"]:
		case !p.look.Full:
			p.st.Reread = true
		default:
			p.st.Intents = append(p.st.Intents, Intent{Effect: RetireTwin, Twin: &twin, Deadline: p.Now.Add(p.Rules.Grace), fresh: true})
		}
	}
	p.st.Intents = slices.DeleteFunc(p.st.Intents, func(i Intent) bool {
		return i.Effect == RetireTwin && !i.fresh && !p.Now.Before(i.Deadline)
	})
}
