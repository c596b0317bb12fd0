package request

import (
	"slices"
	"time"
)

// Party is who must act next on a request.
type Party string

// The parties. The zero value is nobody: the request is over.
const (
	DeskParty     Party = "spoc"
	TeamParty     Party = "team"
	SupplierParty Party = "supplier"
	ClientParty   Party = "client"
)

// Valid reports whether it is one of the parties.
func (p Party) Valid() bool {
	return p == DeskParty || p == TeamParty || p == SupplierParty || p == ClientParty
}

// Turn says who must act next and since when. A promised update that falls due is
// no turn: it is the desk's whoever works on the matter.
type Turn struct {
	Party Party
	Teams []TeamID // with TeamParty and SupplierParty: who has the task, the first one first
	Since time.Time
}

// Turn says who must act next on the request.
func (r *Request) Turn() Turn {
	t := r.turn()
	if r.Passed.same(t) {
		t.Since = r.Passed.Since
	}
	return t
}

// turn is Turn with what the state alone tells of its beginning.
func (r *Request) turn() Turn {
	switch {
	case r.Status.Over() || r.MergedTo != "":
		return Turn{}
	case len(r.Reasons()) > 0:
		return Turn{Party: DeskParty, Since: r.asked()}
	case r.Status == WaitingClient:
		return Turn{Party: ClientParty, Since: r.UpdatedAt}
	}
	if t := r.tasked(); t.Party != "" && (r.Status != OnHold || r.HoldReason == HoldSupplier) {
		return t
	}
	if r.Status == OnHold && r.HoldReason == HoldSupplier {
		return Turn{Party: SupplierParty, Since: r.UpdatedAt}
	}
	return Turn{Party: DeskParty, Since: r.CreatedAt}
}

// asked is since when the desk is asked to look.
func (r *Request) asked() time.Time {
	first := r.UpdatedAt
	for _, c := range r.Why(time.Time{}) { // what time alone brings is none of it
		if !c.Since.IsZero() && c.Since.Before(first) {
			first = c.Since
		}
	}
	return first
}

// tasked is the turn of those that have a task of the request; a team among them
// comes before a supplier.
func (r *Request) tasked() Turn {
	var t Turn
	for i := range r.Delegations {
		d := &r.Delegations[i]
		l := r.Link(d.Link)
		if !d.Open() || l == nil {
			continue
		}
		switch {
		case l.Side != SupplierSide:
			t.Party = TeamParty
		case t.Party == "":
			t.Party = SupplierParty
		}
		if !slices.Contains(t.Teams, d.Team) {
			t.Teams = append(t.Teams, d.Team)
		}
		if t.Since.IsZero() || d.CreatedAt.Before(t.Since) {
			t.Since = d.CreatedAt
		}
	}
	return t
}

func (t Turn) same(other Turn) bool {
	return t.Party == other.Party && slices.Equal(t.Teams, other.Teams)
}

// pass remembers since when it is whose turn. What was before this was remembered
// is kept as the state tells it.
func (r *Request) pass(was Turn, at time.Time) {
	now := r.turn()
	switch {
	case r.Passed.same(now) && r.Passed.Party != "":
		return
	case !was.same(now):
		now.Since = at
	case now.Party == "":
		return
	}
	r.Passed = now
}

// NextTeam is how a [Filter] names a team that must act next.
func NextTeam(id TeamID) string { return "@" + string(id) }

// Next lists the names of who must act, for a [Filter].
func (t Turn) Next() []string {
	if t.Party == "" {
		return nil
	}
	all := []string{string(t.Party)}
	for _, id := range t.Teams {
		all = append(all, NextTeam(id))
	}
	return all
}
