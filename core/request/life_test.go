package request_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestATaskWhosePredecessorFellAwayAsksTheDesk(t *testing.T) {
	t.Parallel()
	for name, fall := range map[string]func(*request.Request) (request.Cause, request.Command){
		"returned": func(r *request.Request) (request.Cause, request.Command) {
			return tool(r.Delegations[0].Link, noon), request.TicketReturned{Reason: "not ours"}
		},
		"withdrawn": func(r *request.Request) (request.Cause, request.Command) {
			return desk(noon), request.Withdraw{ID: r.Delegations[0].ID}
		},
		"unlinked": func(r *request.Request) (request.Cause, request.Command) {
			return desk(noon), request.Unlink{Link: r.Delegations[0].Link}
		},
	} {
		h := house()
		r := received(t, h, "nordwind")
		given(t, h, r, "core")
		do(t, h, r, desk(noon), request.Delegate{Team: "some", After: []request.DelegationID{r.Delegations[0].ID}})
		cause, command := fall(r)
		do(t, h, r, cause, command)
		if r.Delegations[1].Link != "" || !slices.Contains(r.Attention, request.AttentionHeldUp) {
			t.Fatalf("%s: link %q, attention %v", name, r.Delegations[1].Link, r.Attention)
		}
		i := slices.IndexFunc(r.Why(noon), func(c request.Concern) bool { return c.Attention == request.AttentionHeldUp })
		if says := h.Directory.Says(r.Why(noon)[i]); !strings.Contains(says, "some has not begun") || !strings.Contains(says, "Core Network") {
			t.Errorf("%s: %s", name, says)
		}
		if _, err := request.Do(r, h, desk(noon), request.Delegate{Team: "sees", After: []request.DelegationID{r.Delegations[0].ID}}); err == nil {
			t.Errorf("%s: another one may wait for it", name)
		}
		do(t, h, r, desk(noon), request.Start{ID: r.Delegations[1].ID})
		if r.Delegations[1].Link == "" || slices.Contains(r.Attention, request.AttentionHeldUp) {
			t.Errorf("%s: started, link %q, attention %v", name, r.Delegations[1].Link, r.Attention)
		}
		if _, err := request.Do(r, h, desk(noon), request.Start{ID: r.Delegations[1].ID}); err == nil {
			t.Errorf("%s: started twice", name)
		}
	}
}

// Reopening a cancelled request gives the teams back what they had lost by the
// cancelling, and nothing that was taken back before.
func TestReopeningGivesBackWhatTheCancellingTook(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	taken, core, sees := given(t, h, r, "core").ID, given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	do(t, h, r, desk(noon), request.Withdraw{ID: r.Link(taken).Delegation})
	do(t, h, r, tool(core, noon), request.TeamActed{})
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled})
	for _, l := range []request.LinkID{taken, core} {
		do(t, h, r, tool(l, noon), request.TicketState{Category: request.CancelledC, Own: true})
	}
	do(t, h, r, tool(sees, noon), request.TicketState{Category: request.CancelledC, ToolState: "Cancelled"}) // told by a comment
	if len(r.Attention) > 0 {
		t.Fatalf("cancelled: %v", r.Attention)
	}
	d := do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	if r.Delegations[0].State != request.DelegateEnded || r.Link(taken).Wanted != request.CancelledC {
		t.Errorf("taken back before: %s, wants %s", r.Delegations[0].State, r.Link(taken).Wanted)
	}
	if r.Delegations[1].State != request.Accepted || r.Link(core).Wanted != request.Todo || !slices.Contains(d.Dirty, core) {
		t.Errorf("followed: %s, wants %s", r.Delegations[1].State, r.Link(core).Wanted)
	}
	if r.Delegations[2].State != request.Returned || !slices.Contains(r.Attention, request.AttentionReturned) || len(d.Added) != 1 {
		t.Errorf("cancelled by the team itself: %s, %v, told %d", r.Delegations[2].State, r.Attention, len(d.Added))
	}
	do(t, h, r, tool(core, noon), request.TicketState{Category: request.Todo, Own: true})
	if r.Delegations[1].State != request.Accepted {
		t.Errorf("open again: %s", r.Delegations[1].State)
	}
}

// The tool's cancel is seen only after the request was reopened.
func TestALateCancelDoesNotTakeAReopenedTaskBack(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled})
	do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.CancelledC, Own: true})
	if d := r.Delegations[0]; d.State != request.Offered || r.Link(l).Wanted != request.Todo {
		t.Errorf("%s, wants %s", d.State, r.Link(l).Wanted)
	}
}

func TestACancelledRequestStartsNothing(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	first := given(t, h, r, "sees").ID
	do(t, h, r, desk(noon), request.Delegate{Team: "core", After: []request.DelegationID{r.Delegations[0].ID}})
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled})
	do(t, h, r, tool(first, noon), request.TicketState{Category: request.Done})
	if r.Delegations[1].Link != "" {
		t.Fatal("a cancelled request made a ticket")
	}
	do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	if r.Delegations[1].Link == "" {
		t.Error("reopened, and the next task waits for what is done")
	}
}

func TestALabelledTicketThatIsClosedIsHandedBack(t *testing.T) {
	t.Parallel()
	h := house()
	h.Directory.RollUp = map[request.Kind]request.Outcome{request.Incident: request.Resolve}
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Done, Labelled: true}, request.TicketReturned{Reason: "labelled spoc:return"})
	if d := r.Delegations[0]; d.State != request.Returned || d.Bounces != 1 || r.Status == request.Resolved {
		t.Fatalf("%+v, %s", d, r.Status)
	}
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Waiting, Labelled: true, Own: true})
	if d := r.Delegations[0]; d.State != request.Returned {
		t.Errorf("its state is called otherwise, and the task is %s", d.State)
	}
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Doing, Labelled: true})
	if d := r.Delegations[0]; d.State != request.Accepted || len(r.Attention) > 0 {
		t.Errorf("taken up again: %s, %v", d.State, r.Attention)
	}
}

func TestTheDueDateStandsInTheTextWhereTheToolHasNone(t *testing.T) {
	t.Parallel()
	h := house()
	h.Holds = func(connection string, f ticket.Field) bool { return connection != "github" && f == ticket.Due }
	r := received(t, h, "nordwind")
	due, own := noon.Add(time.Hour), noon.Add(2*time.Hour)
	do(t, h, r, desk(noon), request.Edit{DueAt: &due})
	quiet := h.Directory.Teams["open"]
	quiet.ID, quiet.Target = "quiet", "elbline/quiet"
	h.Directory.Teams["quiet"] = quiet
	task := &request.Task{Title: "Look", Body: "at it"}
	for _, c := range []struct {
		give request.Delegate
		want string
	}{
		{request.Delegate{Team: "core"}, ""}, {request.Delegate{Team: "core", Task: task, DueAt: own}, ""},
		{request.Delegate{Team: "quiet"}, "- Due: 2026-03-02 13:00 UTC"}, {request.Delegate{Team: "quiet", DueAt: own}, "- Due: 2026-03-02 14:00 UTC"},
		{request.Delegate{Team: "quiet", Task: task, DueAt: own}, "- Due: 2026-03-02 14:00 UTC"},
		{request.Delegate{Team: "open", Task: task, DueAt: own}, ""},
	} {
		do(t, h, r, desk(noon), c.give)
		body := h.TaskText(r, &r.Links[len(r.Links)-1]).Body
		if got := strings.Contains(body, "Due:"); got != (c.want != "") || !strings.Contains(body, c.want) {
			t.Errorf("%s %+v: %s", c.give.Team, c.give.Task, body)
		}
	}
}

func TestEveryReasonHasItsCause(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	due := noon.Add(time.Minute)
	do(t, h, r, desk(noon), request.Edit{NextUpdateAt: &due})
	do(t, h, r, tool(core, noon), request.TicketState{Category: request.Done}, request.TicketState{Category: request.Doing})
	do(t, h, r, tool(core, noon), request.Contest{Field: ticket.Title, Hub: "a", Tool: "b"})
	do(t, h, r, tool(sees, noon), request.Heard{Body: "/spoc return not ours"})
	r.Link(sees).Health, r.Link(sees).Error = request.Parked, "the target is not there"
	reasons := r.Attend(due)
	if len(reasons) != 5 {
		t.Fatalf("%v", reasons)
	}
	for _, reason := range reasons {
		i := slices.IndexFunc(r.Why(due), func(c request.Concern) bool { return c.Attention == reason })
		if i < 0 || r.Why(due)[i].Since.IsZero() && reason != request.AttentionSync || h.Directory.Says(r.Why(due)[i]) == "" {
			t.Errorf("%s has no cause: %+v", reason, r.Why(due))
		}
	}
	do(t, h, r, desk(noon), request.Seen{Reason: request.AttentionReopened}, request.Seen{Reason: request.AttentionReturned})
	if slices.Contains(r.Attention, request.AttentionReopened) || slices.Contains(r.Attention, request.AttentionReturned) {
		t.Errorf("seen: %v", r.Attention)
	}
}

// What was handed back stays so, however the team closes its ticket then; what it
// works on again may be done.
func TestWhatWasReturnedIsNotDoneByClosing(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.TicketReturned{Reason: "not ours"})
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Done, ToolState: "Done"})
	if d := r.Delegations[0]; d.State != request.Returned || d.ReturnedReason != "not ours" || slices.Contains(r.Attention, request.AttentionAllDone) {
		t.Fatalf("%s, %q, %v", d.State, d.ReturnedReason, r.Attention)
	}
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Doing, ToolState: "In Progress"})
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Done, ToolState: "Done"})
	if d := r.Delegations[0]; d.State != request.DelegateDone {
		t.Errorf("taken up again and done: %s", d.State)
	}
}

// A task that nobody at the team touched is not done because the desk's own state
// closed its ticket, and comes back with the request.
func TestTheDesksOwnClosingIsNoTeamsWork(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Todo, ToolState: "To Do", Own: true})
	do(t, h, r, desk(noon), request.Move{To: request.Resolved, Open: request.KeepOpen})
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.Done, ToolState: "Done", Own: true})
	if d := r.Delegations[0]; d.State != request.DelegateEnded {
		t.Fatalf("closed by the desk: %s", d.State)
	}
	do(t, h, r, desk(noon), request.Move{To: request.InProgress, Reason: "still down"})
	if d := r.Delegations[0]; d.State != request.Offered {
		t.Errorf("reopened: %s", d.State)
	}
}
