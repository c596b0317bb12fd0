package web

import (
	"maps"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
)

// linkView is one linked ticket in the side panel.
type linkView struct {
	L           *request.Link
	Chip        chip
	Team        string
	URL         string
	ByHand      bool
	Delegation  delegationView
	Suggestions []suggestion
	Gone        bool // no longer synced
	Recreatable bool
}

// delegationView is what a team was asked to do.
type delegationView struct {
	D     *request.Delegation
	Team  string
	Phone string
}

// suggestion is the team's own value of a field that only goes out.
type suggestion struct{ Field, Value string }

// conflictView is one field that both sides changed.
type conflictView struct {
	request.Conflict
	Ticket string
}

// linkViews lists the tickets, the living first, and the delegations that have
// none yet.
func linkViews(n names, r *request.Request) (links []linkView, waiting []delegationView) {
	shown := map[request.DelegationID]bool{}
	for i := range r.Links {
		l := &r.Links[i]
		v := linkView{
			L: l, Chip: newChip(n, l), Team: n.team(l.Team), URL: safeURL(l.Ticket),
			ByHand: l.Connection == request.ByHand, Gone: l.Health == request.Detached,
		}
		v.Recreatable = r.MayRecreate(l.ID) == nil
		if l.Side == request.ClientSide {
			v.Team = n.client(r.Client)
		}
		if d := r.Delegation(l.Delegation); d != nil {
			v.Delegation, shown[d.ID] = delegation(n, d), true
		}
		for _, f := range slices.Sorted(maps.Keys(l.Suggestions)) {
			v.Suggestions = append(v.Suggestions, suggestion{string(f), l.Suggestions[f]})
		}
		links = append(links, v)
	}
	slices.SortStableFunc(links, func(a, b linkView) int { return rank(a.Gone) - rank(b.Gone) })
	for i := range r.Delegations {
		if d := &r.Delegations[i]; !shown[d.ID] {
			waiting = append(waiting, delegation(n, d))
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

func delegation(n names, d *request.Delegation) delegationView {
	return delegationView{D: d, Team: n.team(d.Team), Phone: n.d.Teams[d.Team].Phone}
}

// Retryable reports whether trying again can help.
func (v linkView) Retryable() bool {
	return !v.ByHand && (v.L.Health == request.Failed || v.L.Health == request.Parked)
}

// Waits is when the next try is, if one is planned.
func (v linkView) Waits(now time.Time) bool { return v.L.NextTryAt.After(now) }

func conflictViews(n names, r *request.Request) []conflictView {
	var out []conflictView
	for i := range r.Links {
		for _, c := range r.Links[i].Conflicts {
			if r.Links[i].Health != request.Detached {
				out = append(out, conflictView{c, ticketName(n, &r.Links[i])})
			}
		}
	}
	return out
}
