package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func fieldOnly(f ticket.Field, st reconcile.State, v reconcile.Value, c ticket.Cell) reconcile.Input {
	in := bothWays(st, &reconcile.Look{Ticket: ticket.Ticket{
		Ref: ticket.Ref{ID: "1", Container: "c"}, Version: 2, LogAfter: -1, NComments: -1, Cells: map[ticket.Field]ticket.Cell{f: c},
	}})
	in.Values = map[ticket.Field]reconcile.Value{f: v}
	in.Rules.Directions = map[ticket.Field]reconcile.Direction{f: reconcile.Both}
	return in
}

// What the desk says of an adopted ticket before that is first looked at stays, and the
// team's own is added to it.
func TestTheDeskMayBeQuickerThanTheFirstLook(t *testing.T) {
	st := reconcile.State{NComments: -1, Imported: true}
	in := fieldOnly(ticket.Labels, st, reconcile.Value{Text: "vip", Version: 2}, ticket.Cell{Set: []ticket.Native{"spoc:hot", "theirs"}})
	plan := reconcile.Make(in)
	if len(plan.Pulls) != 1 || plan.Pulls[0].Value != "hot\nvip" || len(plan.Calls) != 1 || len(plan.Calls[0].Patch.Add) != 1 || plan.Calls[0].Patch.Add[0] != "spoc:vip" {
		t.Errorf("pulls %+v, calls %+v", plan.Pulls, plan.Calls)
	}
	in = fieldOnly(ticket.Labels, st, reconcile.Value{Version: 1}, ticket.Cell{Set: []ticket.Native{"spoc:hot"}})
	if plan = reconcile.Make(in); len(plan.Pulls) != 1 || plan.Pulls[0].Value != "hot" || len(plan.Calls) != 0 {
		t.Errorf("nothing was said: pulls %+v, calls %+v", plan.Pulls, plan.Calls)
	}
}

// A create that is answered without a word may have left a value out: that is said, and
// neither written again nor taken for the team's.
func TestAValueThatANewTicketLacksIsSaid(t *testing.T) {
	for _, dir := range []reconcile.Direction{reconcile.Both, reconcile.Out} {
		st := reconcile.State{NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{
			ticket.Priority: {Base: &reconcile.Pair{Version: 2, Native: "low"}, Unverified: true},
		}}
		in := fieldOnly(ticket.Priority, st, reconcile.Value{Text: "P3", Version: 2}, ticket.Cell{})
		in.Rules.Directions[ticket.Priority] = dir
		plan := reconcile.Make(in)
		said := len(plan.Events) == 1 && plan.Events[0].Verdict == request.Rejected && plan.Events[0].Reason == reconcile.MadeWithout
		if base := plan.State.Fields[ticket.Priority].Base; !said || len(plan.Pulls)+len(plan.Calls) != 0 || base == nil || base.Native != "" {
			t.Errorf("%s: events %+v, pulls %+v, calls %+v, base %+v", dir, plan.Events, plan.Pulls, plan.Calls, base)
		}
	}
}

// The same of a tool that sets a priority of its own, as its log tells by its silence.
func TestAPriorityOfTheToolsOwnIsSaid(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{
		ticket.Priority: {Base: &reconcile.Pair{Version: 2, Native: "top"}, Unverified: true},
	}}
	in := fieldOnly(ticket.Priority, st, reconcile.Value{Text: "P1", Version: 2}, ticket.Cell{Native: "medium"})
	in.Codes, in.Rules.History = same{}, map[ticket.Field]bool{ticket.Priority: true}
	if need, read := reconcile.MustRead(in, true); !read || !need.Log {
		t.Fatalf("reads %v, with the log %v", read, need.Log)
	}
	in.Look.Full, in.Look.Ticket.LogAfter = true, 1
	plan := reconcile.Make(in)
	said := len(plan.Events) == 1 && plan.Events[0].Verdict == request.Rejected && plan.Events[0].Reason == reconcile.MadeWithout
	if base := plan.State.Fields[ticket.Priority].Base; !said || len(plan.Pulls)+len(plan.Calls) != 0 || base == nil || base.Native != "medium" {
		t.Errorf("events %+v, pulls %+v, calls %+v, base %+v", plan.Events, plan.Pulls, plan.Calls, base)
	}
	in.Look.Ticket.Log = []ticket.Edit{{Field: ticket.Priority, From: "top", To: "medium", By: dana, Version: 2}}
	if plan := reconcile.Make(in); len(plan.Pulls) != 1 {
		t.Errorf("a person's: pulls %+v", plan.Pulls)
	}
}

// A priority that says what was sent, though it is another code, may be a person's who
// chose it by other tables: the log is asked before anything is written over it.
func TestAPriorityByOtherTablesIsAskedFor(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Fields: map[ticket.Field]reconcile.FieldState{
		ticket.Priority: {Base: &reconcile.Pair{Version: 2, Native: "low"}, Unverified: true},
	}}
	in := fieldOnly(ticket.Priority, st, reconcile.Value{Text: "P1", Version: 3}, ticket.Cell{Native: "minor"})
	in.Codes, in.Rules.History = same{}, map[ticket.Field]bool{ticket.Priority: true}
	if need, read := reconcile.MustRead(in, true); !read || !need.Log {
		t.Fatalf("reads %v, with the log %v", read, need.Log)
	}
	in.Look.Full, in.Look.Ticket.LogAfter = true, 0
	in.Look.Ticket.Log = []ticket.Edit{{Field: ticket.Priority, From: "low", To: "minor", By: dana, Version: 2}}
	in.Rules.Policies = map[ticket.Field]reconcile.Policy{ticket.Priority: reconcile.ToolWins}
	if plan := reconcile.Make(in); len(plan.Pulls) != 1 || len(plan.Calls) != 0 {
		t.Errorf("a person's: pulls %+v, calls %+v", plan.Pulls, plan.Calls)
	}
	in.Look.Ticket.Log[0].By = self
	if plan := reconcile.Make(in); len(plan.Pulls) != 0 || len(plan.Calls) != 1 {
		t.Errorf("our own: pulls %+v, calls %+v", plan.Pulls, plan.Calls)
	}
}

// same reads every code but one alike.
type same struct{}

func (same) Read(_ ticket.Field, n ticket.Native) (string, bool) {
	if n == "top" {
		return "P1", true
	}
	return "P4", true
}

func (same) Write(_ ticket.Field, value string, current ticket.Native) (ticket.Native, bool) {
	if value == "P1" {
		return "top", true
	}
	return current, true
}

// Where versions are as coarse as a second, a read at the version of our own write may
// show what stood there before it: a later one tells.
func TestAReadAtTheVersionOfOurWriteMayBeOlder(t *testing.T) {
	st := written()
	st.Fields = map[ticket.Field]reconcile.FieldState{ticket.Title: {Base: &reconcile.Pair{Version: 2, Native: "old"}, Seen: "old", Known: true}}
	st.Ghosts, st.ReadAt = nil, start
	st.Intents = []reconcile.Intent{{
		Effect: reconcile.SetField, Field: ticket.Title, Want: "ours", Pre: "old", Version: 3, SeenVer: 1, Unknown: true, Deadline: start.Add(grace),
	}}
	look := func(later time.Duration, title ticket.Native) reconcile.Plan {
		in := bothWays(st, &reconcile.Look{Ticket: titled(1, title, nil), Full: true})
		in.Now = start.Add(later)
		plan := reconcile.Make(in)
		st = plan.State
		return plan
	}
	look(time.Second, "ours")
	if plan := look(2*time.Second, "old"); len(plan.Pulls)+len(plan.Calls) != 0 || plan.Wake.IsZero() {
		t.Fatalf("pulls %+v, calls %+v, looks again at %s", plan.Pulls, plan.Calls, plan.Wake)
	}
	if plan := look(5*time.Minute, "old"); len(plan.Pulls) != 1 {
		t.Errorf("it stays so, and pulls are %+v", plan.Pulls)
	}
}
