package reconcile

import (
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// A write may land on top of a person's text or priority that came between our read
// and our call. The tool's change log shows what our write replaced: it is looked up
// once for every write of one, in the write's echo or, where that stays away, by a
// read. A state's way is the tool's own, and labels are added and taken away one by one.

// auditAfter is how long the echo has time.
const auditAfter = 2 * time.Minute

// Written is a write of ours that the change log was not asked about yet.
type Written struct {
	After     ticket.Version // of the ticket when the write was planned
	Pre, Want ticket.Native
}

// audit remembers to look up what a write replaced, where the tool can tell.
func (s *State) audit(r Rules, i Intent, want ticket.Native, now time.Time) {
	const most = 8
	if !r.History[i.Field] || !isText(i.Field) && i.Field != ticket.Priority {
		return
	}
	fs := s.Fields[i.Field]
	fs.Audit = append(slices.Clip(fs.Audit), Written{i.SeenVer, i.Pre, want})
	fs.Audit = fs.Audit[max(len(fs.Audit)-most, 0):]
	s.Fields[i.Field] = fs
	if s.AuditDue.IsZero() {
		s.AuditDue = now.Add(auditAfter)
	}
}

// auditLate looks up what a write replaced that landed later than we knew.
func (p *planner) auditLate(s *sides, g Ghost) {
	if g.Sure || p.look.Full && p.look.Ticket.LogAfter >= 0 {
		return
	}
	p.st.audit(p.Rules, Intent{Field: s.f, Pre: g.Pre, SeenVer: g.Seen}, s.v, p.Now)
	s.fs = p.st.Fields[s.f]
}

// Audits reports whether a ticket's log tells of a write that is to be looked up.
func (s State) Audits(t ticket.Ticket) bool {
	return slices.ContainsFunc(t.Log, s.pending)
}

func (s State) pending(e ticket.Edit) bool {
	return e.By != nil && e.By.Self && slices.ContainsFunc(s.unasked(e.Field), func(w Written) bool { return w.tells(e) })
}

// unasked are the writes of a field that the log was not asked about: those that
// were answered, and those of which nobody knows yet.
func (s State) unasked(f ticket.Field) []Written {
	all := slices.Clone(s.Fields[f].Audit)
	for _, i := range s.Intents {
		if i.Effect == SetField && i.Field == f && isText(f) {
			all = append(all, Written{i.SeenVer, i.Pre, i.Want})
		}
	}
	return all
}

// tells reports whether a line of the log may tell of a write. In the tick in which
// the write was planned only its own line does: a tool may count by the second.
func (w Written) tells(e ticket.Edit) bool {
	return e.Version > w.After || e.Version == w.After && e.To == w.Want && e.From != w.Pre
}

// auditFrom is from where the log must be read for what is to be looked up: with the
// tick in which it was planned.
func (s State) auditFrom() ticket.Version {
	from := s.LogVer
	for f := range s.Fields {
		for _, w := range s.unasked(f) {
			from = min(from, w.After-1)
		}
	}
	return max(from, 0)
}

// expected reports whether a line of the log replaced what one of our writes
// expected there. Of a text only a write that is to be looked up tells.
func (s State) expected(e ticket.Edit) bool {
	return slices.ContainsFunc(s.Fields[e.Field].Audit, func(w Written) bool { return e.From == w.Pre || e.From == w.Want }) ||
		!isText(e.Field) && slices.ContainsFunc(s.Ghosts, func(g Ghost) bool { return g.Field == e.Field && g.Pre == e.From })
}

// audited forgets the writes that the look's log told of; a whole read tells all
// that the tool will ever say, unless it may come from a copy that lags behind.
func (p *planner) audited() {
	if p.st.AuditDue.IsZero() {
		return
	}
	wrote := p.st.AuditDue.Add(-auditAfter)
	if p.State.AnsweredAt.After(wrote) { // the last of several
		wrote = p.State.AnsweredAt
	}
	lags := p.Now.Before(wrote.Add(missingFor))
	all := p.look.Full && p.Look != nil && (p.look.Ticket.LogAfter >= 0 && !lags || !p.Now.Before(p.st.AuditDue))
	open := false
	for f, fs := range p.st.Fields {
		fs.Audit = slices.DeleteFunc(slices.Clone(fs.Audit), func(w Written) bool { return all || p.echoed(f, w) })
		p.st.Fields[f] = fs
		open = open || len(fs.Audit) > 0
	}
	if !open {
		p.st.AuditDue = time.Time{}
	}
}

// echoed reports whether the look's log shows a write, and not another one that said
// the same: a later one, or one of unknown outcome.
func (p *planner) echoed(f ticket.Field, w Written) bool {
	doubled := slices.ContainsFunc(p.State.Ghosts, func(g Ghost) bool { return g.Field == f && g.Want == w.Want && !g.Sure })
	return !doubled && slices.ContainsFunc(p.look.Ticket.Log, func(e ticket.Edit) bool {
		shows := e.Field == f && e.To == w.Want && e.Version > w.After && e.By != nil && e.By.Self
		return shows && !slices.ContainsFunc(p.State.Fields[f].Audit, func(later Written) bool {
			return later.Want == w.Want && w.After < later.After && later.After < e.Version
		})
	})
}
