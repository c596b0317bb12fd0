package reconcile

import (
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// settleCreate judges, at the first look after an adoption, which of our
// attempts made the ticket.
func (p *planner) settleCreate() {
	at := slices.IndexFunc(p.st.Intents, func(i Intent) bool { return i.Effect == CreateTicket })
	if at < 0 || len(p.look.Ticket.Cells) == 0 {
		return
	}
	attempts := p.st.Intents[at].Attempts
	p.st.Intents = slices.Delete(p.st.Intents, at, at+1)
	if len(attempts) == 0 {
		return
	}
	p.plan.Wrote.Tickets++
	for f, sent := range attempts[len(attempts)-1] {
		v, _, seen := p.current(f)
		if !seen || p.st.Fields[f].Base != nil {
			continue
		}
		fs := p.st.Fields[f]
		fs.Base = p.firstBase(f, v, sent, attempts)
		p.st.Fields[f] = fs
	}
}

func (p *planner) firstBase(f ticket.Field, v ticket.Native, sent Pair, attempts []map[ticket.Field]Pair) *Pair {
	for _, a := range attempts {
		pair, ok := a[f]
		if !ok || pair.Native != v {
			continue
		}
		if theirs, set := p.setBy(f, v); set && f != ticket.Labels && pair.Version != p.Values[f].Version { // their choice, to be weighed against the hub's next one
			return &Pair{pair.Version, theirs.From}
		}
		return &Pair{pair.Version, v}
	}
	switch {
	case p.st.Restored && own(f): // the lost epoch may have written a later command: no base, the tool wins
		return nil
	case p.lastAuthor(f) == person, sent.Native == "" && sent.Version != None:
		return &sent
	case p.st.Restored && p.replaced(f, sent.Native): // by the lost epoch
		return &sent
	}
	return &Pair{None, v} // changed or dropped at creation: write once more and learn
}

// setBy finds the line of the log by which a person gave a field the value that it has.
func (p *planner) setBy(f ticket.Field, v ticket.Native) (ticket.Edit, bool) {
	for _, e := range slices.Backward(p.look.Ticket.Log) {
		if e.Field == f {
			return e, e.To == v && authorOf(e.By, p.Rules.Dedicated) == person
		}
	}
	return ticket.Edit{}, false
}

// own reports whether a field belongs to the link alone.
func own(f ticket.Field) bool { return f == ticket.State || f == ticket.Assignee }

// attribute settles open writes before anything is compared: is what the look
// shows our own write, what was there before it, or a third value?
func (p *planner) attribute() {
	kept := p.st.Intents[:0:0]
	for _, i := range p.st.Intents {
		if i.Effect != SetField {
			kept = append(kept, i)
			continue
		}
		if p.st.Restored { // a write of the lost epoch may still land
			p.st.haunt(i, false)
			continue
		}
		if keep := p.attributeOne(i); keep {
			p.hold[i.Field] = true
			kept = append(kept, i)
		}
	}
	p.st.Intents = kept
}

func (p *planner) attributeOne(i Intent) (keep bool) {
	v, _, seen := p.current(i.Field)
	if !seen {
		return true
	}
	fs := p.st.Fields[i.Field]
	waiting := p.Now.Before(i.Deadline)
	switch {
	case v == i.Want && i.Version != p.Values[i.Field].Version && p.lastAuthor(i.Field) == person: // their choice, to be weighed against the hub's next one
		p.st.haunt(i, false)
		return false
	case v == i.Want:
		p.plan.Wrote.Fields++
		fs.Base, fs.Unverified, fs.WroteAt = &Pair{i.Version, v}, false, p.Now
		fs.Taken = &Taken{i.Pre, p.look.Ticket.Version}
		p.st.Fields[i.Field] = fs
		p.st.haunt(i, true)
		if !p.look.Full || p.look.Ticket.LogAfter < 0 { // nobody knows yet what it replaced
			p.st.audit(p.Rules, i, v, p.Now)
		}
		return false
	case (v == i.Pre || fs.Base != nil && v == fs.Base.Native) && p.landed(i) && p.lastAuthor(i.Field) == person: // ours was there, and they set it back
		p.plan.Wrote.Fields++
		fs.Base = &Pair{i.Version, i.Want}
		p.st.Fields[i.Field] = fs
		p.st.haunt(i, false)
		return false
	case v == i.Pre || fs.Base != nil && v == fs.Base.Native:
		if !waiting {
			p.st.haunt(i, false)
		}
		return waiting
	}
	return p.attributeThird(i, v, waiting)
}

// attributeThird judges a value that is neither what we wrote nor what was there
// before.
func (p *planner) attributeThird(i Intent, v ticket.Native, waiting bool) (keep bool) {
	fs := p.st.Fields[i.Field]
	who := p.lastAuthor(i.Field)
	p.record(i.Field, request.Recorded, i.Value, p.read(i.Field, v), "found while a write was under way")
	ghost, isGhost := p.st.ghost(i.Field, v)
	switch {
	case isGhost && who != person: // an older write of ours landed late
		fs.Base = &Pair{ghost.Version, v}
	case who == us: // ours, but changed by the tool: write again and learn from the answer
		fs.Base, waiting = &Pair{None, v}, false
		p.plan.Wrote.Fields++
	case isText(i.Field) && p.actorOf(i.Field) == nil && i.Want != "" && reworded(i.Want, v): // likewise, and nobody tells who
		fs.Base, waiting = &Pair{i.Version, v}, false
		p.plan.Wrote.Fields++
	case p.landed(i): // theirs came after ours
		p.plan.Wrote.Fields++
		fs.Base = &Pair{i.Version, i.Want}
		p.st.Fields[i.Field] = fs
		return false
	}
	p.st.Fields[i.Field] = fs
	if !waiting {
		p.st.haunt(i, false)
		if !p.look.Full || p.look.Ticket.LogAfter < 0 { // it may have come after ours, which replaced something
			p.st.audit(p.Rules, i, i.Want, p.Now)
		}
	}
	return waiting
}

// landed reports whether the change log shows our write.
func (p *planner) landed(i Intent) bool {
	return slices.ContainsFunc(p.look.Ticket.Log, func(e ticket.Edit) bool {
		return e.Field == i.Field && e.To == i.Want && e.Version > i.SeenVer && e.By != nil && e.By.Self
	})
}

// haunt remembers a write so that its value is known as ours when it shows up.
func (s *State) haunt(i Intent, sure bool) {
	const most = 32
	s.Ghosts = append(s.Ghosts, Ghost{Field: i.Field, Want: i.Want, Pre: i.Pre, Version: i.Version, Value: i.Value, Seen: i.SeenVer, Sure: sure})
	if len(s.Ghosts) > most {
		s.Ghosts = s.Ghosts[len(s.Ghosts)-most:]
	}
}

// exorcise forgets the certain writes of a field once the ticket shows the agreed
// value, and no copy that lags behind may show one from before them: then only writes
// of unknown outcome can still surface.
func (p *planner) exorcise(f ticket.Field, agreed ticket.Native) {
	if p.Now.Before(p.st.AnsweredAt.Add(missingFor)) {
		return
	}
	p.st.Ghosts = slices.DeleteFunc(p.st.Ghosts, func(g Ghost) bool { return g.Field == f && g.Sure && g.Want != agreed })
}
