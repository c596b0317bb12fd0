package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/ticket"
)

// A tool without log and authors answers a write with another text than was sent:
// its own form of it is the hub's, other words are a person's.
func TestOtherWordsInAnAnswerAreAPersons(t *testing.T) {
	for kept, pulls := range map[ticket.Native]int{"our **title**, of ours": 0, "our title of": 0, "their title": 1} {
		rules := rulesOfTitle()
		rules.History = nil
		answer := titled(2, kept, nil)
		for name, settled := range map[string]func() reconcile.Settled{
			"of an edit": func() reconcile.Settled {
				st := reconcile.State{Observed: true, NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 2, Native: "old"}}}}
				st.Intents = []reconcile.Intent{{Effect: reconcile.SetField, Field: ticket.Title, Want: "our title of ours", Pre: "old", Version: 3}}
				call := reconcile.Call{Effect: reconcile.SetField, Fields: []ticket.Field{ticket.Title}}
				return reconcile.Settle(st, rules, call, reconcile.Answer{Ticket: &answer}, nil, start)
			},
			"of a create": func() reconcile.Settled {
				st := reconcile.State{NComments: -1, Intents: []reconcile.Intent{{
					Effect: reconcile.CreateTicket, Attempts: []map[ticket.Field]reconcile.Pair{{ticket.Title: {Version: 3, Native: "our title of ours"}}},
				}}}
				return reconcile.Settle(st, rules, reconcile.Call{Effect: reconcile.CreateTicket}, reconcile.Answer{Ticket: &answer}, nil, start)
			},
		} {
			done := settled()
			in := bothWays(done.State, done.Look)
			in.Rules = rules
			in.Rendered.Fields[ticket.Title] = "our title of ours"
			plan := reconcile.Make(in)
			if len(plan.Pulls) != pulls || len(plan.Calls) != 0 {
				t.Errorf("%q in the answer %s: pulls %+v, calls %+v; want %d taken", kept, name, plan.Pulls, plan.Calls, pulls)
			}
		}
	}
}
