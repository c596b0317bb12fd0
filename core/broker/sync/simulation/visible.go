package simulation

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Visible is the history at tools of which some know no private comments: whoever sees a
// ticket there, its customers too, reads all that is said. Nothing else of the script
// changes.
func (s Script) Visible() Script {
	d := roll(s.Knobs.Seed ^ 0x76697369626c65)
	s.Knobs.Tools = slices.Clone(s.Knobs.Tools)
	for i := range s.Knobs.Tools {
		s.Knobs.Tools[i].Visible = !d.one(4)
	}
	return s
}

// VisiblePoints lists what a long run of such histories must have reached besides
// [Points].
func VisiblePoints() []string {
	return []string{"said to everybody", "said in private", "heard from everybody"}
}

// hearing objects to a comment that reaches more people than it is for: where there are
// private ones, all of the hub's are, and where there are none it says so.
func (c *conn) hearing(d ticket.CommentDraft) {
	c.w.hit(map[bool]string{true: "said to everybody", false: "said in private"}[c.k.Visible])
	if d.Private == c.k.Visible {
		c.w.violatef("I7", "%q is sent to %s, where comments are private: %v, as private: %v", d.Native, c.name, !c.k.Visible, d.Private)
	}
}

// checkAudience: what a team says, where everybody reads it or not, is for the desk and
// teams; a client hears it from the desk alone. What reached a tool was for its team.
func (w *World) checkAudience(l *request.Link, t *Tool) {
	for _, id := range sorted(w.hub.book.notes) {
		n := w.hub.book.notes[id]
		for _, c := range n.Copies {
			if c.Link != l.ID {
				continue
			}
			if c.Origin && t.k.Visible {
				w.hit("heard from everybody")
			}
			if n.Audience != request.Teams {
				w.violatef("I7", "note %s for %s is at %s: %+v", n.ID, n.Audience, t.name, c)
			}
		}
	}
}
