package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// An edit of ours that lands later than it may and comes over a newer one is followed
// by that one again, once; an old answer that shows it is not.
func TestWhatALateEditCameOverIsWrittenAgain(t *testing.T) {
	m := reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	for name, x := range map[string]struct {
		shown   ticket.Version
		editor  bool
		rewrote int
	}{"it landed later": {7, true, 1}, "an old answer": {5, true, 0}, "the tool keeps comments": {7, false, 0}} {
		t.Run(name, func(t *testing.T) {
			in := bothWays(reconcile.State{Observed: true, NComments: -1, CommentVer: 6}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{
				LogAfter: -1, NComments: 1, AllComments: true,
				Comments: []ticket.Comment{{ID: "c1", By: self, Version: x.shown, Native: "port 3", Keys: []ticket.Key{m.Note("l1", "n1", 1, 0)}}},
			}})
			in.Marker, in.Values, in.Rules.Can["CommentEditor"] = m, nil, x.editor
			in.Notes = []reconcile.NoteSide{{ID: "n1", Version: 2, Body: "port 4", Copy: request.Copy{
				Note: "n1", Link: "l1", CommentID: "c1", Version: 2, Native: "port 4", State: request.CopyDelivered,
			}}}
			in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"port 4"}}
			plan := reconcile.Make(in)
			if len(plan.Calls) != x.rewrote || len(plan.Events)+len(plan.Imports) != 0 {
				t.Fatalf("calls %+v, history %+v", plan.Calls, plan.Events)
			}
			if x.rewrote == 1 && (plan.Calls[0].Effect != reconcile.EditComment || plan.Calls[0].Comment != "c1") {
				t.Errorf("%+v", plan.Calls[0])
			}
		})
	}
}
