package reconcile_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk/ticket"
)

// What a write came to is looked for once, though the request is over: a create whose
// answer said nothing, and a list that shows only a step on its way, are no reads.
func TestWhatAWriteCameToIsReadThoughTheRequestIsOver(t *testing.T) {
	st := written()
	st.AnsweredAt = start
	plan := func(look *reconcile.Look, later time.Duration) reconcile.Plan {
		in := bothWays(st, look)
		in.Rules.Sweep, in.Rules.Over, in.Now = 24*time.Hour, true, start.Add(later)
		p := reconcile.Make(in)
		st = p.State
		return p
	}
	if p := plan(nil, time.Second); p.Wake.IsZero() || p.Wake.After(start.Add(24*time.Hour)) {
		t.Errorf("never read: looks at %s", p.Wake)
	}
	if p := plan(&reconcile.Look{Ticket: titled(1, "old", self)}, time.Minute); p.Wake.IsZero() || p.Wake.After(start.Add(25*time.Hour)) {
		t.Errorf("on its way: looks at %s", p.Wake)
	}
	if p := plan(&reconcile.Look{Full: true, Ticket: titled(2, "ours", self)}, time.Hour); !p.Wake.IsZero() {
		t.Errorf("read: looks at %s", p.Wake)
	}
}

// A person's text that only a lagging copy still shows does not make ours theirs when
// it shows again.
func TestOursIsOursAfterALaggingCopy(t *testing.T) {
	st := written()
	st.AnsweredAt = start
	read := func(later time.Duration, x ticket.Ticket) reconcile.Plan {
		in := bothWays(st, &reconcile.Look{Full: true, Ticket: x})
		in.Now = start.Add(later)
		if v := st.Fields[ticket.Title].Base; v != nil && v.Native == "theirs" {
			in.Values = map[ticket.Field]reconcile.Value{ticket.Title: {Text: "theirs", Version: v.Version}}
			in.Rendered.Fields[ticket.Title] = "theirs"
		}
		p := reconcile.Make(in)
		st = p.State
		return p
	}
	if p := read(time.Second, titled(2, "theirs", dana)); len(p.Pulls) != 1 {
		t.Fatalf("pulls %+v", p.Pulls)
	}
	if p := read(time.Minute, titled(5, "ours", nil)); len(p.Pulls) != 0 {
		t.Errorf("ours is taken for theirs: %+v", p.Pulls)
	}
}
