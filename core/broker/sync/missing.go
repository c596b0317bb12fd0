package sync

import (
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// uncounted reports whether the tool counts other comments than the hub knows:
// then the look does not tell enough.
func (x *transaction) uncounted(look reconcile.Look) bool {
	t := look.Ticket
	if t.AllComments || t.NComments < 0 || x.doc.Copies == nil {
		return false
	}
	copies, err := x.doc.Copies()
	if err != nil {
		return true
	}
	known := map[string]bool{}
	for _, c := range copies {
		for _, id := range c.Comments() {
			known[id] = c.State != request.CopyDeleted
		}
	}
	for _, c := range t.Comments {
		known[c.ID] = true
	}
	for _, id := range look.Gone {
		known[id] = false
	}
	count := x.doc.State.Uncounted
	for _, there := range known {
		if there {
			count++
		}
	}
	return count != t.NComments
}
