package reconcile_test

import (
	"testing"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// A text that was taken, and one that another replaced before it was taken, are no
// news when a delivery tells of them again long after; one that no delivery told
// of is.
func TestATextIsToldOnce(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1, Watermark: 1, LogVer: 1, Fields: map[ticket.Field]reconcile.FieldState{
		ticket.Title: {Base: &reconcile.Pair{Version: 3, Native: "ours"}, Known: true, Seen: "ours"},
	}}
	told := []ticket.Change{snapshot(titled(2, "taken", dana))}
	look, _ := reconcile.Fold(told, st.LogVer)
	st = reconcile.Make(bothWays(st, &look)).State
	again := []ticket.Change{snapshot(titled(3, "replaced", dana)), snapshot(titled(4, "last", dana))}
	look, _ = reconcile.Fold(again, st.LogVer)
	st = reconcile.Make(bothWays(st, &look)).State
	for text, kept := range map[ticket.Native]bool{"taken": false, "replaced": false, "last": false, "never told": true} {
		old := titled(1, text, dana)
		look, _ := reconcile.Fold([]ticket.Change{snapshot(old)}, st.LogVer)
		plan := reconcile.Make(bothWays(st, &look))
		is := len(plan.Events) == 1 && plan.Events[0].Verdict == request.Overridden && plan.Events[0].From == string(text)
		if is != kept {
			t.Errorf("%q: history %+v, kept %v, want %v", text, plan.Events, is, kept)
		}
	}
}
