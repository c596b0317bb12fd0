package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// After a restore a note may be at the tool already, though the first read is
// answered from a copy that lags behind: nothing is written before a later one.
func TestAfterARestoreACommentWaitsForASecondRead(t *testing.T) {
	in := bothWays(reconcile.State{Observed: true, NComments: -1, Restored: true, Hush: start.Add(grace)}, &reconcile.Look{Full: true, Ticket: ticket.Ticket{
		Ref: ticket.Ref{ID: "1", Container: "c"}, LogAfter: -1, AllComments: true, Cells: map[ticket.Field]ticket.Cell{},
	}})
	in.Values = nil
	in.Notes = []reconcile.NoteSide{{ID: "n1", Version: 1, Body: "Please hurry", Copy: request.Copy{Note: "n1", Link: "l1", State: request.CopyPending}}}
	in.Rendered.Notes = map[request.NoteID][]ticket.Native{"n1": {"Please hurry"}}
	first := reconcile.Make(in)
	if len(first.Calls) != 0 || !first.Wake.Equal(start.Add(grace)) {
		t.Fatalf("calls %+v, wakes %s", first.Calls, first.Wake)
	}
	in.State, in.Now = first.State, start.Add(grace+time.Second)
	if _, read := reconcile.MustRead(in, true); !read {
		t.Error("nobody reads again")
	}
	if second := reconcile.Make(in); len(second.Calls) != 1 || second.Calls[0].Effect != reconcile.AddComment {
		t.Errorf("calls %+v, want the comment", second.Calls)
	}
}
