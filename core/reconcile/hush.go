package reconcile

import "time"

// hushed reports whether comments of the lost epoch may be there, or still land,
// that no read has shown: none is written then.
func (p *planner) hushed() bool {
	if p.st.Hush.IsZero() {
		return p.st.Restored && !p.look.Ticket.AllComments
	}
	if p.look.Full && !p.Now.Before(p.st.Hush) {
		p.st.Hush = time.Time{}
	}
	return !p.st.Hush.IsZero()
}
