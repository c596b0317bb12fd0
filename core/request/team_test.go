package request_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
)

func TestGuardsBeforeATeamGetsARequest(t *testing.T) {
	t.Parallel()
	own := &request.Task{Title: "Replace the card"}
	for name, c := range map[string]struct {
		client request.ClientID
		team   request.TeamID
		task   *request.Task
		field  string
	}{
		"another client's":         {"argent", "some", own, "team"},
		"its own client's":         {"nordwind", "some", nil, ""},
		"public without leave":     {"nordwind", "shut", own, "team"},
		"public, no text for it":   {"nordwind", "open", nil, "task"},
		"public, own text":         {"nordwind", "open", own, ""},
		"supplier, no text for it": {"nordwind", "supplier", nil, "task"},
		"supplier, own text":       {"nordwind", "supplier", own, ""},
		"unknown":                  {"nordwind", "nobody", nil, "team"},
		"by hand":                  {"nordwind", "field", nil, ""},
	} {
		h := house()
		_, err := request.Do(received(t, h, c.client), h, desk(noon), request.Delegate{Team: c.team, Task: c.task})
		var f *request.FieldError
		if got := errors.As(err, &f); got != (c.field != "") || got && f.Field != c.field {
			t.Errorf("%s: got %v, want a fault of %q", name, err, c.field)
		}
	}
}

func TestLifeOfADelegation(t *testing.T) {
	t.Parallel()
	state := func(c request.Category) request.TicketState {
		return request.TicketState{Category: c, ToolState: string(c)}
	}
	for name, c := range map[string]struct {
		acts      []request.Command
		state     request.DelegationState
		status    request.Status
		attention []request.Attention
	}{
		"first act accepts":     {[]request.Command{request.TeamActed{}}, request.Accepted, request.InProgress, nil},
		"a comment accepts":     {[]request.Command{request.Heard{Body: "on it"}}, request.Accepted, request.InProgress, nil},
		"moving accepts":        {[]request.Command{state(request.Doing)}, request.Accepted, request.InProgress, nil},
		"our own move does not": {[]request.Command{request.TicketState{Category: request.Doing, Own: true}}, request.Offered, request.New, nil},
		"done asks to confirm":  {[]request.Command{state(request.Done)}, request.DelegateDone, request.InProgress, []request.Attention{request.AttentionAllDone}},
		"cancelled comes back":  {[]request.Command{state(request.CancelledC)}, request.Returned, request.New, []request.Attention{request.AttentionReturned}},
		"moved away comes back": {[]request.Command{request.TicketReturned{Reason: "moved to OPS"}}, request.Returned, request.New, []request.Attention{request.AttentionReturned}},
		"by command comes back": {[]request.Command{request.Heard{Body: "/spoc return not ours"}}, request.Returned, request.InProgress, []request.Attention{request.AttentionReturned}},
		"waiting asks":          {[]request.Command{state(request.Waiting)}, request.Accepted, request.InProgress, []request.Attention{request.AttentionTeamAsks}},
		"waiting ends":          {[]request.Command{state(request.Waiting), state(request.Doing)}, request.Accepted, request.InProgress, nil},
		"reopened by the team":  {[]request.Command{state(request.Done), state(request.Doing)}, request.Accepted, request.InProgress, []request.Attention{request.AttentionReopened}},
		"returned, then taken":  {[]request.Command{state(request.CancelledC), state(request.Doing)}, request.Accepted, request.InProgress, nil},
	} {
		h := house()
		r := received(t, h, "argent")
		l := given(t, h, r, "core").ID
		do(t, h, r, tool(l, noon), c.acts...)
		if d := r.Delegations[0]; d.State != c.state || r.Status != c.status || !slices.Equal(r.Attention, c.attention) {
			t.Errorf("%s: %s, %s, %v", name, d.State, r.Status, r.Attention)
		}
	}
}

func TestReturnedNeverCountsAsDone(t *testing.T) {
	t.Parallel()
	h := house()
	h.Directory.RollUp = map[request.Kind]request.Outcome{request.Incident: request.Resolve}
	r := received(t, h, "argent")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	do(t, h, r, tool(sees, noon), request.TicketState{Category: request.CancelledC})
	do(t, h, r, tool(core, noon), request.TicketState{Category: request.Done})
	if r.Status != request.InProgress {
		t.Fatalf("with one returned it is %s", r.Status)
	}
	do(t, h, r, desk(noon), request.Withdraw{ID: r.Link(sees).Delegation})
	if r.Status != request.Resolved {
		t.Fatalf("after the desk's decision it is %s", r.Status)
	}
}

func TestNextTeamStartsWhenTheFirstIsDone(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	first := given(t, h, r, "core").ID
	do(t, h, r, desk(noon), request.Delegate{Team: "some", After: []request.DelegationID{r.Delegations[0].ID}})
	if r.Delegations[1].Link != "" {
		t.Fatal("the second has a link before its time")
	}
	d := do(t, h, r, tool(first, noon), request.TicketState{Category: request.Done})
	if r.Delegations[1].Link == "" || len(d.NewLinks) != 1 || slices.Contains(r.Attention, request.AttentionAllDone) {
		t.Fatalf("new links %v, attention %v", d.NewLinks, r.Attention)
	}
}

func TestCancelledByTheDeskIsNotReturned(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	l := given(t, h, r, "core").ID
	do(t, h, r, desk(noon), request.Move{To: request.Cancelled})
	if r.Link(l).Wanted != request.CancelledC {
		t.Fatalf("wants %s", r.Link(l).Wanted)
	}
	do(t, h, r, tool(l, noon), request.TicketState{Category: request.CancelledC, Own: true})
	if d := r.Delegations[0]; d.State != request.DelegateEnded || len(r.Attention) > 0 {
		t.Fatalf("%s, %v", d.State, r.Attention)
	}
}

func TestBridgeCopiesAmongItsTeamsAlone(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, sees, some := given(t, h, r, "core").ID, given(t, h, r, "sees").ID, given(t, h, r, "some").ID
	do(t, h, r, desk(noon), request.Bridge{Links: []request.LinkID{core, sees}})
	d := do(t, h, r, tool(core, noon), request.Heard{Author: request.Author{Name: "Pavel", Origin: "jira"}, Body: "slot 4", Comment: "c1"})
	var to []request.LinkID
	for _, c := range d.Added[0].Copies {
		to = append(to, c.Link)
	}
	if !slices.Equal(to, []request.LinkID{sees, core}) || slices.Contains(to, some) {
		t.Fatalf("went to %v", to)
	}
	if got, want := h.AuthorLine(r, d.Added[0]), "**Pavel** (Core Network):"; got != want {
		t.Errorf("says %q, want %q", got, want)
	}
	do(t, h, r, desk(noon), request.Move{To: request.Resolved})
	if r.Bridge != nil {
		t.Error("the bridge outlives the request")
	}
}

func TestABridgeCarriesWhatWasWrittenSinceBothWereOnIt(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	core, sees, some := given(t, h, r, "core").ID, given(t, h, r, "sees").ID, given(t, h, r, "some").ID
	do(t, h, r, desk(noon), request.Bridge{Links: []request.LinkID{core, sees}})
	do(t, h, r, desk(noon.Add(time.Hour)), request.Bridge{Links: []request.LinkID{core, sees, some}})
	for _, c := range []struct {
		written time.Time
		to      []request.LinkID
	}{
		{noon.Add(-time.Second), nil}, {noon, []request.LinkID{sees}}, {noon.Add(time.Minute), []request.LinkID{sees}},
		{noon.Add(time.Hour), []request.LinkID{sees, some}}, {time.Time{}, []request.LinkID{sees, some}},
	} {
		d := do(t, h, r, tool(core, noon.Add(2*time.Hour)), request.Heard{Author: request.Author{Name: "Pavel", Origin: "jira"}, Body: "slot 4", Comment: "c1", Written: c.written})
		var to []request.LinkID
		for _, x := range d.Added[0].Copies {
			if !x.Origin {
				to = append(to, x.Link)
			}
		}
		if !slices.Equal(to, c.to) {
			t.Errorf("written %s: went to %v, want %v", c.written, to, c.to)
		}
	}
	do(t, h, r, desk(noon.Add(3*time.Hour)), request.Bridge{}, request.Bridge{Links: []request.LinkID{core, sees}})
	d := do(t, h, r, tool(core, noon.Add(4*time.Hour)), request.Heard{Body: "slot 4", Written: noon.Add(time.Hour)})
	if len(d.Added[0].Copies) != 1 {
		t.Errorf("what was written on an earlier bridge went to %+v", d.Added[0].Copies)
	}
}
