package request_test

import (
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func TestUmbrellaHandsItsStateDown(t *testing.T) {
	t.Parallel()
	h := house()
	child := received(t, h, "nordwind")
	d, err := request.Receive(&request.Request{Title: "Line card", Umbrella: request.Major}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := request.Gather(child, child, h, desk(noon)); err == nil {
		t.Error("gathered by what is no umbrella")
	}
	if _, err := request.Gather(child, d.Request, h, desk(noon)); err != nil || child.Gathered != d.Request.ID {
		t.Fatalf("gathered by %q, %v", child.Gathered, err)
	}
	flow := do(t, h, child, desk(noon), request.Flow{Status: request.Monitoring, Body: "restored, we keep watching"})
	if child.Status != request.Monitoring || len(flow.Added) != 1 || flow.Added[0].Audience != request.ToClient {
		t.Fatalf("%s, told %+v", child.Status, flow.Added)
	}
	do(t, h, child, desk(noon), request.Flow{Status: request.Closed})
	if child.Status != request.Monitoring {
		t.Errorf("an illegal move came down: %s", child.Status)
	}
	if _, err := request.Release(child, h, desk(noon)); err != nil || child.Gathered != "" {
		t.Errorf("released: %q, %v", child.Gathered, err)
	}
}

func TestAttentionGoesWhenTheDeskHasDealtWithIt(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.Heard{Body: "/spoc ask which port?"})
	if !slices.Contains(r.Attention, request.AttentionTeamAsks) {
		t.Fatalf("asked: %v", r.Attention)
	}
	do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "port 4"})
	if len(r.Attention) > 0 {
		t.Fatalf("answered: %v", r.Attention)
	}
	do(t, h, r, tool(l, noon), request.TicketReturned{Reason: "not ours"})
	do(t, h, r, desk(noon), request.Seen{Reason: request.AttentionReturned})
	if len(r.Attention) > 0 || r.Delegations[0].State != request.Returned {
		t.Fatalf("decided: %v, %s", r.Attention, r.Delegations[0].State)
	}
}

func TestPromiseIsDueUntilTheClientHears(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	next := noon.Add(time.Hour)
	do(t, h, r, desk(noon), request.Edit{NextUpdateAt: &next})
	for _, c := range []struct {
		at  time.Time
		due bool
	}{{noon, false}, {next, true}} {
		if got := slices.Contains(r.Attend(c.at), request.AttentionPromiseDue); got != c.due {
			t.Errorf("at %s: %v", c.at, got)
		}
	}
	do(t, h, r, desk(next), request.Write{Audience: request.ToClient, Body: "still at it", Via: request.ByPhone})
	if len(r.Attend(next)) > 0 {
		t.Error("due although the client was called")
	}
}

func TestWorkByHand(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	do(t, h, r, desk(noon), request.Delegate{Team: "field"})
	l, d := &r.Links[0], r.Delegations[0].ID
	if l.Connection != request.ByHand || l.Health != request.InSync {
		t.Fatalf("link %+v", l)
	}
	do(t, h, r, desk(noon), request.Identify{Link: l.ID, Key: "F-12"})
	if r.Links[0].Ticket.Key != "F-12" {
		t.Errorf("called %q", r.Links[0].Ticket.Key)
	}
	do(t, h, r, desk(noon), request.Progress{ID: d, To: request.Accepted}, request.Progress{ID: d, To: request.DelegateDone})
	if r.Delegations[0].State != request.DelegateDone || !slices.Contains(r.Attention, request.AttentionAllDone) {
		t.Errorf("%s, %v", r.Delegations[0].State, r.Attention)
	}
	if written := do(t, h, r, desk(noon), request.Write{Audience: request.Teams, Body: "thanks"}); len(written.Added[0].Copies) > 0 {
		t.Errorf("a note waits for a tool that is none: %+v", written.Added[0].Copies)
	}
}
