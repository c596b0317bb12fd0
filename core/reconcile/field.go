package reconcile

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// maxTurns is how often in a row the tool may undo the hub's write before the
// field is blocked and shown to the desk.
const maxTurns = 3

// sides is one field with all that is known of it.
type sides struct {
	f          ticket.Field
	dir        Direction
	hub        Value
	v          ticket.Native // the ticket's value
	seen       bool          // this look showed it
	news       bool          // and it is another than at the look before
	fs         FieldState
	toolMoved  bool
	hubMoved   bool
	unsent     bool // the hub never wrote it
	doubted    bool // it did, and nobody tells whether that was ever there
	firstTaken bool // an imported ticket at its first look: the tool's value is the first one
}

// field compares the two sides of one field and takes, writes, records or holds.
func (p *planner) field(f ticket.Field, first bool) {
	s, ok := p.compare(f, first)
	if !ok {
		return
	}
	switch {
	case !s.toolMoved && !s.hubMoved:
		p.quiet(s)
	case p.says(s):
		p.agree(s)
	case s.toolMoved && !s.hubMoved && !s.fs.Rallied:
		p.toolOnly(s)
	case s.hubMoved && !s.toolMoved:
		p.hubOnly(s)
	default:
		p.both(s)
	}
}

// compare finds what either side did; false if there is nothing to compare.
func (p *planner) compare(f ticket.Field, first bool) (*sides, bool) {
	v, known, seen := p.current(f)
	fs := p.st.Fields[f]
	s := &sides{f: f, dir: p.Rules.direction(f), hub: p.Values[f], v: v, seen: seen, fs: fs}
	if seen && p.onTheWay(f, fs, v) {
		if !p.known(f, v) { // a later delivery may tell that we left it
			p.st.haunt(Intent{Field: f, Want: v, Version: None}, true)
		}
		return nil, false
	}
	if seen && p.lags(f, fs, v) {
		return nil, false
	}
	if seen {
		if s.news = !fs.Known || fs.Seen != v; s.news && isText(f) {
			p.st.hear(f, v)
		}
		s.fs.Seen, s.fs.Known = v, true
		s.fs.Name = p.look.Ticket.Cells[f].Name
		p.st.Fields[f] = s.fs
	}
	if !known || s.dir == Off || p.hold[f] {
		return nil, false
	}
	if s.dir == Once {
		if seen && s.fs.Base == nil && p.st.Imported { // the hub's text began as theirs
			s.fs.Base = &Pair{s.hub.Version, v}
			p.store(s)
		}
		p.beside(s)
		return nil, false
	}
	s.firstTaken = s.fs.Base == nil && (p.st.Imported || first && own(f))
	if s.firstTaken && !p.st.Relinked && plain(f) && s.hub.Version > 1 { // the desk was quicker than the first look
		s.firstTaken, s.fs.Base = false, &Pair{Version: 1}
	}
	if first && p.st.Relinked && s.fs.Base == nil && !own(f) { // an existing ticket keeps its own texts
		s.fs.Base = &Pair{s.hub.Version, v}
		p.store(s)
	}
	p.verify(s)
	p.ownAuthor(s)
	base := s.fs.Base
	s.toolMoved = base == nil || v != base.Native
	s.hubMoved = !s.firstTaken && (base == nil || base.Version == None || base.Version != s.hub.Version)
	return s, true
}

// onTheWay reports whether a delivery only shows a step on the way to what we
// wrote: a workflow's states, or one label going before the next one comes.
func (p *planner) onTheWay(f ticket.Field, fs FieldState, v ticket.Native) bool {
	return fs.Unverified && fs.sent() && v != fs.Base.Native && !p.look.Full && p.selfWrote(f)
}

// selfWrote reports whether our account wrote a field last, for all we see.
func (p *planner) selfWrote(f ticket.Field) bool {
	by := p.actorOf(f)
	return by != nil && by.Self
}

// verify judges a base whose write was answered without showing the value.
func (p *planner) verify(s *sides) {
	if !s.fs.Unverified || !s.seen {
		return
	}
	s.fs.Unverified = false
	ghost, isGhost := p.st.ghost(s.f, s.v)
	switch base := s.fs.Base; {
	case base == nil:
	case s.v == base.Native:
		if wrote, known := p.st.ghost(s.f, s.v); known {
			s.fs.Taken = &Taken{wrote.Pre, p.look.Ticket.Version}
		}
	case p.madeWithout(s):
		s.fs.Refused, s.fs.Kept, s.fs.Base = base.Version, s.v, &Pair{base.Version, s.v}
		p.record(s.f, request.Rejected, "", s.hub.Text, MadeWithout)
	case p.st.Restored && s.fs.sent(): // the lost epoch wrote it, or a person: it is newer than ours
		s.fs.Unverified = !s.dir.takes() // the next look tells whether it was dropped
	case s.fs.Turns == 0 && p.mayHaveLanded(s) && p.dropped(s): // or an older write of ours came over it: the next answer tells
		s.fs.Base = &Pair{None, s.v}
		s.fs.Turns++
	case p.dropped(s):
		s.fs.Refused, s.fs.Kept, s.fs.Base = base.Version, s.v, &Pair{base.Version, s.v}
		p.record(s.f, request.Rejected, "", s.hub.Text, KeptItsOwn)
	case isText(s.f) && p.earlierForm(base.Native, s) && s.fs.Turns < maxTurns-1: // the write had no effect: the next answer tells
		s.fs.Base = &Pair{None, s.v}
		s.fs.Turns++
	case isText(s.f) && p.oursFor(base.Native, s) && p.formOf(base.Native, s): // the tool keeps this text in its own form
		s.fs.Base = &Pair{base.Version, s.v}
	case isGhost && p.lastAuthor(s.f) != person: // an older write of ours landed late
		s.fs.Base = &Pair{ghost.Version, s.v}
	case isText(s.f) && p.actorOf(s.f) == nil && base.Native != "" && reworded(base.Native, s.v): // likewise, and nobody tells who
		s.fs.Base = &Pair{base.Version, s.v}
	case isText(s.f) && p.oursFor(base.Native, s) && s.fs.Turns < maxTurns-1: // an older write, or the tool's own form of this one: the next answer tells
		s.fs.Base = &Pair{None, s.v}
		s.fs.Turns++
	case isText(s.f) && p.oursFor(base.Native, s): // the tool keeps this text in its own form
		s.fs.Base = &Pair{base.Version, s.v}
	case !isText(s.f) && base.Native != "" && p.codeOf(base.Native, s): // likewise
		s.fs.Base = &Pair{base.Version, s.v}
	case p.alikeByTables(s) && (own(s.f) || p.lastAuthor(s.f) != person):
		s.fs.Base = &Pair{base.Version, s.v}
	case p.doubts(s):
		s.doubted = true
	case !s.fs.sent() && base.Version != s.hub.Version && (own(s.f) || p.lastAuthor(s.f) != person): // never sent, and the hub has moved on
		s.fs.Base = &Pair{base.Version, s.v}
	case !s.fs.sent(): // never sent: the tool's own first value
		s.unsent = true
	}
	p.st.Fields[s.f] = s.fs
}

// mayHaveLanded reports whether a value may be an older write of ours of which nobody knows
// what came of it.
func (p *planner) mayHaveLanded(s *sides) bool {
	return slices.ContainsFunc(p.st.Ghosts, func(g Ghost) bool { return g.Field == s.f && g.Want == s.v && !g.Sure })
}

// doubts reports whether a value stands where it was before a write of ours, and nobody
// tells whether what was written was ever there.
func (p *planner) doubts(s *sides) bool {
	written, wrote := p.st.ghost(s.f, s.fs.Base.Native)
	return wrote && written.Pre == s.v && p.lastAuthor(s.f) == unknown
}

// oursFor reports whether a text of our account came of what we sent: where people
// share the account, other words are theirs.
func (p *planner) oursFor(sent ticket.Native, s *sides) bool {
	return p.selfWrote(s.f) && (p.Rules.Dedicated || reworded(sent, s.v))
}

// dropped reports whether a write that was answered without a word changed
// nothing: the ticket is the one that it was planned for, or the field only goes out or
// is a text, is as it was before, and nobody is known to have set it back since.
func (p *planner) dropped(s *sides) bool {
	written, same := p.untouched(s.f, s.fs.Base, s.v)
	nobody := p.lastAuthor(s.f) == unknown
	before := written.Pre == s.v || s.v == "" && !isText(s.f) // what stood there may have been dropped too
	switch {
	case written.Version > s.fs.Base.Version: // the request was merged since
		return false
	case same:
		return true
	case written.Want != s.fs.Base.Native || !before:
		return false
	case nobody && (!s.dir.takes() || s.v == "" && s.f == ticket.Priority): // none at all says nothing
		return true
	}
	silent := p.Rules.History[s.f] && p.unset(s.f, written.Seen)
	return (silent && s.f == ticket.Priority || isText(s.f) && (nobody || silent)) && !p.replaced(s.f, s.fs.Base.Native)
}

// madeWithout reports whether a create that was answered without a word left a field
// empty, or set a priority of its own: nothing was written to it since, not by what a
// lost epoch did either, and no person is known to have changed it.
func (p *planner) madeWithout(s *sides) bool {
	_, wrote := p.st.ghost(s.f, s.fs.Base.Native)
	lost := p.st.Restored && p.replaced(s.f, s.fs.Base.Native)
	itsOwn := s.v == "" || s.f == ticket.Priority && p.Rules.History[s.f] && p.unset(s.f, 0) && !lost
	return itsOwn && s.fs.WroteAt.IsZero() && !wrote && !isText(s.f) && !own(s.f) && p.lastAuthor(s.f) != person
}

// formOf reports whether a text of ours can only be the tool's own form of what
// we sent: nothing else of ours was there before, and the log does not show what
// we sent as it was.
func (p *planner) formOf(sent ticket.Native, s *sides) bool {
	earlier, wrote := p.st.ghost(s.f, sent)
	late := p.mayHaveLanded(s) && words(sent) != words(s.v) // what we wrote before, word for word
	return !late && !p.st.Restored && !p.stood(s.f, sent) && (!wrote || p.look.Full && earlier.Pre != s.v)
}

// earlierForm reports whether a text is the tool's form of what stood there before a
// write, and not of what was written.
func (p *planner) earlierForm(sent ticket.Native, s *sides) bool {
	earlier, wrote := p.st.ghost(s.f, sent)
	return wrote && earlier.Pre != s.v && words(earlier.Pre) == words(s.v) && words(sent) != words(s.v)
}

// codeOf reports whether a code of ours, other than the one that stood there
// before, is what the tool made of what we sent.
func (p *planner) codeOf(sent ticket.Native, s *sides) bool {
	earlier, wrote := p.st.ghost(s.f, sent)
	dropped := wrote && (earlier.Pre == s.v || earlier.Pre == "" && own(s.f))
	step := wrote && own(s.f) && !p.Rules.Dedicated // of somebody who shares the account
	if s.f == ticket.Labels || dropped || step || !p.selfWrote(s.f) {
		return false
	}
	log := p.look.Ticket.Log
	made := slices.ContainsFunc(log, func(e ticket.Edit) bool {
		ours := wrote || e.Version == log[0].Version // of a create only what came with the ticket
		return e.Field == s.f && e.To == s.v && (p.st.Answered == 0 && ours || p.st.Answered != 0 && e.Version <= p.st.Answered)
	})
	return p.Rules.Dedicated || made && !p.stood(s.f, sent) && !p.saysElse(s, sent)
}

// saysElse reports whether a priority says something else by the tables than what was
// sent.
func (p *planner) saysElse(s *sides, sent ticket.Native) bool {
	_, known := p.Codes.Read(s.f, s.v)
	return s.f == ticket.Priority && known && !p.alike(s.f, s.v, sent)
}

// alike reports whether two codes of the tool mean the same to the hub.
func (p *planner) alike(f ticket.Field, a, b ticket.Native) bool {
	x, known := p.Codes.Read(f, a)
	y, too := p.Codes.Read(f, b)
	return a == b || known && too && x == y
}

// alikeByTables reports whether a code says what was sent, though it is another: the
// tables may be others than what was sent was chosen by.
func (p *planner) alikeByTables(s *sides) bool {
	base := s.fs.Base
	return (own(s.f) || s.f == ticket.Priority) && base != nil && base.Native != "" && s.v != base.Native && p.alike(s.f, s.v, base.Native) &&
		(base.Version != s.hub.Version || p.says(s))
}

// stood reports whether the log shows a value of ours as we sent it.
func (p *planner) stood(f ticket.Field, sent ticket.Native) bool {
	return slices.ContainsFunc(p.look.Ticket.Log, func(e ticket.Edit) bool { return e.Field == f && (e.To == sent || e.From == sent) })
}

// ownAuthor keeps a value that we wrote ourselves, late or changed by the tool,
// from being taken for a change of the team.
func (p *planner) ownAuthor(s *sides) {
	base := s.fs.Base
	if !s.seen || s.unsent || p.st.Restored || p.st.Imported && base == nil || base != nil && base.Native == s.v {
		return
	}
	who := p.lastAuthor(s.f)
	ghost, isGhost := p.st.ghost(s.f, s.v)
	switch {
	case who == person, base == nil && own(s.f):
		return
	case isGhost:
		s.fs.Base = &Pair{ghost.Version, s.v}
		p.st.Fields[s.f] = s.fs
		p.auditLate(s, ghost)
	case base == nil, who == us: // dropped or changed by the tool: write again and learn from the answer
		s.fs.Base = &Pair{None, s.v}
		s.fs.Turns++
	default:
		return
	}
	p.st.Fields[s.f] = s.fs
}

// says reports whether the ticket already says what the hub says.
func (p *planner) says(s *sides) bool {
	w, ok := p.put(s)
	return ok && w == s.v
}

// put is the hub's value in the tool's words, the ticket's own where it already
// says it; false where there is no such word or it was not rendered.
func (p *planner) put(s *sides) (ticket.Native, bool) {
	switch {
	case plain(s.f):
		return ticket.Native(s.hub.Text), true
	case isText(s.f):
		w, ok := p.Rendered.Fields[s.f]
		return w, ok
	}
	return p.Codes.Write(s.f, s.hub.Text, s.v)
}

// get is the ticket's value in the hub's words; false where the tables do not
// know it or the text was not seen.
func (p *planner) get(s *sides) (string, bool) {
	switch {
	case plain(s.f):
		return string(s.v), true
	case isText(s.f):
		c, ok := p.look.Ticket.Cells[s.f]
		if s.f == ticket.Description {
			return request.StripContext(c.Markdown), ok
		}
		return c.Markdown, ok
	case s.f == ticket.Assignee:
		return string(s.v), true
	case s.v == "": // a code that is not set there says nothing
		return s.hub.Text, true
	}
	return p.Codes.Read(s.f, s.v)
}

func (p *planner) quiet(s *sides) {
	if s.seen {
		s.fs.Turns, s.fs.Blocked = 0, nil // nothing is left to write that was refused
	}
	p.store(s)
	p.closeConflict(s)
	if s.seen {
		p.exorcise(s.f, s.v)
	}
}

func (p *planner) agree(s *sides) {
	if s.toolMoved && s.hubMoved && s.fs.Base != nil && s.fs.Base.Version != None {
		p.record(s.f, request.Agreed, p.read(s.f, s.fs.Base.Native), s.hub.Text, "")
	}
	s.fs.Base = &Pair{s.hub.Version, s.v}
	s.fs.Blocked = nil // what was refused is not wanted any more, or said by now
	p.quiet(s)
}

func (p *planner) toolOnly(s *sides) {
	switch {
	case s.dir == Both && p.rally(s):
		p.contest(s)
	case s.dir.takes():
		p.pull(s)
	case s.firstTaken: // an imported ticket keeps its own value until the hub's next change
		p.beside(s)
		s.fs.Base = &Pair{s.hub.Version, s.v}
		p.store(s)
	default:
		p.beside(s)
	}
}

func (p *planner) hubOnly(s *sides) {
	switch {
	case s.dir.gives():
		p.closeConflict(s)
		p.push(s)
	default: // the tool leads: the hub's own change only moves the base
		s.fs.Base = &Pair{s.hub.Version, s.v}
		p.store(s)
	}
}

// beside shows a value of the team that the hub does not take.
func (p *planner) beside(s *sides) {
	if !s.seen {
		return
	}
	value, ok := p.get(s)
	if !ok {
		value = p.read(s.f, s.v)
	}
	if value == s.hub.Text || s.fs.Base != nil && s.v == s.fs.Base.Native {
		value = "" // nothing of their own
	}
	p.plan.Suggest[s.f] = value
	if s.news && s.fs.Base != nil && value != "" {
		p.record(s.f, request.Recorded, p.read(s.f, s.fs.Base.Native), value, "")
	}
}

func (p *planner) pull(s *sides) {
	if s.fs.Cut && p.choice(s.f) == nil {
		p.beside(s)
		return
	}
	if p.mayBeAssigned(s) {
		s.fs.Unverified, p.st.Reread = true, true
		p.store(s)
		return
	}
	value, ok := p.get(s)
	if !ok {
		p.unread(s)
		return
	}
	version := s.hub.Version
	if value != s.hub.Text {
		version++
		if s.fs.Base != nil {
			s.fs.Taken = &Taken{s.fs.Base.Native, p.look.Ticket.Version}
		}
		p.plan.Pulls = append(p.plan.Pulls, Pull{Field: s.f, Value: value, Name: s.fs.Name, Version: version, By: p.nameOf(s.f)})
		p.noteAct(s)
	}
	s.fs.Base = &Pair{version, s.v}
	s.fs.Refused, s.fs.Blocked, s.fs.Turns, s.fs.Cut = 0, nil, 0, false
	p.store(s)
	p.closeConflict(s)
	p.exorcise(s.f, s.v)
}

// unread holds a field whose value cannot be taken yet: a code that no table
// knows is shown to the desk, a text that this look did not bring is read.
func (p *planner) unread(s *sides) {
	if isText(s.f) && !p.look.Full {
		p.st.Reread = true
		return
	}
	p.unknown = true
	reason := fmt.Sprintf("the tool's value %q has no meaning here yet: add it to the connection's table", p.read(s.f, s.v))
	if s.fs.Blocked == nil || s.fs.Blocked.Pre != s.v {
		s.fs.Blocked = &Blocked{Version: s.hub.Version, Pre: s.v, Reason: reason, Since: p.Now}
		p.record(s.f, request.Recorded, "", p.read(s.f, s.v), reason)
	}
	p.store(s)
}

// mayBeAssigned reports whether somebody may have taken a new ticket before anything
// was heard of it. Tools assign by themselves too: the log tells.
func (p *planner) mayBeAssigned(s *sides) bool {
	return s.unsent && s.f == ticket.Assignee && s.v != "" && p.Rules.History[s.f] && !p.look.Full && p.look.Ticket.LogAfter < 0
}

// noteAct notes who changed a field. The first value of one that the hub did not
// send is the tool's own, unless somebody is named.
func (p *planner) noteAct(s *sides) {
	by := p.actorOf(s.f)
	if p.selfWrote(s.f) || s.unsent && by == nil {
		return
	}
	p.acted(by)
}

func (p *planner) push(s *sides) {
	blocked := s.fs.Blocked
	switch {
	case s.fs.Refused == s.hub.Version && s.fs.Kept == s.v, p.Rules.Quiet,
		blocked != nil && blocked.Version == s.hub.Version && blocked.Pre == s.v && (blocked.Beside == "" || blocked.Beside == p.around()):
		p.store(s)
		return
	case s.fs.Turns > maxTurns:
		p.block(s, "the tool keeps changing it back")
		return
	}
	w, ok := p.put(s)
	if !ok && isText(s.f) {
		p.st.Reread = true
		return
	}
	if !ok {
		p.block(s, fmt.Sprintf("the tool has no value for %q", s.hub.Text))
		return
	}
	s.fs.Blocked = nil
	p.cut(s)
	p.store(s)
	p.st.Intents = append(p.st.Intents, Intent{
		Effect: SetField, Field: s.f, Want: w, Pre: s.v, Version: s.hub.Version, Value: s.hub.Text,
		SeenVer: p.st.Watermark, Deadline: p.Now.Add(p.Rules.Grace), fresh: true, Beside: p.around(),
	})
}

// around is a digest of what the tool's own fields are to say, were last agreed to say
// and say; "" where none is mapped.
func (p *planner) around() string {
	var all []string
	for _, f := range slices.Sorted(maps.Keys(p.Rules.Directions)) {
		if _, its := f.Own(); !its {
			continue
		}
		said := Pair{Version: None}
		if base := p.st.Fields[f].Base; base != nil {
			said = *base
		}
		there, _, _ := p.current(f)
		all = append(all, fmt.Sprint(f, p.Values[f].Version, said.Version, said.Native, there))
	}
	if len(all) == 0 {
		return ""
	}
	return request.DeriveID(all...)
}

// cut remembers that the ticket will hold a shortened text, and tells the desk.
func (p *planner) cut(s *sides) {
	if now := p.Rendered.Cut[s.f]; now && !s.fs.Cut {
		p.record(s.f, request.Recorded, "", "", Shortened)
	}
	s.fs.Cut = p.Rendered.Cut[s.f]
}

func (p *planner) block(s *sides, reason string) {
	s.fs.Blocked = &Blocked{Version: s.hub.Version, Pre: s.v, Reason: reason, Since: p.Now}
	p.store(s)
	p.record(s.f, request.Rejected, "", s.hub.Text, reason)
}

func (p *planner) store(s *sides) { p.st.Fields[s.f] = s.fs }
