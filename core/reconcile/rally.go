package reconcile

import (
	"time"

	"github.com/spochub/spochub/core/request"
)

// Rallied is what the desk reads of a field that two rules, or two people, write
// to and fro: each time the hub had written its value, the tool soon had another.
const Rallied = "the tool's value and the hub's replace each other again and again: held until the desk decides"

// maxRallies is how often the tool's value is taken soon after a write of ours
// before the desk is asked, and rallyTime what soon means.
const (
	maxRallies = 3
	rallyTime  = 30 * time.Minute
)

// rally counts a value of the tool that follows a write of ours, and reports
// whether that has happened too often in a row. A ticket's state is the team's
// own: nobody writes it again but the desk.
func (p *planner) rally(s *sides) bool {
	fs := &s.fs
	soon := !fs.WroteAt.IsZero() && p.Now.Sub(fs.WroteAt) <= rallyTime
	fs.WroteAt = time.Time{}
	if !soon || own(s.f) {
		return false
	}
	if p.Now.Sub(fs.RallyAt) > rallyTime {
		fs.Rallies = 0
	}
	fs.Rallies, fs.RallyAt = fs.Rallies+1, p.Now
	return fs.Rallies > maxRallies
}

// contest holds a field that goes to and fro.
func (p *planner) contest(s *sides) {
	if !s.fs.Rallied {
		s.fs.Rallied = true
		p.record(s.f, request.Recorded, s.hub.Text, p.toolText(s), Rallied)
	}
	p.ask(s)
}
