package reconcile

import "github.com/spochub/spochub/sdk/ticket"

// lags reports whether a read soon after a write, whose answer told no version, may
// come from a copy that lags behind: it shows what was there before the write, and no
// newer ticket than the write was planned for. A later read tells.
func (p *planner) lags(f ticket.Field, fs FieldState, v ticket.Native) bool {
	until := p.st.AnsweredAt.Add(missingFor)
	if !p.look.Full || !fs.Unverified || fs.Base == nil || v == fs.Base.Native || !p.Now.Before(until) {
		return false
	}
	if _, same := p.untouched(f, fs.Base, v); !same {
		return false
	}
	p.st.Doubt = until
	return true
}

// untouched reports whether the ticket is still the one that the write of a base was
// planned for.
func (p *planner) untouched(f ticket.Field, base *Pair, v ticket.Native) (written Ghost, same bool) {
	written, wrote := p.st.ghost(f, base.Native)
	return written, wrote && written.Pre == v && p.look.Ticket.Version != 0 && p.look.Ticket.Version <= written.Seen
}
