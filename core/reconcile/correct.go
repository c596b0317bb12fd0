package reconcile

import "github.com/spochub/spochub/core/request"

// What the desk reads of a copy whose older text the tool keeps.
const (
	Corrected = "the tool keeps its entries: a further one says what it corrects"
	Withdrawn = "the tool keeps its entries: a further one says that this one was withdrawn"
)

// Corrects reports whether what a note says now goes to the tool as a correction:
// an older version stands there, which the tool does not let go.
func (r Rules) Corrects(n *NoteSide) bool {
	if n.Copy.Origin || n.Copy.CommentID == "" {
		return false
	}
	if n.Deleted {
		return !r.Can["CommentDeleter"]
	}
	return !r.Can["CommentEditor"]
}

// saying is what the desk is told of a comment with an id that stands for a part of
// a note now; "" if it is what was written.
func (n *NoteSide) saying(part int, comment string, version int64) string {
	was := n.part(part)
	switch {
	case part > 0 || was.CommentID == "" || version <= was.Version:
		return ""
	case n.Deleted && version == n.Version:
		return Withdrawn
	case was.CommentID != comment:
		return Corrected
	}
	return ""
}

// corrected remembers the comment that a further one corrects: where people share our
// account, nothing else tells that it is ours.
func (s *State) corrected(was request.Part, by string) {
	if was.CommentID != "" && was.CommentID != by {
		s.orphaned(was.CommentID)
	}
}
