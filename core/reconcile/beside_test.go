package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// A value that the tool refused for want of another field is tried again when that
// field says something else, and only then.
func TestWhatWasRefusedForWantOfAnotherFieldIsTriedAgainWithIt(t *testing.T) {
	resolution := ticket.Own("resolution")
	rules := rulesOfTitle()
	rules.Directions[resolution] = reconcile.Out
	values := map[ticket.Field]reconcile.Value{ticket.Title: {Version: 3, Text: "ours"}, resolution: {}}
	in := bothWays(reconcile.State{NComments: -1, Observed: true, Fields: map[ticket.Field]reconcile.FieldState{
		ticket.Title: {Base: &reconcile.Pair{Version: 2, Native: "old"}},
	}}, &reconcile.Look{Ticket: titled(1, "old", dana), Full: true})
	in.Rules, in.Values = rules, values
	for _, wanting := range []string{string(resolution), string(ticket.Title)} {
		plan := reconcile.Make(in)
		if len(plan.Calls) != 1 {
			t.Fatalf("calls %+v", plan.Calls)
		}
		no := &fault.Error{Op: "edit", Class: fault.Invalid, Field: wanting}
		next := in
		next.State = reconcile.Settle(plan.State, rules, plan.Calls[0], reconcile.Answer{Err: no}, nil, start).State
		if again := reconcile.Make(next); len(again.Calls) != 0 {
			t.Errorf("%s: it is tried again for nothing: %+v", wanting, again.Calls)
		}
		next.Values = map[ticket.Field]reconcile.Value{ticket.Title: values[ticket.Title], resolution: {Version: 4, Text: "a cable was replaced"}}
		want := map[bool]int{true: 1}[wanting == string(resolution)]
		if n := tries(reconcile.Make(next)); n != want {
			t.Errorf("%s is filled in, and the title is tried again %d times, want %d", wanting, n, want)
		}
		next.Values = values
		next.Look = &reconcile.Look{Ticket: titled(2, "old", dana), Full: true}
		next.Look.Ticket.Cells[resolution] = ticket.Cell{Native: "a cable was replaced"}
		if n := tries(reconcile.Make(next)); n != want {
			t.Errorf("%s is filled in there, and the title is tried again %d times, want %d", wanting, n, want)
		}
	}
}

// tries counts the calls that write the title.
func tries(p reconcile.Plan) (n int) {
	for _, c := range p.Calls {
		if _, has := c.Patch.Set[ticket.Title]; has {
			n++
		}
	}
	return n
}
