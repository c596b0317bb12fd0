package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// A priority that two writes of ours replaced unseen is told, like a text.
func TestAReplacedPriorityIsTold(t *testing.T) {
	st := reconcile.State{
		Observed: true, NComments: -1, Watermark: 5, LogVer: 5, Answered: 5, AnsweredAt: start, AuditDue: start.Add(time.Minute),
		Fields: map[ticket.Field]reconcile.FieldState{ticket.Priority: {
			Base: &reconcile.Pair{Version: 4, Native: "prio4"}, Seen: "prio4", Known: true, WroteAt: start,
			Audit: []reconcile.Written{{After: 1, Pre: "prio1", Want: "prio2"}, {After: 4, Pre: "prio2", Want: "prio4"}},
		}},
	}
	x := titled(5, "ours", self)
	x.Cells, x.LogAfter = map[ticket.Field]ticket.Cell{ticket.Priority: {Native: "prio4"}}, 0
	x.Log = []ticket.Edit{
		{Field: ticket.Priority, From: "prio1", To: "prio3", By: dana, Version: 3},
		{Field: ticket.Priority, From: "prio3", To: "prio2", By: self, Version: 4},
		{Field: ticket.Priority, From: "prio2", To: "prio4", By: self, Version: 5},
	}
	in := bothWays(st, &reconcile.Look{Full: true, Ticket: x})
	in.Values, in.Now = map[ticket.Field]reconcile.Value{ticket.Priority: {Text: "P4", Version: 4}}, start.Add(2*time.Minute)
	in.Rules.Directions[ticket.Priority], in.Rules.History[ticket.Priority] = reconcile.Both, true
	plan := reconcile.Make(in)
	if len(plan.Events) != 1 || plan.Events[0].From != "prio3" || plan.Events[0].Verdict != request.Overridden {
		t.Errorf("history %+v", plan.Events)
	}
}
