package request_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func TestIllegalMoveNamesTheLegalOnes(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	_, err := request.Do(r, h, desk(noon), request.Move{To: request.Closed})
	var illegal *request.IllegalMove
	if !errors.As(err, &illegal) || !slices.Equal(illegal.Legal, request.Moves(request.New)) {
		t.Fatalf("got %v", err)
	}
}

func TestMoveNeedsWords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		move  request.Move
		field string
	}{
		"waiting for what":  {request.Move{To: request.WaitingClient}, "waiting_for"},
		"on hold why":       {request.Move{To: request.OnHold}, "hold_reason"},
		"unknown reason":    {request.Move{To: request.OnHold, Hold: "lunch"}, "hold_reason"},
		"waiting elsewhere": {request.Move{To: request.InProgress, WaitingFor: "x"}, "waiting_for"},
	} {
		h := house()
		_, err := request.Do(received(t, h, "nordwind"), h, desk(noon), c.move)
		var f *request.FieldError
		if !errors.As(err, &f) || f.Field != c.field {
			t.Errorf("%s: got %v, want a fault of %s", name, err, c.field)
		}
	}
}

func TestWaitingAsksTheClientAndEndsWithTheAnswer(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	d := do(t, h, r, desk(noon), request.Move{To: request.WaitingClient, WaitingFor: "a traceroute"})
	if len(d.Added) != 1 || d.Added[0].Audience != request.ToClient || d.Added[0].Body != "a traceroute" {
		t.Fatalf("the client was asked with %+v", d.Added)
	}
	heard := request.Heard{Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}, Body: "here it is"}
	do(t, h, r, request.Cause{By: request.Actor{Name: "Mareike", Origin: request.ClientOrigin}, At: noon.Add(time.Hour)}, heard)
	if r.Status != request.InProgress || r.WaitingFor != "" {
		t.Fatalf("status %s, waiting for %q", r.Status, r.WaitingFor)
	}
}

func TestClosingAsksAboutOpenDelegations(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	given(t, h, r, "core")
	do(t, h, r, desk(noon), request.Move{To: request.Resolved})
	_, err := request.Do(r, h, desk(noon), request.Move{To: request.Closed})
	var open *request.StillOpen
	if !errors.As(err, &open) || !slices.Equal(open.Teams, []request.TeamID{"core"}) {
		t.Fatalf("got %v", err)
	}
	do(t, h, r, desk(noon), request.Move{To: request.Closed, Open: request.KeepOpen})
	if r.Delegations[0].State != request.Offered {
		t.Fatalf("kept as %s", r.Delegations[0].State)
	}
}

func TestTicketsFollowAsTheirTermsSay(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	supplier, public := given(t, h, r, "supplier").ID, given(t, h, r, "open").ID
	d := do(t, h, r, desk(noon), request.Move{To: request.Resolved})
	if l := r.Link(core); l.Wanted != request.Done || l.WantedVer != 2 {
		t.Errorf("core: wants %s, version %d", l.Wanted, l.WantedVer)
	}
	for _, id := range []request.LinkID{sees, supplier, public} {
		if l := r.Link(id); l.Wanted != request.Todo || l.WantedVer != 1 {
			t.Errorf("%s: wants %s, version %d", l.Team, l.Wanted, l.WantedVer)
		}
	}
	if len(d.Added) != 1 || len(d.Added[0].Copies) != 2 || d.Added[0].Copies[0].Link != sees || d.Added[0].Copies[1].Link != supplier {
		t.Errorf("the line went to %+v", d.Added)
	}
	do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	if l := r.Link(core); l.Wanted != request.Todo || l.WantedVer != 3 {
		t.Errorf("reopened: wants %s, version %d", l.Wanted, l.WantedVer)
	}
}

func TestClientMessageAfterTheEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after  time.Duration
		status request.Status
		opened int
	}{
		"within the grace": {time.Hour, request.InProgress, 0},
		"later":            {48 * time.Hour, request.Closed, 1},
	} {
		h := house()
		r := received(t, h, "nordwind")
		do(t, h, r, desk(noon), request.Move{To: request.Resolved}, request.Move{To: request.Closed})
		d := do(t, h, r, request.Cause{By: request.Actor{Origin: request.ClientOrigin}, At: noon.Add(c.after)},
			request.Heard{Author: request.Author{Name: "Mareike", Origin: request.ClientOrigin}, Body: "again"})
		if r.Status != c.status || len(d.Opened) != c.opened {
			t.Errorf("%s: %s, opened %d", name, r.Status, len(d.Opened))
		}
		for _, n := range d.Opened {
			if n.Parent != r.ID || n.Client != r.Client {
				t.Errorf("%s: opened %+v", name, n)
			}
		}
	}
}

// Nobody looks after the tickets of a request that has ended: once it goes on, all are
// looked after again, also those that follow no status.
func TestTicketsAreLookedAfterAgain(t *testing.T) {
	t.Parallel()
	h := house()
	core := h.Directory.Teams["core"]
	core.Follows = request.FollowNothing
	h.Directory.Teams["core"] = core
	r := received(t, h, "nordwind")
	l := given(t, h, r, "core").ID
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled, Reason: "by mistake"})
	if d := do(t, h, r, desk(noon), request.Move{To: request.InProgress}); !slices.Contains(d.Dirty, l) {
		t.Errorf("looked after: %v, want %s", d.Dirty, l)
	}
}
