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

// A comment that landed at the last moment may be missing in a read from a copy that
// lags behind: it is not sent again until it would show.
func TestACommentIsSentAgainOnlyWhenItWouldShow(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Intents: []reconcile.Intent{{
		Effect: reconcile.AddComment, Note: "n1", Version: 1, Want: "Please hurry", Unknown: true, Deadline: start.Add(grace),
	}}}
	note := copied("Please hurry")
	note.Copy = request.Copy{Note: note.ID, Link: "l1", State: request.CopyPending}
	st.Intents[0].Note = note.ID
	for _, x := range []struct {
		later time.Duration
		calls int
	}{{grace, 0}, {grace + time.Second, 0}, {grace + time.Minute, 1}} {
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: ticket.Ticket{LogAfter: -1, AllComments: true}})
		in.Values, in.Now, in.Notes = nil, start.Add(x.later), []reconcile.NoteSide{note}
		in.Rendered.Notes = map[request.NoteID][]ticket.Native{note.ID: {"Please hurry"}}
		plan := reconcile.Make(in)
		if len(plan.Calls) != x.calls {
			t.Errorf("after %s: calls %+v", x.later, plan.Calls)
		}
		if x.calls == 0 && (plan.Wake.IsZero() || plan.Wake.After(start.Add(grace+time.Minute))) {
			t.Errorf("after %s: looks again at %s", x.later, plan.Wake)
		}
	}
}

// A read right after a write may come from a copy that does not know of it: what the
// write replaced is asked for again.
func TestAReadThatLagsTellsNothingOfWhatAWriteReplaced(t *testing.T) {
	st := written()
	fs := st.Fields[ticket.Title]
	fs.Audit = []reconcile.Written{{After: 1, Pre: "old", Want: "ours"}}
	st.Fields[ticket.Title], st.AnsweredAt, st.AuditDue = fs, start, start.Add(2*time.Minute)
	read := func(later time.Duration, x ticket.Ticket) reconcile.Plan {
		x.LogAfter = 0
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: x})
		in.Now = start.Add(later)
		plan := reconcile.Make(in)
		st = plan.State
		return plan
	}
	theirs := ticket.Edit{Field: ticket.Title, From: "old", To: "theirs", By: dana, Version: 2}
	read(time.Second, titled(2, "theirs", dana, theirs))
	over := ticket.Edit{Field: ticket.Title, From: "theirs, too", To: "ours", By: self, Version: 2}
	plan := read(time.Minute, titled(2, "ours", self, theirs, ticket.Edit{Field: ticket.Title, From: "theirs", To: "theirs, too", By: dana, Version: 2}, over))
	if len(plan.Events) == 0 || plan.Events[0].Verdict != request.Overridden || plan.Events[0].From != "theirs, too" || len(plan.Pulls) != 0 {
		t.Errorf("events %+v, pulls %+v", plan.Events, plan.Pulls)
	}
}

// A read from a copy that lags behind may be newer than what a write was planned for
// and still not know of it; its log tells a person who set the old value again.
func TestAReadThatDoesNotKnowOfAWriteIsNoChange(t *testing.T) {
	back := ticket.Edit{Field: ticket.Title, From: "ours", To: "old", By: dana, Version: 4}
	for name, x := range map[string]struct {
		read  ticket.Ticket
		pulls int
	}{
		"newer than the plan":   {titled(4, "old", dana), 0},
		"as old as the plan":    {titled(2, "old", dana), 0},
		"set so after we wrote": {titled(4, "old", dana, back), 1},
	} {
		t.Run(name, func(t *testing.T) {
			st := written()
			st.Ghosts[0].Seen, st.AnsweredAt = 2, start
			in := bothWays(st, &reconcile.Look{Ticket: x.read, Full: true})
			in.Now = start.Add(time.Second)
			if plan := reconcile.Make(in); len(plan.Pulls) != x.pulls || len(plan.Calls) != 0 || x.pulls == 0 && plan.Wake.IsZero() {
				t.Errorf("pulls %+v, calls %+v, looks again at %s", plan.Pulls, plan.Calls, plan.Wake)
			}
		})
	}
}

// An old delivery shows what an answered write of ours came over: it is history, and
// nothing is taken from it.
func TestWhatAnAnsweredWriteCameOverIsHistory(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Watermark: 3, LogVer: 1, Answered: 3, AnsweredAt: start, Planned: 1, Fields: map[ticket.Field]reconcile.FieldState{
		ticket.Title: {Base: &reconcile.Pair{Version: 3, Native: "ours"}, Seen: "ours", Known: true, WroteAt: start},
	}}
	in := bothWays(st, &reconcile.Look{Ticket: titled(2, "theirs", dana)})
	in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "of the request it was merged with", Version: 2}}
	in.Rendered.Fields[ticket.Title] = "of the request it was merged with"
	plan := reconcile.Make(in)
	told := len(plan.Events) == 1 && plan.Events[0].Verdict == request.Overridden && plan.Events[0].From == "theirs"
	if len(plan.Pulls) != 0 || !told {
		t.Errorf("pulls %+v, history %+v", plan.Pulls, plan.Events)
	}
}

// The lines of two echoes of ours have a person's between them, which no delivery
// brought: what the second came over is the person's.
func TestALineThatIsMissingBetweenTwoOfOursIsAPersons(t *testing.T) {
	st := written()
	st.Fields[ticket.Title] = reconcile.FieldState{
		Base: &reconcile.Pair{Version: 4, Native: "ours, later"}, Seen: "ours, later", Known: true,
		Audit: []reconcile.Written{{After: 1, Pre: "old", Want: "ours"}, {After: 4, Pre: "ours", Want: "ours, later"}},
	}
	st.LogVer, st.AuditDue = 6, start.Add(time.Minute)
	look := reconcile.Look{Ticket: ticket.Ticket{Version: 6, LogAfter: 2, NComments: -1, Log: []ticket.Edit{
		{Field: ticket.Title, From: "old", To: "ours", By: self, Version: 3},
		{Field: ticket.Title, From: "theirs", To: "ours, later", By: self, Version: 6},
	}}}
	in := bothWays(st, &look)
	in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "ours, later", Version: 4}}
	plan := reconcile.Make(in)
	if len(plan.Events) != 1 || plan.Events[0].From != "theirs" || plan.Events[0].Verdict != request.Overridden {
		t.Errorf("history %+v", plan.Events)
	}
}
