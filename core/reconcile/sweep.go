package reconcile

import (
	"hash/fnv"
	"time"
)

// readDue is when the ticket must be read though nobody tells of anything; the zero
// time if it need not.
func (p *planner) readDue() time.Time {
	due := p.sweepDue()
	for _, at := range []time.Time{p.st.AuditDue, p.st.Hush, p.st.Doubt} {
		due = sooner(due, at)
	}
	for _, since := range p.st.Missing {
		due = sooner(due, since.Add(missingFor))
	}
	for _, since := range p.st.Files.Absent {
		due = sooner(due, since.Add(missingFor))
	}
	return due
}

// sweepDue is when a ticket has been unread for so long that what no delivery and
// no poll told of is looked for: a deletion, a move, a comment that replaced
// another. Links take their turns. When the request is over, only what a write
// came to is of interest.
func (p *planner) sweepDue() time.Time {
	last := p.st.ReadAt
	if last.IsZero() { // whose create was answered, perhaps without a word
		last = p.st.AnsweredAt
	}
	if p.Rules.Sweep <= 0 || last.IsZero() || p.Rules.Over && !p.st.unverified() {
		return time.Time{}
	}
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.Link))
	return last.Add(p.Rules.Sweep - p.Rules.Sweep/4*time.Duration(h.Sum32()%256)/256)
}

// due reports whether the ticket must be read by now.
func (p *planner) due() bool {
	at := p.readDue()
	return !at.IsZero() && !p.Now.Before(at)
}

// sooner is the earlier of two times; the zero time is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// unverified reports whether no look since a write has shown what the tool made of it.
func (s State) unverified() bool {
	for _, fs := range s.Fields {
		made := fs.WroteAt.IsZero() && (s.ReadAt.IsZero() || s.ReadAt.Equal(s.AnsweredAt)) // and not read since
		if fs.Unverified && (made || !fs.WroteAt.Before(s.ReadAt)) {
			return true
		}
	}
	return false
}
