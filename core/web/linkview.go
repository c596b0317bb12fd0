package web

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// linkView is one linked ticket in the side panel.
type linkView struct {
	L           *request.Link
	Chip        chip
	Team        string
	URL         string
	Error       string // in words
	ByHand      bool
	Delegation  delegationView
	Suggestions []suggestion
	Gone        bool // no longer synced
	Recreatable bool
	Seen        time.Time // how old what we know of it is
	Fields      []seenField
	Outage      *desk.Outage // what keeps it from sending what it has to; nil: nothing known
}

// seenField is one field of a ticket as it was last seen.
type seenField struct {
	Field, Value string
	Mark         desk.Mark
}

// delegationView is what a team was asked to do.
type delegationView struct {
	D        *request.Delegation
	Team     string
	Phone    string
	Returned string // why, in words
	Before   string // the team whose task came first and fell away
	ByHand   bool
	Due      string // as a form shows it
	Task     request.Task
}

// suggestion is the team's own value of a field that only goes out.
type suggestion struct{ Field, Value string }

// conflictView is one field that both sides changed.
type conflictView struct {
	request.Conflict
	Connection string
	Ticket     string
	Says       sides
	Both       string // what both sides added to a text, in one; "" where that cannot be said
}

// sides are the values of a conflict as people read them.
type sides struct{ Base, Hub, Tool string }

// linkViews lists the tickets, the living first, and the delegations that have
// none yet.
func (s *Site) linkViews(l *language, n names, r *request.Request, looks map[request.LinkID]desk.Look) (links []linkView, waiting []delegationView) {
	shown := map[request.DelegationID]bool{}
	for i := range r.Links {
		x := &r.Links[i]
		v := linkView{
			L: x, Chip: newChip(n, x), Team: n.side(r, x), URL: safeURL(x.Ticket), Error: l.trouble(x.Error),
			ByHand: x.Connection == request.ByHand, Gone: x.Health == request.Detached,
		}
		v.Recreatable, v.Seen = r.MayRecreate(x.ID) == nil, looks[x.ID].At
		for _, f := range looks[x.ID].Fields {
			v.Fields = append(v.Fields, seenField{string(f.Field), clip(value(l, n, f.Field, f.Value)), f.Mark})
		}
		if d := r.Delegation(x.Delegation); d != nil {
			v.Delegation, shown[d.ID] = s.delegationOf(l, n, r, d), true
		}
		for _, f := range slices.Sorted(maps.Keys(x.Suggestions)) {
			v.Suggestions = append(v.Suggestions, suggestion{string(f), value(l, n, f, x.Suggestions[f])})
		}
		links = append(links, v)
	}
	slices.SortStableFunc(links, func(a, b linkView) int { return rank(a.Gone) - rank(b.Gone) })
	for i := range r.Delegations {
		if d := &r.Delegations[i]; !shown[d.ID] {
			v := s.delegationOf(l, n, r, d)
			if before := r.HeldUp(d); before != nil {
				v.Before = n.team(before.Team)
			}
			waiting = append(waiting, v)
		}
	}
	return links, waiting
}

func rank(gone bool) int {
	if gone {
		return 1
	}
	return 0
}

func (s *Site) delegationOf(l *language, n names, r *request.Request, d *request.Delegation) delegationView {
	v := delegationView{
		D: d, Team: n.team(d.Team), Returned: unmarked(because(l, n, d.ReturnedReason)), Phone: n.d.Teams[d.Team].Phone,
		ByHand: n.d.Teams[d.Team].Connection == request.ByHand, Due: s.toInput(d.DueAt), Task: request.Task{Title: r.Title, Body: r.Description},
	}
	if d.OwnTask {
		v.Task = d.Task
	}
	return v
}

// Retryable reports whether trying again can help.
func (v linkView) Retryable() bool {
	return !v.ByHand && (v.L.Health == request.Failed || v.L.Health == request.Parked)
}

// ToolState is the tool's own name of the state, where it says more than ours.
func (v linkView) ToolState(ours string) string {
	if strings.EqualFold(v.L.ToolState, ours) {
		return ""
	}
	return v.L.ToolState
}

// Waits is when the next try is, if one is planned.
func (v linkView) Waits(now time.Time) bool { return v.L.NextTryAt.After(now) }

func conflictViews(l *language, n names, r *request.Request) []conflictView {
	var out []conflictView
	for i := range r.Links {
		link := &r.Links[i]
		for _, c := range link.Conflicts {
			if link.Health != request.Detached {
				c.ToolBy = person(l, n, r, link.ID, c.ToolBy, link.Connection)
				says := sides{value(l, n, c.Field, c.Base), value(l, n, c.Field, c.Hub), value(l, n, c.Field, c.Tool)}
				out = append(out, conflictView{c, link.Connection, ticketName(n, link), says, c.Both()})
			}
		}
	}
	return out
}
