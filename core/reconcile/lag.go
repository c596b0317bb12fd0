package reconcile

import "github.com/spochub/spochub/sdk/ticket"

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
// no version, and no newer ticket than the write was planned for.
func (p *planner) ignores(f ticket.Field, fs FieldState, v ticket.Native) bool {
	if !fs.Unverified || fs.Base == nil || v == fs.Base.Native {
		return false
	}
	_, same := p.untouched(f, fs.Base, v)
	return same
}

// undecided reports whether a read shows what stood there before the tool's value was
// taken a moment ago, at the very same version, and names nobody who set it so:
// versions may be as coarse as a second, and either may be the older one.
func (p *planner) undecided(f ticket.Field, fs FieldState, v ticket.Native) bool {
	known, taken := p.look.Ticket.Version, fs.Taken
	again := taken != nil && taken.Was == v && known != 0 && known == taken.At && known == p.State.LogVer
	return again && p.lastAuthor(f) != person && p.Now.Before(p.State.ReadAt.Add(missingFor))
}

// untouched reports whether the ticket is still the one that the write of a base was
// planned for.
func (p *planner) untouched(f ticket.Field, base *Pair, v ticket.Native) (written Ghost, same bool) {
	written, wrote := p.st.ghost(f, base.Native)
	return written, wrote && written.Pre == v && p.look.Ticket.Version != 0 && p.look.Ticket.Version <= written.Seen
}
