package request_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func standing(t *testing.T, what string, err error, says string) {
	t.Helper()
	var s *request.StandingError
	if !errors.As(err, &s) || !strings.Contains(s.Text, says) {
		t.Errorf("%s: got %v, want that it says %q", what, err, says)
	}
}

func TestATicketIsMadeAnewOnlyForOneThatIsGone(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	id := given(t, h, r, "core").ID
	try := func() error { _, err := request.Do(r, h, desk(noon), request.Recreate{Link: id}); return err }
	standing(t, "on its way", try(), "on its way")
	r.Link(id).Ticket = ticket.Ref{ID: "1", Key: "NET-1"}
	for _, well := range []request.Health{request.InSync, request.Pending, request.InConflict} {
		r.Link(id).Health = well
		standing(t, string(well), try(), string(well)+" and NET-1 is there: unlink it first")
	}
	r.Link(id).Health = request.Failed
	if err := try(); err != nil || len(r.Links) != 2 || r.Delegations[0].Link == id {
		t.Fatalf("%v, %+v", err, r.Links)
	}
	standing(t, "twice", try(), "NET-1 was replaced already, by a ticket on its way")
	if len(r.Links) != 2 {
		t.Fatalf("twice: %+v", r.Links)
	}
	next := r.Delegations[0].Link
	do(t, h, r, desk(noon), request.Unlink{Link: next})
	do(t, h, r, desk(noon), request.Recreate{Link: next})
	if len(r.Links) != 3 || r.Delegations[0].State != request.Offered { // nobody has touched the new one
		t.Fatalf("after it was let go: %+v", r.Delegations)
	}
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled})
	r.Link(r.Delegations[0].Link).Health = request.Parked
	id = r.Delegations[0].Link
	standing(t, "cancelled", try(), "reopen it first")
}

func TestRelink(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	try := func(team request.TeamID, name string) error {
		_, err := request.Do(r, h, desk(noon), request.Relink{Team: team, Ticket: name})
		return err
	}
	for _, nonsense := range []string{"", " ", "NET 1", "not a key", "#", "a\u202eb c", "<b>", strings.Repeat("9", 300)} {
		var f *request.FieldError
		if err := try("core", nonsense); !errors.As(err, &f) || f.Field != "ticket" {
			t.Errorf("%q: %v", nonsense, err)
		}
	}
	if err := try("core", " NET-7\n"); err != nil {
		t.Fatal(err)
	}
	l := r.Links[len(r.Links)-1]
	if l.Ticket.Key != "NET-7" || !l.Imported || !l.Relinked {
		t.Fatalf("%+v", l)
	}
	standing(t, "at work", try("core", "NET-8"), "core has NET-7 already: unlink it first")
	standing(t, "the same", try("core", "net-7"), "linked already, with core")
	r.Link(l.ID).Health = request.Failed // it never found its ticket
	if err := try("core", "NET-8"); err != nil || r.Link(l.ID).Health != request.Detached || len(r.Delegations) != 1 {
		t.Fatalf("again: %v, %+v", err, r.Delegations)
	}
	if now := r.Link(r.Delegations[0].Link); now.Ticket.Key != "NET-8" || !now.Relinked {
		t.Errorf("%+v", now)
	}
}

// An end of the request is told once to each team, with the reason and in its
// language; a ticket that a person only joined keeps its state.
func TestWhatTeamsAreToldOfTheEnd(t *testing.T) {
	t.Parallel()
	h := house()
	german := h.Directory.Teams["sees"]
	german.ID, german.Target, german.Language = "german", "DE", "de-AT"
	h.Directory.Teams["german"] = german
	r := received(t, h, "nordwind")
	sees, de, supplier, core := given(t, h, r, "sees").ID, given(t, h, r, "german").ID, given(t, h, r, "supplier").ID, given(t, h, r, "core").ID
	joined := h.Directory.Teams["core"]
	joined.ID, joined.Target = "joined", "JO"
	h.Directory.Teams["joined"] = joined
	do(t, h, r, desk(noon), request.Relink{Team: "joined", Ticket: "JO-1"})
	hand := r.Delegations[len(r.Delegations)-1].Link

	told := func(d request.Decision) map[request.LinkID]string {
		out := map[request.LinkID]string{}
		for _, n := range d.Added {
			for _, c := range n.Copies {
				if n.Audience != request.Teams || out[c.Link] != "" {
					t.Errorf("%s is told %q too", c.Link, n.Body)
				}
				out[c.Link] = n.Body
			}
		}
		return out
	}
	check := func(what string, got map[request.LinkID]string, want map[request.LinkID]string) {
		t.Helper()
		for id, text := range want {
			if got[id] != text {
				t.Errorf("%s: %s is told %q, want %q", what, r.Link(id).Team, got[id], text)
			}
		}
	}
	check("resolved", told(do(t, h, r, desk(noon), request.Move{To: request.Resolved, Reason: "the card is new"})), map[request.LinkID]string{
		sees: "The desk's request is resolved.\n\nthe card is new", de: "Die Anfrage ist beim SPOC behoben.\n\nthe card is new",
		supplier: "The desk's request is resolved.", core: "", hand: "The desk's request is resolved.\n\nthe card is new",
	})
	if r.Link(hand).Wanted != request.Todo || r.Link(core).Wanted != request.Done {
		t.Errorf("joined wants %s, core %s", r.Link(hand).Wanted, r.Link(core).Wanted)
	}
	if d := do(t, h, r, desk(noon), request.Move{To: request.Closed, Open: request.KeepOpen}); len(told(d)) > 0 {
		t.Errorf("closing tells again: %v", told(d))
	}
	do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	check("cancelled", told(do(t, h, r, desk(noon), request.Move{To: request.Cancelled, Reason: "not needed"})), map[request.LinkID]string{
		sees: "The desk's request is cancelled.\n\nnot needed", core: "The desk's request is cancelled.\n\nnot needed",
		supplier: "The desk's request is cancelled.", hand: "The desk's request is cancelled.\n\nnot needed",
	})
	if r.Link(hand).Wanted != request.Todo || r.Link(core).Wanted != request.CancelledC {
		t.Errorf("joined wants %s, core %s", r.Link(hand).Wanted, r.Link(core).Wanted)
	}
	if d := do(t, h, r, desk(noon), request.Move{To: request.Cancelled, Reason: "not needed"}); len(d.Added) > 0 {
		t.Errorf("told again: %+v", d.Added)
	}
	do(t, h, r, desk(noon), request.Move{To: request.InProgress})
	check("withdrawn", told(do(t, h, r, desk(noon), request.Withdraw{ID: r.Link(hand).Delegation, Reason: "done by us"})), map[request.LinkID]string{
		hand: "The desk took this task back.\n\ndone by us",
	})
	if r.Link(hand).Wanted != request.Todo {
		t.Errorf("withdrawn wants %s", r.Link(hand).Wanted)
	}
}
