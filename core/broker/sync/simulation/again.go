package simulation

import (
	"slices"
	"time"

	"github.com/spochub/spochub/core/store"
)

// dueAgain checks that a link of which more was wanted while a worker was at it is due
// at once when that worker gives it back: whoever wanted it knows nothing of what the
// worker had read by then. One that failed waits.
func (p *process) dueAgain(c store.Claim, d *store.LinkDoc) {
	if c.Seq == 0 || !d.Release || d.Failed || d.Gen <= c.Gen && !slices.Contains(d.Dirty, d.Link.ID) {
		return
	}
	p.w.hit("wanted while at work")
	if at := p.firstDue(store.LinkWork, store.BulkWork); at.IsZero() || at.After(p.w.now()) {
		p.w.violatef("I18", "link %s changed while it was worked on (%d, claimed at %d), and nothing is due before %s", d.Link.ID, d.Gen, c.Gen, at)
	}
}

// firstDue is when something of some kinds is due first; the zero time if nothing is.
func (p *process) firstDue(kinds ...store.Work) (first time.Time) {
	for _, kind := range kinds {
		at, err := p.db.NextDue(p.w.ctx, kind)
		if err == nil && !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}
