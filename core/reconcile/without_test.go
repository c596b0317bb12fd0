package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/ticket"
)

// A new ticket's priority that is another than was sent is the tool's own, unless a
// backup was put back: then our account may have written it since, by a choice of the
// desk that the hub has forgotten. A create of which nobody knows is judged alike, and
// what it did not bring is written once more.
func TestAnotherPriorityOfANewTicket(t *testing.T) {
	sent := reconcile.Pair{Version: 1, Native: "high"}
	answered := reconcile.State{Fields: map[ticket.Field]reconcile.FieldState{ticket.Priority: {Base: &sent, Unverified: true}}}
	unknown := reconcile.State{Intents: []reconcile.Intent{{
		Effect: reconcile.CreateTicket, Unknown: true, Attempts: []map[ticket.Field]reconcile.Pair{{ticket.Priority: sent}},
	}}}
	log := []ticket.Edit{{Field: ticket.Priority, From: "high", To: "low", By: self, Version: 2}}
	for name, x := range map[string]struct {
		state        reconcile.State
		restored     bool
		log          []ticket.Edit
		pulls, calls int
	}{
		"made so":                                 {state: answered},
		"made so by a rule of our account":        {state: answered, log: log},
		"made so, before a restore":               {state: answered, restored: true},
		"written by what is forgotten":            {state: answered, restored: true, log: log, pulls: 1},
		"found so":                                {state: unknown, calls: 1},
		"found so, before a restore":              {state: unknown, restored: true, calls: 1},
		"found, and written by what is forgotten": {state: unknown, restored: true, log: log, pulls: 1},
	} {
		t.Run(name, func(t *testing.T) {
			st := x.state
			st.Restored, st.NComments = x.restored, -1
			plan := reconcile.Make(reconcile.Input{
				Link: "l1", Ref: ticket.Ref{ID: "1", Container: "c"}, State: st, Codes: lossy{}, Now: start,
				Values: map[ticket.Field]reconcile.Value{ticket.Priority: {Text: "P2", Version: 1}},
				Rules: reconcile.Rules{
					Directions: map[ticket.Field]reconcile.Direction{ticket.Priority: reconcile.Both}, Dedicated: true,
					History: map[ticket.Field]bool{ticket.Priority: true}, Grace: grace,
				},
				Look: &reconcile.Look{Full: true, Ticket: ticket.Ticket{
					Ref: ticket.Ref{ID: "1", Container: "c"}, Version: 2, Log: x.log, NComments: -1,
					Cells: map[ticket.Field]ticket.Cell{ticket.Priority: {Native: "low"}},
				}},
			})
			if len(plan.Calls) != x.calls || len(plan.Pulls) != x.pulls {
				t.Errorf("calls %+v, pulls %+v, events %+v", plan.Calls, plan.Pulls, plan.Events)
			}
		})
	}
}
