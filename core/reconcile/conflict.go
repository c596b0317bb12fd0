package reconcile

import (
	"fmt"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// newestMargin is how far apart two clocks must be before the newer value wins.
const newestMargin = 2 * time.Minute

// both handles a field that both sides changed, to different values.
func (p *planner) both(s *sides) {
	if !s.dir.takes() { // only goes out: the hub's value is written, the team's kept in the history
		p.override(s)
		return
	}
	if !s.dir.gives() {
		p.pull(s)
		return
	}
	if s.f == ticket.Labels {
		p.merge(s)
		return
	}
	switch p.winner(s) {
	case HubWins:
		p.override(s)
	case ToolWins:
		p.lose(s)
		p.pull(s)
	default:
		if s.fs.Rallies > maxRallies {
			p.contest(s)
			return
		}
		p.ask(s)
	}
}

// winner says who wins, Ask if the desk has to decide.
func (p *planner) winner(s *sides) Policy {
	if c := p.choice(s.f); c != nil {
		if c.Take == "tool" {
			return ToolWins
		}
		return HubWins
	}
	if s.fs.Rallied || p.rally(s) {
		return Ask
	}
	if s.fs.Cut {
		return Ask // to take what is left of a text is the desk's to decide
	}
	if p.st.Restored || s.fs.Base == nil && p.st.Imported {
		return ToolWins
	}
	policy, ok := p.Rules.Policies[s.f]
	if !ok {
		policy = ToolWins
	}
	if policy != Newest {
		return policy
	}
	at := p.look.Ticket.Cells[s.f].At
	switch {
	case at.IsZero() || s.hub.At.IsZero() || at.Sub(s.hub.At).Abs() < newestMargin:
		return Ask
	case at.After(s.hub.At):
		return ToolWins
	}
	return HubWins
}

func (p *planner) choice(f ticket.Field) *request.Choice {
	for _, c := range p.Held {
		if c.Field == f && c.Choice != nil {
			return c.Choice
		}
	}
	return nil
}

// override writes the hub's value over the tool's. The base agrees to nothing
// until the write is answered: never half a pair.
func (p *planner) override(s *sides) {
	p.record(s.f, request.Overridden, p.read(s.f, s.v), s.hub.Text, "")
	s.fs.Base = &Pair{None, s.v}
	p.closeConflict(s)
	p.push(s)
}

// lose keeps the hub's value in the history before the tool's is taken.
func (p *planner) lose(s *sides) {
	p.record(s.f, request.Overridden, s.hub.Text, p.read(s.f, s.v), "")
}

// merge joins two label sets that both changed.
func (p *planner) merge(s *sides) {
	base := ""
	if s.fs.Base != nil {
		base = string(s.fs.Base.Native)
	}
	merged := mergeLabels(base, s.hub.Text, string(s.v))
	if merged != s.hub.Text {
		s.hub.Version++
		p.plan.Pulls = append(p.plan.Pulls, Pull{Field: s.f, Value: merged, Version: s.hub.Version, By: p.nameOf(s.f)})
		s.hub.Text = merged
	}
	if merged == string(s.v) {
		s.fs.Base = &Pair{s.hub.Version, s.v}
		p.store(s)
		return
	}
	s.fs.Base = &Pair{None, s.v}
	p.push(s)
}

// ask holds the field, and only it, until the desk decides.
func (p *planner) ask(s *sides) {
	held := s.fs.Conflict
	s.fs.Unverified = s.doubted || !s.seen && s.fs.Unverified
	if held != nil && held.Native == s.v && held.Version == s.hub.Version {
		p.store(s)
		return
	}
	since := p.Now
	if held != nil {
		since = held.Since
	}
	s.fs.Conflict = &Held{ID: p.conflictID(s.f, since), Native: s.v, Version: s.hub.Version, Since: since}
	p.store(s)
}

func (p *planner) conflictID(f ticket.Field, since time.Time) string {
	return fmt.Sprintf("%s-%s-%d", p.Link, f, since.UnixMicro())
}

func (p *planner) toolText(s *sides) string {
	if value, ok := p.get(s); ok {
		return value
	}
	return p.read(s.f, s.v)
}

// closeConflict ends a conflict that is decided or that both sides left.
func (p *planner) closeConflict(s *sides) {
	if s.fs.Conflict == nil {
		return
	}
	if s.fs.Conflict.Native != s.v && p.lastAuthor(s.f) != person { // a late write of ours landed on what was held
		p.record(s.f, request.Overridden, p.heldText(s), p.read(s.f, s.v), "written over before it was decided")
	}
	s.fs.Conflict, s.fs.Rallied, s.fs.Rallies = nil, false, 0
	p.store(s)
}

// heldText is the tool's value of a conflict as the desk read it.
func (p *planner) heldText(s *sides) string {
	if c, ok := p.shown(s.fs.Conflict.ID); ok {
		return c.Tool
	}
	return p.read(s.f, s.fs.Conflict.Native)
}

// shown is a conflict as it stands at the link, by its id.
func (p *planner) shown(id string) (request.Conflict, bool) {
	at := slices.IndexFunc(p.Held, func(c request.Conflict) bool { return c.ID == id })
	if at < 0 {
		return request.Conflict{}, false
	}
	return p.Held[at], true
}

// conflicts lists what is held, as people see it, with the versions that a
// choice must name.
func (p *planner) conflicts() []request.Conflict {
	var list []request.Conflict
	for _, f := range p.fields() {
		held := p.st.Fields[f].Conflict
		if held == nil {
			continue
		}
		c, ok := p.shown(held.ID)
		if !ok {
			c = request.Conflict{ID: held.ID, Field: f, Since: held.Since}
		}
		c.Choice = nil
		p.describe(&c, f)
		list = append(list, c)
	}
	return list
}

// describe fills in both sides as they are now.
func (p *planner) describe(c *request.Conflict, f ticket.Field) {
	fs := p.st.Fields[f]
	s := &sides{f: f, v: fs.Seen, hub: p.Values[f], fs: fs}
	c.Hub = s.hub.Text
	if _, seen := p.look.Ticket.Cells[f]; seen || !isText(f) {
		c.Tool = p.toolText(s)
	}
	if c.Base == "" && fs.Base != nil {
		c.Base = p.said(f, fs.Base.Native)
	}
	if by := p.nameOf(f); by != "" {
		c.ToolBy = by
	}
}

// said is an earlier value of the tool as people read it.
func (p *planner) said(f ticket.Field, v ticket.Native) string {
	if value, ok := p.Codes.Read(f, v); ok && !isText(f) {
		return value
	}
	return p.read(f, v)
}
