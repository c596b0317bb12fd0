package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Two reads at once may both be answered from a copy that lags: only time tells
// that a comment is gone.
func TestACommentIsGoneWhenItStaysMissing(t *testing.T) {
	st := reconcile.State{Observed: true, NComments: -1}
	read := func(later time.Duration, shown ...ticket.Comment) reconcile.Plan {
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: ticket.Ticket{LogAfter: -1, NComments: len(shown), AllComments: true, Comments: shown}})
		in.Values, in.Now = nil, start.Add(later)
		in.Notes = []reconcile.NoteSide{copied("Please hurry")}
		plan := reconcile.Make(in)
		st = plan.State
		return plan
	}
	for n, x := range []struct {
		later time.Duration
		shown []ticket.Comment
		gone  bool
	}{
		{0, nil, false}, {time.Second, nil, false}, {2 * time.Second, []ticket.Comment{{ID: "c1", By: self, Native: "Please hurry"}}, false},
		{time.Hour, nil, false}, {time.Hour + time.Minute, nil, true},
	} {
		plan := read(x.later, x.shown...)
		is := len(plan.Copies) == 1 && plan.Copies[0].State == request.CopyDeleted
		if is != x.gone {
			t.Errorf("read %d: gone %v, want %v", n+1, is, x.gone)
		}
		missed := len(x.shown) == 0 && !x.gone
		if asks := !plan.Wake.IsZero() && plan.Wake.Before(start.Add(x.later+time.Minute)); asks != missed {
			t.Errorf("read %d: asks again %v, want %v", n+1, asks, missed)
		}
	}
}

// A comment that quotes one of ours, key and all, is as gone as any other when its
// deletion was told first.
func TestAQuotationThatWasDeletedIsNotTakenIn(t *testing.T) {
	m := reconcile.Marker{Hub: "h", Secret: []byte("secret")}
	in := bothWays(reconcile.State{Observed: true, NComments: -1}, &reconcile.Look{Gone: []string{"c4"}, Ticket: ticket.Ticket{
		LogAfter: -1, NComments: -1,
		Comments: []ticket.Comment{{ID: "c4", By: dana, Native: "so you say", Keys: []ticket.Key{m.Note("l1", "n1", 1, 0)}}},
	}})
	in.Marker, in.Values = m, nil
	if plan := reconcile.Make(in); len(plan.Imports) != 0 {
		t.Errorf("imports %+v", plan.Imports)
	}
}
