package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// noteOut sends a note, its edit or its deletion, unless one is under way. The
// parts of a long one go out in their order, none before the fate of those before
// it is known.
func (p *planner) noteOut(n *NoteSide) {
	open := slices.ContainsFunc(p.st.Intents, func(i Intent) bool { return i.Note == n.ID })
	if open || n.Copy.Origin || n.Copy.State == request.CopyDeleted || n.Copy.Version == n.Version {
		return
	}
	switch there := n.Copy.CommentID != ""; {
	case n.Deleted && !there:
		n.Copy.State, n.Copy.Version, n.Copy.Parts = request.CopyDeleted, n.Version, nil
		p.plan.Copies = append(p.plan.Copies, n.Copy)
		return
	case n.Corrects != p.Rules.Corrects(n): // this look told what is there
		p.st.Reread = true
		return
	}
	if n.Copy.State == request.CopyFailed && n.Copy.Error != "" {
		return // refused for good; an edit of the note starts anew
	}
	texts, rendered := p.texts(n)
	if !rendered {
		p.st.Reread = true
		return
	}
	if n.lay(texts) && !p.Rules.ReadOnly {
		p.plan.Copies = append(p.plan.Copies, n.Copy)
	}
	for i := range n.parts() {
		p.partOut(n, i, texts)
	}
}

// texts is what the comments of a note are to say; false if that is not rendered.
func (p *planner) texts(n *NoteSide) ([]ticket.Native, bool) {
	if n.Deleted && !n.Corrects {
		return nil, true
	}
	if laid := n.laid(); laid != nil {
		return laid, true
	}
	w := p.Rendered.Notes[n.ID]
	return w, len(w) > 0
}

// partOut writes, edits or deletes one comment.
func (p *planner) partOut(n *NoteSide, i int, texts []ticket.Native) {
	part, wanted := n.part(i), i < len(texts)
	if part.Version == n.Version {
		return
	}
	intent := Intent{Note: n.ID, Part: i, Version: n.Version, Comment: part.CommentID, Deadline: p.Now.Add(p.Rules.Grace), fresh: true}
	switch there := part.CommentID != ""; {
	case wanted && there && p.Rules.Can["CommentEditor"]:
		intent.Effect = EditComment
	case wanted: // new, or a correcting entry where the tool cannot edit
		intent.Effect = AddComment
	case there && p.Rules.Can["CommentDeleter"] && (n.Deleted || p.Rules.Can["CommentEditor"]):
		intent.Effect = DeleteComment
	default:
		p.leave(n, i)
		return
	}
	if intent.Effect == AddComment && p.talking() {
		return
	}
	if wanted {
		intent.Want, intent.Cut = texts[i], p.Rendered.CutNotes[n.ID]
	}
	p.st.Intents = append(p.st.Intents, intent)
}

// talking reports whether a comment is under way of which nobody knows yet whether
// it arrived: what was written later stands behind it.
func (p *planner) talking() bool {
	return slices.ContainsFunc(p.st.Intents, func(i Intent) bool { return i.Effect == AddComment && !i.fresh })
}

// leave gives up a part that the note has no text for any more: nothing is there,
// the correcting entries say all, or the tool keeps it.
func (p *planner) leave(n *NoteSide, i int) {
	part := n.part(i)
	part.Version = n.Version
	if part.CommentID != "" && p.Rules.Can["CommentEditor"] {
		p.record("comment", request.Rejected, "", "", "the tool keeps comments for good: a part that the note has no more can still be read there")
	} else {
		part.CommentID, part.Gone = "", true
	}
	n.put(i, part)
	if !p.Rules.ReadOnly {
		p.plan.Copies = append(p.plan.Copies, n.Copy)
	}
}
