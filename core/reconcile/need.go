package reconcile

import (
	"slices"

	"github.com/spochub/spochub/sdk/ticket"
)

// MustRead reports whether a plan needs a fresh read of the ticket, and what the
// read must bring. fresh says that the hub would know of any change by now: the
// connection's polls and deliveries arrive. A link that is known and at rest
// needs no read to be written to.
func MustRead(in Input, fresh bool) (ticket.Need, bool) {
	st, p := in.State, newPlanner(in)
	need := ticket.Need{LogAfter: st.auditFrom(), Comments: true, Log: !st.AuditDue.IsZero() || p.unshown() || p.unsettled(), Files: p.needsFiles()}
	wordless := []ticket.Field{ticket.Title, ticket.Description, ticket.Priority}
	open := slices.ContainsFunc(st.Intents, func(i Intent) bool { return p.unanswered(i) })
	switch {
	case st.Reread, open, st.Restored, st.Misses > 0, p.due(), slices.ContainsFunc(wordless, p.unclear):
		need.Log = true
		return need, true
	case !st.Observed && !p.answered():
		return need, in.Look == nil
	case !st.Observed && (st.Imported || st.creating()) && p.unfiled():
		return need, true
	case in.Look == nil && (!fresh && p.wants() || p.blind()):
		return need, true
	}
	return need, false
}

// unsettled reports whether a write is out of which nobody knows what came of it: where a
// read shows what stood there before, the log tells whether somebody set it back.
func (p *planner) unsettled() bool {
	return slices.ContainsFunc(p.st.Intents, func(i Intent) bool {
		return i.Effect == SetField && p.Rules.History[i.Field]
	})
}

// unfiled reports whether a ticket that turned up may have files that nobody will tell
// of any more: they came before the hub knew the ticket.
func (p *planner) unfiled() bool {
	return !p.look.Ticket.AllFiles && p.Rules.Can["Downloader"] && p.needsFiles()
}

// unshown reports whether no answer has shown yet what a priority of ours came to: it
// may say the same as a person's by other tables.
func (p *planner) unshown() bool {
	return p.st.Fields[ticket.Priority].Unverified && p.Rules.History[ticket.Priority]
}

// unclear reports whether what a field shows may be what the tool made of a write of
// ours that it answered without a word, as well as a person's choice: the log tells.
func (p *planner) unclear(f ticket.Field) bool {
	v, _, seen := p.current(f)
	fs := p.st.Fields[f]
	if !seen || p.look.Full || !fs.Unverified || !p.Rules.History[f] || p.actorOf(f) != nil {
		return false
	}
	created := fs.Base != nil && fs.WroteAt.IsZero() && v != fs.Base.Native && v != ""
	code := f == ticket.Priority && (created || p.alikeByTables(&sides{f: f, hub: p.Values[f], v: v, fs: fs}))
	return code || p.ignores(f, fs, v)
}

// blind reports whether a write may replace what nobody would ever tell of: no
// delivery announces the team's changes, and no log keeps them.
func (p *planner) blind() bool {
	if p.Rules.Hooked || p.Rules.ReadOnly {
		return false
	}
	for f, v := range p.Values {
		base, dir := p.st.Fields[f].Base, p.Rules.direction(f)
		if dir == Both && isText(f) && !p.Rules.History[f] && base != nil && base.Version != v.Version {
			return true
		}
	}
	return false
}

// otherwise reports whether a ticket that turned up is not as any attempt made
// it: only its log can tell who changed it.
func (p *planner) otherwise(i Intent) bool {
	if len(i.Attempts) == 0 {
		return true
	}
	for f := range i.Attempts[len(i.Attempts)-1] {
		v, _, seen := p.current(f)
		made := slices.ContainsFunc(i.Attempts, func(a map[ticket.Field]Pair) bool { return a[f].Native == v })
		if seen && !made && p.Rules.History[f] {
			return true
		}
	}
	return false
}

// unanswered reports whether the look leaves an intent's outcome open.
func (p *planner) unanswered(i Intent) bool {
	switch i.Effect {
	case SetField:
		c, ok := p.look.Ticket.Cells[i.Field]
		return !ok || p.unclaimed(i, Comparable(i.Field, c))
	case AddComment, EditComment: // a list that came by itself may be older than the write
		return !p.look.Full || !p.look.Ticket.AllComments
	case DeleteComment, RetireTwin, FetchFile:
		return false
	case UploadFile:
		return !p.look.Full || !p.look.Ticket.AllFiles
	default:
		return len(p.look.Ticket.Cells) == 0 || !p.look.Full && p.otherwise(i)
	}
}

// unclaimed reports whether nobody tells whose a value is that is not what a write of
// unknown outcome says, though the log would: what stood there before may be there still,
// or a person set it back since.
func (p *planner) unclaimed(i Intent, v ticket.Native) bool {
	open := isText(i.Field) || v == i.Pre
	return v != i.Want && open && p.Rules.History[i.Field] && !p.look.Full && p.actorOf(i.Field) == nil
}

// answered reports whether every field has a base from the ticket's creation, so
// that a first look can wait for the echo or the next poll.
func (p *planner) answered() bool {
	for _, fs := range p.st.Fields {
		if fs.Base != nil {
			return true
		}
	}
	return false
}

// wants reports whether the hub has anything to write.
func (p *planner) wants() bool {
	for f, v := range p.Values {
		base := p.st.Fields[f].Base
		if p.Rules.direction(f).gives() && (base == nil || base.Version != v.Version) {
			return true
		}
	}
	return slices.ContainsFunc(p.Notes, func(n NoteSide) bool { return n.owed() })
}
