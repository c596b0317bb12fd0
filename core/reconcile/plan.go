package reconcile

import (
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Plan is what to do about a link. The driver stores State, applies Pulls,
// Imports, Edits and Copies and appends Events in one transaction, and makes
// Calls after it.
type Plan struct {
	State     State
	Pulls     []Pull
	Imports   []Import
	Edits     []NoteEdit
	Copies    []request.Copy // changed ones, by note
	Files     []FileChange   // copies of files that changed
	Conflicts []request.Conflict
	Suggest   map[ticket.Field]string // the tool's own values of fields that only go out
	Events    []request.Event         // without Link
	Calls     []Call
	Clean     bool      // nothing is open
	Wake      time.Time // nothing to call: look again then
	Acted     string    // a person did something at the tool: the name, or "someone"
	Return    string    // the team has just handed the task back: why
	Labelled  bool      // and its label says so still
	Wrote     Wrote     // what earlier calls turned out to have written
}

// Pull is a value of the tool that the hub takes over, and the version that the
// hub's value has afterwards.
type Pull struct {
	Field   ticket.Field
	Value   string // Markdown, a category, P1..P4, joined labels
	Name    string // what the tool calls it
	Version int64
	By      string
}

// Import is a comment of a person at the tool that becomes a note.
type Import struct {
	Comment ticket.Comment
	Outside bool // whoever wrote it need not be one of the team: see [Rules.Outside]
}

// NoteEdit is an imported comment whose author changed or deleted it.
type NoteEdit struct {
	Note     request.NoteID
	Markdown string
	Deleted  bool
}

// planner carries a plan while it is made.
type planner struct {
	Input
	look Look // never nil inside
	st   *State
	plan Plan
	hold map[ticket.Field]bool

	unknown bool // the tool has a value that no table knows
	later   bool // files still have to be sent, by the next plan
}

// Make decides what a link needs. The link's ticket exists (see [Create] for
// one that does not).
func Make(in Input) Plan {
	p := newPlanner(in)
	first := p.observe()
	p.settleCreate()
	p.attribute()
	for _, f := range p.fields() {
		p.field(f, first)
	}
	p.comments()
	p.files()
	p.retire()
	p.finish()
	return p.plan
}

func newPlanner(in Input) *planner {
	p := &planner{Input: in, hold: map[ticket.Field]bool{}}
	p.look = Look{Ticket: ticket.Ticket{LogAfter: -1, NComments: -1}}
	if in.Look != nil {
		p.look = *in.Look
	}
	p.plan.State = in.State.clone()
	p.st = &p.plan.State
	p.st.Held = nil // each plan says anew what is held back
	for n := range p.st.Intents {
		p.st.Intents[n].fresh = false
	}
	p.st.keepTime(in.Rules, in.Now)
	p.plan.Suggest = map[ticket.Field]string{}
	return p
}

// keepTime puts no deadline further off than one given now would be: the clock may
// have been set back since.
func (s *State) keepTime(r Rules, now time.Time) {
	soonest := func(a, b time.Time) time.Time {
		if a.Before(b) {
			return a
		}
		return b
	}
	for n := range s.Intents {
		s.Intents[n].Deadline = soonest(s.Intents[n].Deadline, now.Add(max(r.Grace, r.CreateWait)))
	}
	s.AnsweredAt, s.AuditDue = soonest(s.AnsweredAt, now), soonest(s.AuditDue, now.Add(auditAfter))
}

// fields lists, in a fixed order, every field that either side knows.
func (p *planner) fields() []ticket.Field {
	all := map[ticket.Field]bool{}
	for f := range p.Values {
		all[f] = true
	}
	for f := range p.look.Ticket.Cells {
		all[f] = true
	}
	for f := range p.st.Fields {
		all[f] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// observe takes in what the look says of the ticket as a whole and reports
// whether it is the first one that says anything.
func (p *planner) observe() (first bool) {
	p.overwritten()
	t := p.look.Ticket
	p.evidence()
	p.late()
	p.heard()
	p.audited()
	p.st.Reread = p.st.Reread && !p.look.Full
	p.st.Watermark = max(p.st.Watermark, t.Version)
	p.st.LogVer = max(p.st.LogVer, t.Version)
	if len(t.Cells) == 0 {
		return false
	}
	p.st.Misses, p.st.StaleRead, p.st.Deleted = 0, 0, false
	if t.NComments >= 0 && !p.look.Self { // an answer may count comments that nobody told of
		p.st.NComments = t.NComments
	}
	if t.AllComments && p.look.Full {
		p.st.Listed = max(p.st.Listed, t.Version)
	}
	p.label(t)
	first = !p.st.Observed
	p.st.Observed = true
	switch {
	case p.look.Full:
		p.st.ReadAt, p.st.Doubt = p.Now, time.Time{}
		if p.look.Lacks {
			p.st.Doubt = p.Now.Add(missingFor)
		}
	case p.st.ReadAt.IsZero(): // what the create came to was not read yet
		p.st.ReadAt = p.st.AnsweredAt
		if p.st.ReadAt.IsZero() {
			p.st.ReadAt = p.Now
		}
	}
	return first
}

// label notices how a team hands the task back; what it does later to a ticket
// that keeps the label is not handing it back again.
func (p *planner) label(t ticket.Ticket) {
	if _, seen := t.Cells[ticket.Labels]; seen {
		was := p.st.HandedBack
		if p.st.HandedBack = HandedBack(t); p.st.HandedBack && !was {
			p.plan.Return = "labelled " + ReturnLabel
		}
	}
	p.plan.Labelled = p.st.HandedBack
}

// evidence looks in the change log for values of people that our writes
// overwrote before the hub had seen them, and keeps them in the history.
func (p *planner) evidence() {
	last := map[ticket.Field]ticket.Edit{}
	for _, e := range p.look.Ticket.Log {
		before := last[e.Field]
		last[e.Field] = e
		ours := before.By != nil && before.By.Self && before.To == e.From // lines may be missing between them
		if e.By == nil || !e.By.Self || e.Version <= p.st.LogVer && !p.st.pending(e) {
			continue
		}
		expected := p.st.expected(e)
		if now, _, seen := p.current(e.Field); !p.known(e.Field, e.To) && !p.st.replaced(e) && !(seen && now == e.To) { // a step on our way, of which a later delivery may tell the end
			p.st.haunt(Intent{Field: e.Field, Want: e.To, Pre: e.From, Version: None}, true)
		}
		unseen := !ours && (!p.known(e.Field, e.From) || p.heldBefore(e)) && !expected
		if e.From != "" && (unseen || p.st.overran(before, e)) {
			p.record(e.Field, request.Overridden, p.read(e.Field, e.From), p.read(e.Field, e.To), "written over before it was seen")
			p.st.hear(e.Field, e.From)
		}
	}
}

// overran reports whether a write of ours came over what a person had set after it was
// planned, though the hub may know that value from before.
func (s *State) overran(theirs, ours ticket.Edit) bool {
	person := theirs.By != nil && !theirs.By.Self && theirs.To == ours.From
	return person && slices.ContainsFunc(s.unasked(ours.Field), func(w Written) bool {
		return w.Want == ours.To && w.Pre != ours.From && theirs.Version > w.After
	})
}

// replaced reports whether what a line of the log set gave way to a later write of ours.
func (s *State) replaced(e ticket.Edit) bool {
	return slices.ContainsFunc(s.Ghosts, func(g Ghost) bool { return g.Field == e.Field && g.Sure && g.Pre == e.To && g.Want != e.To })
}

// heldBefore reports whether a line of the log replaced what was held for the desk, and
// a person wrote again after it: what is held now is that.
func (p *planner) heldBefore(e ticket.Edit) bool {
	held := p.st.Fields[e.Field].Conflict
	return held != nil && held.Native == e.From && slices.ContainsFunc(p.look.Ticket.Log, func(x ticket.Edit) bool {
		return x.Field == e.Field && x.Version > e.Version && x.By != nil && !x.By.Self
	})
}

// late keeps in the history what a person wrote and our write replaced before the
// hub had heard of it.
func (p *planner) late() {
	for _, l := range p.look.Late {
		v := Comparable(l.Field, l.Cell)
		if now, _, seen := p.current(l.Field); seen && now == v || p.known(l.Field, v) || p.st.Heard(l) {
			continue
		}
		p.st.hear(l.Field, v)
		p.acted(l.Cell.By)
		p.plan.Events = append(p.plan.Events, request.Event{
			At: p.Now, Type: request.SyncNotice, Field: l.Field, From: l.Cell.Markdown, To: p.Values[l.Field].Text,
			Verdict: request.Overridden, Reason: "written over before it was seen", Actor: request.Actor{Name: actorName(l.Cell.By)},
		})
	}
}

// known reports whether the hub has seen a value at the tool before, or wrote it.
func (p *planner) known(f ticket.Field, v ticket.Native) bool {
	fs := p.st.Fields[f]
	_, ghost := p.st.ghost(f, v)
	open := slices.ContainsFunc(p.st.Intents, func(i Intent) bool {
		return i.Effect == SetField && i.Field == f && (i.Want == v || i.Pre == v)
	})
	return ghost || open || fs.Known && fs.Seen == v || fs.Base != nil && fs.Base.Native == v
}

// record adds a line to the history.
func (p *planner) record(f ticket.Field, v request.Verdict, from, to, reason string) {
	p.plan.Events = append(p.plan.Events, request.Event{
		At: p.Now, Type: request.SyncNotice, Field: f, From: from, To: to, Verdict: v, Reason: reason,
		Actor: request.Actor{Name: p.nameOf(f)},
	})
}

// finish collects the calls and says whether anything is left to do.
func (p *planner) finish() {
	p.st.Restored = p.st.Restored && !p.st.Observed
	p.call()
	if p.Rules.ReadOnly {
		p.withhold()
	}
	p.plan.Clean = len(p.plan.Calls) == 0 && len(p.st.Intents) == 0 && !p.st.Reread && p.st.Files.next() == nil && !p.later
	if p.plan.Clean {
		p.plan.Wake = p.readDue()
	}
	if p.unknown { // the table may know it by then
		p.plan.Wake = sooner(p.plan.Wake, p.Now.Add(time.Hour))
	}
	if p.later && len(p.plan.Calls) == 0 {
		p.plan.Wake = p.Now
	}
	for _, i := range p.st.Intents {
		if by := i.sureBy(); p.plan.Wake.IsZero() || by.Before(p.plan.Wake) {
			p.plan.Wake = by
		}
	}
	if !p.plan.Wake.IsZero() && !p.plan.Wake.After(p.Now) { // the tool does not show it: ask now and then
		p.plan.Wake = p.Now.Add(time.Minute)
	}
}

// current returns the ticket's value of a field as last seen, and whether this
// look showed it.
func (p *planner) current(f ticket.Field) (v ticket.Native, known, seen bool) {
	if c, ok := p.look.Ticket.Cells[f]; ok {
		return Comparable(f, c), true, true
	}
	fs := p.st.Fields[f]
	if fs.Known {
		return fs.Seen, true, false
	}
	if fs.Base != nil && fs.Unverified {
		return fs.Base.Native, true, false
	}
	return "", false, false
}

// Comparable is a cell's value as it is compared and kept.
func Comparable(f ticket.Field, c ticket.Cell) ticket.Native {
	if f == ticket.Labels {
		return ourLabels(c.Set)
	}
	return c.Native
}

// isText reports whether a field holds a text rather than a code.
func isText(f ticket.Field) bool {
	return f == ticket.Title || f == ticket.Description
}

// plain reports whether a field's values say the same here and there: those of
// the tool's own fields travel as they are.
func plain(f ticket.Field) bool {
	_, own := f.Own()
	return own || f == ticket.Labels || f == ticket.Due
}

// read says a native value as people read it.
func (p *planner) read(f ticket.Field, v ticket.Native) string {
	if c, ok := p.look.Ticket.Cells[f]; ok && Comparable(f, c) == v {
		if isText(f) {
			return c.Markdown
		}
		if c.Name != "" {
			return c.Name
		}
	}
	if !isText(f) && f != ticket.Labels {
		if value, ok := p.Codes.Read(f, v); ok {
			return value
		}
	}
	return string(v)
}

func (s State) clone() State {
	s.Fields = maps.Clone(s.Fields)
	if s.Fields == nil {
		s.Fields = map[ticket.Field]FieldState{}
	}
	s.Intents = slices.Clone(s.Intents)
	s.Ghosts = slices.Clone(s.Ghosts)
	s.Twins = slices.Clone(s.Twins)
	s.Missing = maps.Clone(s.Missing)
	s.Files = s.Files.clone()
	return s
}
