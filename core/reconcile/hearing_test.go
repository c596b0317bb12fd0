package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/ticket"
)

// A complete list from a copy that lags behind takes nothing back that was told of a
// moment before; what was told of long ago, or is said to be deleted, is gone.
func TestAListThatLagsTakesNoCommentBack(t *testing.T) {
	told := reconcile.Look{Ticket: ticket.Ticket{Comments: []ticket.Comment{
		{ID: "edited", Version: 5, Native: "new"}, {ID: "older", Version: 2, Native: "old"},
		{ID: "young", At: start}, {ID: "deleted", At: start}, {ID: "past", At: start.Add(-time.Minute)},
	}}}
	young := func(c ticket.Comment) bool { return reconcile.Young(c.At, start.Add(time.Second)) }
	listed := []ticket.Comment{{ID: "edited", Version: 4, Native: "before"}, {ID: "older", Version: 3, Native: "newer"}}
	read := reconcile.Look{Full: true, Gone: []string{"deleted"}, Ticket: ticket.Ticket{AllComments: true, Comments: listed}}
	got := read.Hearing(told, young)
	want := map[string]ticket.Native{"edited": "new", "older": "newer", "young": ""}
	for _, c := range got.Ticket.Comments {
		if text, ok := want[c.ID]; !ok || text != c.Native {
			t.Errorf("it shows %+v", c)
		}
		delete(want, c.ID)
	}
	if len(want) > 0 || !got.Lacks || listed[0].Native != "before" {
		t.Errorf("it lacks %v; to be read again: %v; the list was %v", want, got.Lacks, listed)
	}
	read.Ticket.AllComments, read.Gone = false, nil
	if got := read.Hearing(told, young); len(got.Ticket.Comments) != 5 || got.Lacks {
		t.Errorf("a part of the list hides what was told: %+v", got)
	}
}
