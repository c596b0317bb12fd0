package reconcile

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// missingFor is how long a comment must be missing before it counts as deleted: a
// tool may answer from copies of which some lag behind.
const missingFor = 20 * time.Second

// Young reports whether something was written so shortly ago that a copy may not show it
// yet.
func Young(written, now time.Time) bool { return now.Before(written.Add(missingFor)) }

// missing lists the comments that complete reads have not shown for long enough. A
// list that came by itself may be older than the comment: it only asks for a read.
func (p *planner) missing() (gone []string) {
	gone, p.st.Missing = p.longMissing(p.unseen(), p.st.Missing)
	return gone
}

// longMissing parts what a complete list does not show into what it has not shown for
// long enough, and what it misses since when.
func (p *planner) longMissing(ids []string, was map[string]time.Time) (gone []string, missing map[string]time.Time) {
	missing = map[string]time.Time{}
	for _, id := range ids {
		since, known := was[id]
		switch {
		case known && p.look.Full && p.Now.Sub(since) >= missingFor:
			gone = append(gone, id)
		case known:
			missing[id] = since
		case p.look.Full:
			missing[id] = p.Now
		default:
			p.st.Reread = true
		}
	}
	return gone, missing
}

// unseen lists the comments of copies that a complete list does not show.
func (p *planner) unseen() (ids []string) {
	for _, n := range p.Notes {
		for _, id := range n.Copy.Comments() {
			if n.Copy.State != request.CopyDeleted && !slices.Contains(p.look.Gone, id) && !p.shows(id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

func (p *planner) shows(comment string) bool {
	return slices.ContainsFunc(p.look.Ticket.Comments, func(c ticket.Comment) bool { return c.ID == comment })
}
