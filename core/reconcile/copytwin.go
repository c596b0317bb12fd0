package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Twice is what the desk reads of a copy that stands twice at the tool.
const Twice = "stands twice at the tool, since one write arrived later than the tool says it may: delete one of the two there"

// ownTwin handles a comment without a key that nobody but the hub can have
// written: a copy whose record a restore took, or one that landed so late that it
// had been repeated.
func (p *planner) ownTwin(c ticket.Comment) bool {
	if c.By == nil || !c.By.Self || c.Native == "" {
		return false
	}
	if !p.look.Ticket.AllComments {
		p.st.Reread = p.st.Reread || !p.look.Full
		return false
	}
	for i := range p.Notes {
		if n := &p.Notes[i]; !n.Copy.Origin && (p.lostPart(n, c) || p.samePart(n, c)) {
			return true
		}
	}
	return false
}

// lostPart takes a comment for the one that a copy lacks.
func (p *planner) lostPart(n *NoteSide, c ticket.Comment) bool {
	if !p.Rules.Dedicated && !p.st.Restored {
		return false
	}
	texts, _ := p.texts(n)
	for i, text := range texts {
		if part := n.part(i); text == c.Native && part.CommentID == "" && !part.Gone {
			p.land(n, i, c, n.Version)
			return true
		}
	}
	return false
}

// samePart handles a comment that says what one of a copy's does.
func (p *planner) samePart(n *NoteSide, c ticket.Comment) bool {
	for i := range n.parts() {
		part := n.part(i)
		there := part.CommentID != "" && !part.Gone
		if part.Native == string(c.Native) && (there || p.Rules.Dedicated && p.Rules.Can["CommentDeleter"]) {
			p.copyTwin(n, c, p.Rules.Dedicated)
			return true
		}
	}
	return false
}

// copyTwin takes the second comment of one note away where it is certainly ours;
// else the desk is told, once.
func (p *planner) copyTwin(n *NoteSide, c ticket.Comment, ours bool) {
	if ours && p.Rules.Can["CommentDeleter"] {
		p.st.Intents = append(p.st.Intents, Intent{Effect: DeleteComment, Comment: c.ID, Deadline: p.Now.Add(p.Rules.Grace), fresh: true})
		return
	}
	if slices.Contains(p.st.Orphans, c.ID) {
		return
	}
	p.st.orphaned(c.ID)
	n.Copy.Error = Twice
	p.plan.Copies = append(p.plan.Copies, n.Copy)
	p.record("comment", request.Recorded, "", c.Markdown, Twice)
}
