package reconcile

import (
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// uncounted remembers how many comments the tool counts that are no notes here:
// hidden ones, another hub's, those that are not taken. Another count than that
// and the notes' is of a comment that nobody told of.
func (p *planner) uncounted() {
	t := p.look.Ticket
	if !p.look.Full || !t.AllComments {
		return
	}
	p.st.Uncounted = max(t.NComments-len(t.Comments), 0)
	for _, c := range t.Comments {
		if !p.noted(c) {
			p.st.Uncounted++
		}
	}
}

// noted reports whether a comment is a note, or is about to be one or to go.
func (p *planner) noted(c ticket.Comment) bool {
	n, _ := p.copyOf(c.ID)
	return n != nil ||
		slices.ContainsFunc(p.plan.Imports, func(i Import) bool { return i.Comment.ID == c.ID }) ||
		slices.ContainsFunc(p.st.Intents, func(i Intent) bool { return i.Effect == DeleteComment && i.Comment == c.ID })
}
