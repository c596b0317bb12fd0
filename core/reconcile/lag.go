package reconcile

import (
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// sureBy is when a read tells for certain that the effect of an intent did not come.
// What landed at the last moment may be missing in a copy that lags behind, and would
// be there twice if it were sent again.
func (i Intent) sureBy() time.Time {
	if i.Effect == AddComment || i.Effect == UploadFile {
		return i.Deadline.Add(missingFor)
	}
	return i.Deadline
}

// lags reports whether a read may come from a copy that lags behind. A later read
// tells.
func (p *planner) lags(f ticket.Field, fs FieldState, v ticket.Native) bool {
	until := p.st.AnsweredAt.Add(missingFor)
	switch {
	case !p.look.Full:
		return false
	case p.undecided(f, fs, v):
		until = p.Now.Add(missingFor)
	case !p.Now.Before(until) || !p.ignores(f, fs, v):
		return false
	}
	p.st.Doubt = until
	return true
}

// ignores reports whether a read shows what was there before a write whose answer told
// no version, and its log does not show that the write's value gave way to it.
func (p *planner) ignores(f ticket.Field, fs FieldState, v ticket.Native) bool {
	if !fs.Unverified || fs.Base == nil || v == fs.Base.Native {
		return false
	}
	written, wrote := p.st.ghost(f, fs.Base.Native)
	before := written.Pre == v || p.look.Ticket.Version <= written.Seen
	return wrote && before && p.look.Ticket.Version != 0 && !p.replaced(f, fs.Base.Native)
}

// replaced reports whether the look's log shows that a value gave way to another one.
func (p *planner) replaced(f ticket.Field, was ticket.Native) bool {
	return slices.ContainsFunc(p.look.Ticket.Log, func(e ticket.Edit) bool { return e.Field == f && e.From == was })
}

// unset reports whether the look's log shows no person who set a field after a version.
func (p *planner) unset(f ticket.Field, after ticket.Version) bool {
	return p.look.Full && p.look.Ticket.LogAfter >= 0 && !slices.ContainsFunc(p.look.Ticket.Log, func(e ticket.Edit) bool {
		return e.Field == f && e.Version > after && (e.By == nil || !e.By.Self)
	})
}

// undecided reports whether a read shows another value than was taken or written a
// moment ago, at the very same version: versions may be as coarse as a second, and
// either may be the older one. Any other text may be, if no log shows that the known one
// gave way; of a code only what stood there before, if it names nobody who set it so.
func (p *planner) undecided(f ticket.Field, fs FieldState, v ticket.Native) bool {
	known, taken := p.look.Ticket.Version, fs.Taken
	again := taken != nil && known != 0 && known == taken.At && known == p.State.LogVer && fs.Base != nil && v != fs.Base.Native
	switch {
	case !again || !p.Now.Before(p.State.ReadAt.Add(missingFor)):
		return false
	case isText(f):
		return !p.replaced(f, fs.Base.Native)
	default:
		return taken.Was == v && p.lastAuthor(f) != person
	}
}

// untouched reports whether the ticket is still the one that the write of a base was
// planned for.
func (p *planner) untouched(f ticket.Field, base *Pair, v ticket.Native) (written Ghost, same bool) {
	written, wrote := p.st.ghost(f, base.Native)
	return written, wrote && written.Pre == v && p.look.Ticket.Version != 0 && p.look.Ticket.Version <= written.Seen
}

// overwritten leaves out of what was told the values that an answered write of ours
// came over: they are older than its answer. A person's text goes to the history.
func (p *planner) overwritten() {
	t := &p.look.Ticket
	if p.look.Full || p.look.Self || t.Version == 0 || t.Version >= p.st.Answered {
		return
	}
	cells := maps.Clone(t.Cells)
	for f, c := range t.Cells {
		fs := p.st.Fields[f]
		if fs.Base == nil || fs.Unverified || fs.WroteAt.IsZero() || !fs.WroteAt.Equal(p.st.AnsweredAt) || Comparable(f, c) == fs.Base.Native {
			continue
		}
		delete(cells, f)
		if isText(f) && c.By != nil && !c.By.Self {
			p.look.Late = append(slices.Clip(p.look.Late), Late{f, c})
		}
	}
	t.Cells = cells
}
