package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Right after a write whose answer shows nothing, a read may come from a copy that
// knows nothing of it: what was there before is no change of the team's. Later the
// tool has certainly taken the write without effect, and that is said.
func TestAReadRightAfterAWriteMayLag(t *testing.T) {
	st := written()
	st.Ghosts[0].Seen, st.AnsweredAt = 1, start
	in := bothWays(st, &reconcile.Look{Ticket: titled(1, "old", dana), Full: true})
	in.Now = start.Add(time.Second)
	plan := reconcile.Make(in)
	if len(plan.Pulls) != 0 || len(plan.Calls) != 0 || plan.Wake.IsZero() {
		t.Fatalf("pulls %+v, calls %+v, looks again at %s", plan.Pulls, plan.Calls, plan.Wake)
	}
	in.State, in.Now = plan.State, plan.Wake
	if _, read := reconcile.MustRead(in, true); !read {
		t.Error("nobody looks again")
	}
	plan = reconcile.Make(in)
	said := len(plan.Events) == 1 && plan.Events[0].Verdict == request.Rejected && plan.Events[0].Reason == reconcile.KeptItsOwn
	if len(plan.Pulls)+len(plan.Calls) != 0 || !said || plan.State.Fields[ticket.Title].Refused == 0 {
		t.Errorf("pulls %+v, calls %+v, events %+v", plan.Pulls, plan.Calls, plan.Events)
	}
}

// A person's label in the answer to a create is theirs, not the tool's.
func TestALabelThatTheCreateDidNotSendIsThePersons(t *testing.T) {
	st := reconcile.State{NComments: -1, Intents: []reconcile.Intent{{
		Effect: reconcile.CreateTicket, Attempts: []map[ticket.Field]reconcile.Pair{{ticket.Labels: {Version: 3}}},
	}}}
	answer := ticket.Ticket{Version: 2, LogAfter: -1, NComments: -1, Cells: map[ticket.Field]ticket.Cell{ticket.Labels: {Set: []ticket.Native{"spoc:hot"}}}}
	rules := rulesOfTitle()
	rules.Directions[ticket.Labels] = reconcile.Both
	done := reconcile.Settle(st, rules, reconcile.Call{Effect: reconcile.CreateTicket}, reconcile.Answer{Ticket: &answer}, nil, start)
	in := bothWays(done.State, done.Look)
	in.Rules, in.Values = rules, map[ticket.Field]reconcile.Value{ticket.Labels: {Version: 3}}
	if plan := reconcile.Make(in); len(plan.Pulls) != 1 || plan.Pulls[0].Value != "hot" {
		t.Errorf("pulls %+v", plan.Pulls)
	}
}

// A create that is refused says nothing of an earlier one whose outcome is unknown.
func TestARefusedCreateForgetsNoEarlierOne(t *testing.T) {
	attempt := map[ticket.Field]reconcile.Pair{ticket.Title: {Version: 3, Native: "ours"}}
	st := reconcile.State{NComments: -1, Intents: []reconcile.Intent{{
		Effect: reconcile.CreateTicket, Attempts: []map[ticket.Field]reconcile.Pair{attempt, attempt},
	}}}
	call := reconcile.Call{Effect: reconcile.CreateTicket}
	done := reconcile.Settle(st, rulesOfTitle(), call, reconcile.Answer{Err: fault.Errorf(fault.Denied, "create", "no")}, nil, start)
	if len(done.State.Intents) != 1 || len(done.State.Intents[0].Attempts) != 1 {
		t.Errorf("remembered: %+v", done.State.Intents)
	}
}

// A comment that a complete list does not show may have been deleted since it was
// told of.
func TestAListWithoutAToldCommentIsRead(t *testing.T) {
	told := ticket.Change{Kind: ticket.Commented, Version: 2, Comment: &ticket.Comment{ID: "c1"}}
	list := titled(3, "ours", nil)
	list.AllComments = true
	for name, changes := range map[string][]ticket.Change{"told first": {told, snapshot(list)}, "told last": {snapshot(list), told}} {
		if _, read := reconcile.Fold(changes, 1); !read {
			t.Errorf("%s: nobody reads", name)
		}
	}
}
