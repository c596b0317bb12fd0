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
	written, ok := p.st.ghost(f, fs.Base.Native)
	if !ok || written.Pre != v || p.look.Ticket.Version == 0 || p.look.Ticket.Version > written.Seen {
		return false
	}
	p.st.Doubt = until
	return true
}
