package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// A copy that lands a second time, later than the tool says it may, becomes no
// note. Where it cannot be taken away the desk is told, once.
func TestACopyThatStandsTwiceIsTold(t *testing.T) {
	m := reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	for name, x := range map[string]struct {
		dedicated, deletes bool
		keys               []ticket.Key
	}{
		"without a key on an account that people use":      {false, true, nil},
		"without a key at a tool that keeps comments":      {true, false, nil},
		"with its key at a tool that keeps comments":       {true, false, []ticket.Key{m.Note("l1", "n1", 1, 0)}},
		"with its key on an account, which keeps them too": {false, false, []ticket.Key{m.Note("l1", "n1", 1, 0)}},
	} {
		t.Run(name, func(t *testing.T) {
			in := bothWays(reconcile.State{Observed: true, NComments: -1}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{
				LogAfter: -1, NComments: 2, AllComments: true,
				Comments: []ticket.Comment{{ID: "c1", By: self, Native: "Please hurry", Keys: x.keys}, {ID: "c2", By: self, Native: "Please hurry", Keys: x.keys}},
			}})
			in.Marker, in.Values, in.Rules.Dedicated, in.Rules.Can["CommentDeleter"] = m, nil, x.dedicated, x.deletes
			in.Notes = []reconcile.NoteSide{copied("Please hurry")}
			for n := range 2 {
				plan := reconcile.Make(in)
				told := len(plan.Copies) == 1 && plan.Copies[0].Error == reconcile.Twice && len(plan.Events) == 1 && plan.Events[0].Verdict == request.Recorded
				if len(plan.Imports) != 0 || len(plan.Calls) != 0 || told != (n == 0) {
					t.Errorf("look %d: imports %+v, calls %+v, copies %+v, history %+v", n+1, plan.Imports, plan.Calls, plan.Copies, plan.Events)
				}
				in.State = plan.State
			}
		})
	}
}
