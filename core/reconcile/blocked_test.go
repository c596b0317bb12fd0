package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/ticket"
)

// What the tool refused is not wanted any more: nothing is wrong with the link, though
// nobody has read the ticket since.
func TestWhatIsNotWantedAnyMoreIsNotRefused(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Watermark: 1, LogVer: 1, Fields: map[ticket.Field]reconcile.FieldState{ticket.Title: {
		Base: &reconcile.Pair{Version: 3, Native: "ours"}, Seen: "ours", Known: true,
		Blocked: &reconcile.Blocked{Version: 4, Pre: "ours", Reason: "too rude"},
	}}}
	in := bothWays(st, nil)
	in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "ours", Version: 5}}
	plan := reconcile.Make(in)
	if b := plan.State.Fields[ticket.Title].Blocked; b != nil || !plan.Clean {
		t.Errorf("blocked %+v, clean %v", b, plan.Clean)
	}
	in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "another", Version: 4}}
	in.Rendered.Fields[ticket.Title] = "another"
	if plan := reconcile.Make(in); plan.State.Fields[ticket.Title].Blocked == nil || len(plan.Calls) > 0 {
		t.Errorf("what is still wanted was refused: calls %+v", plan.Calls)
	}
}
