package request

import "slices"

// remark notes something that the desk has to decide and that no team has said.
func (r *Request) remark(c Concern) {
	r.Concerns = slices.DeleteFunc(r.Concerns, func(x Concern) bool { return x.Attention == c.Attention && x.Link == c.Link && x.Text == c.Text })
	r.Concerns = append(r.Concerns, c)
}

// leftBehind asks what becomes of a request whose umbrella was cancelled: it ends
// by that only if the desk says so.
func (w *work) leftBehind(umbrella string) {
	if !w.r.Status.Over() {
		w.r.remark(Concern{Attention: AttentionUmbrella, Text: umbrella, Since: w.cause.At})
	}
}

// carriesOn takes back that the umbrella of a request was cancelled.
func (r *Request) carriesOn() {
	r.settle(func(c Concern) bool { return c.Attention == AttentionUmbrella })
}

// twice asks about the teams that a merge left with two tickets, one of them given.
func (r *Request) twice(given []DelegationID, c Cause) {
	for i := range r.Delegations {
		if d := &r.Delegations[i]; slices.Contains(given, d.ID) && d.Open() && r.openTasks(d.Team) > 1 {
			r.remark(Concern{Attention: AttentionTwice, Team: d.Team, Delegation: d.ID, Link: d.Link, Since: c.At})
		}
	}
}

// openTasks counts the open delegations of a team.
func (r *Request) openTasks(team TeamID) (n int) {
	for i := range r.Delegations {
		if d := &r.Delegations[i]; d.Team == team && d.Open() {
			n++
		}
	}
	return n
}

// settleRemarks puts away what was decided: a team has one ticket again.
func (r *Request) settleRemarks() {
	r.settle(func(c Concern) bool { return c.Seen || c.Attention == AttentionTwice && r.openTasks(c.Team) < 2 })
}
