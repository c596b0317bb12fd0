package reconcile

import (
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// straggler reports whether a comment that came by itself may be older than what
// is known of it: then it is not taken, and a read tells.
func (p *planner) straggler(c ticket.Comment) bool {
	if p.look.Full || p.look.Ticket.AllComments || c.Version > p.st.CommentVer {
		return false
	}
	p.st.Reread = true
	return true
}

// outdated reports whether a comment carries our key of an earlier version of
// its note than its part has.
func (p *planner) outdated(n *NoteSide, part int, c ticket.Comment) bool {
	if c.By != nil && !c.By.Self {
		return false
	}
	mark, ours := p.Marker.Comment(c)
	return ours && mark.Link == p.Link && mark.Note == n.ID && mark.Version < n.part(part).Version
}

// overtaken has a note's newest text written again where an earlier one came over it:
// a write that landed later than it may.
func (p *planner) overtaken(n *NoteSide, i int, c ticket.Comment) {
	if c.Version <= p.st.CommentVer || !p.Rules.Can["CommentEditor"] {
		return // an old answer
	}
	mark, _ := p.Marker.Comment(c)
	part := n.part(i)
	part.Version, part.Native = mark.Version, string(c.Native)
	n.put(i, part)
	p.plan.Copies = append(p.plan.Copies, n.Copy)
}

// wasGone reports whether a comment that nobody knows yet was deleted meanwhile.
func (p *planner) wasGone(c ticket.Comment) bool {
	return !p.look.Full && (slices.Contains(p.look.Gone, c.ID) || slices.Contains(p.st.Gone, c.ID))
}

// heardUpTo remembers the newest comment that was told of, and deletions of such
// as were never told of.
func (p *planner) heardUpTo() {
	const most = 32
	for _, c := range p.look.Ticket.Comments {
		p.st.CommentVer = max(p.st.CommentVer, c.Version)
	}
	for _, id := range p.look.Gone {
		if n, _ := p.copyOf(id); n == nil && !slices.Contains(p.st.Gone, id) {
			p.st.Gone = append(slices.Clip(p.st.Gone), id)
		}
	}
	p.st.Gone = p.st.Gone[max(len(p.st.Gone)-most, 0):]
}

// keyHidden reports whether a comment of our account is no person's for all that
// is known: it may have a key that only a read shows, of a note that was lost when
// a backup was restored.
func (p *planner) keyHidden(c ticket.Comment) bool {
	switch {
	case c.By == nil || !c.By.Self:
		return false
	case p.Rules.Dedicated, slices.Contains(p.st.Orphans, c.ID):
		return true
	}
	p.st.Reread = p.st.Reread || !p.look.Full
	return !p.look.Full
}

// orphaned remembers a comment of ours that no note has as its copy.
func (s *State) orphaned(comment string) {
	const most = 32
	if !slices.Contains(s.Orphans, comment) {
		s.Orphans = append(slices.Clip(s.Orphans), comment)
		s.Orphans = s.Orphans[max(len(s.Orphans)-most, 0):]
	}
}
