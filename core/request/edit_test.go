package request_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestEditFaults(t *testing.T) {
	t.Parallel()
	past, soon, later := noon.Add(-time.Hour), noon.Add(time.Hour), noon.Add(2*time.Hour)
	text := func(s string) *string { return &s }
	p := func(s request.Priority) *request.Priority { return &s }
	service := request.ServiceID("ARG-1")
	for name, c := range map[string]struct {
		edit  request.Edit
		field string
	}{
		"no title":                 {request.Edit{Title: text("  ")}, "title"},
		"no such priority":         {request.Edit{Priority: p("P7")}, "priority"},
		"not the derived priority": {request.Edit{Priority: p("P1")}, "reason"},
		"overridden with a reason": {request.Edit{Priority: p("P1"), Reason: "the whole site"}, ""},
		"into the past":            {request.Edit{RestoredAt: &past}, "reason"},
		"into the past, explained": {request.Edit{RestoredAt: &past, Reason: "seen late"}, ""},
		"a moved estimate":         {request.Edit{ExpectedAt: &later}, "reason"},
		"a moved promise":          {request.Edit{NextUpdateAt: &later}, ""},
		"another client's service": {request.Edit{Service: &service}, "service"},
		"unknown contact":          {request.Edit{Contact: text("Bob")}, "contact"},
		"known contact":            {request.Edit{Contact: text("noc@nordwind.example")}, ""},
	} {
		h := house()
		r := received(t, h, "nordwind")
		two := request.Level(2)
		do(t, h, r, desk(noon), request.Edit{ExpectedAt: &soon, NextUpdateAt: &soon, Impact: &two, Urgency: &two})
		_, err := request.Do(r, h, desk(noon), c.edit)
		var f *request.FieldError
		if got := errors.As(err, &f); got != (c.field != "") || got && f.Field != c.field {
			t.Errorf("%s: got %v, want a fault of %q", name, err, c.field)
		}
	}
}

func TestSharedValuesTellEveryLinkButTheirSource(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	core, sees := given(t, h, r, "core").ID, given(t, h, r, "sees").ID
	d := do(t, h, r, tool(core, noon), request.TakeValue{Field: ticket.Title, Text: "Loss in Frankfurt"})
	if len(d.Dirty) != 1 || d.Dirty[0] != sees || r.Values[ticket.Title] != 2 {
		t.Fatalf("dirty %v, version %d", d.Dirty, r.Values[ticket.Title])
	}
	if e := d.Events[0]; e.Link != core || e.From != "Packet loss" || e.To != "Loss in Frankfurt" {
		t.Fatalf("recorded %+v", e)
	}
}

func TestMergeAndBack(t *testing.T) {
	t.Parallel()
	h := house()
	dup, into := received(t, h, "argent"), received(t, h, "argent")
	dup.Key, into.Key = "SP-1", "SP-2"
	given(t, h, dup, "core")
	given(t, h, into, "sees")
	dup.Values[ticket.Title] = 9
	if _, _, err := request.Merge(dup, into, []request.NoteID{"n1"}, h, desk(noon)); err != nil {
		t.Fatal(err)
	}
	if len(into.Delegations) != 2 || len(into.Links) != 2 || len(dup.Links) != 0 || dup.MergedTo != into.ID || into.Values[ticket.Title] <= 9 {
		t.Fatalf("merged into %+v, left %+v", into, dup)
	}
	if _, _, err := request.Unmerge(dup, into, h, desk(noon)); err != nil {
		t.Fatal(err)
	}
	if len(into.Links) != 1 || len(dup.Links) != 1 || len(dup.Delegations) != 1 || dup.MergedTo != "" {
		t.Fatalf("given back: %+v, %+v", into, dup)
	}
	other := received(t, h, "nordwind")
	if _, _, err := request.Merge(other, into, nil, h, desk(noon)); err == nil {
		t.Fatal("requests of two clients were merged")
	}
}

func TestSettleSeesWhatMoved(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	r.Version = 4
	l := given(t, h, r, "core").ID
	do(t, h, r, tool(l, noon), request.Contest{ID: "c1", Field: ticket.Title, Base: "a", Hub: "b", Tool: "c"})
	var moved *request.MovedError
	_, err := request.Do(r, h, desk(noon), request.Settle{ID: "c1", Take: "hub", Version: 4})
	if !errors.As(err, &moved) {
		t.Fatalf("an old choice: %v", err)
	}
	r.Version = 6
	d := do(t, h, r, desk(noon), request.Settle{ID: "c1", Take: "value", Value: "both", Version: 6})
	if _, c := r.Conflict("c1"); c.Choice == nil || c.Choice.Value != "both" || len(d.Dirty) != 1 {
		t.Fatalf("choice %+v, dirty %v", c, d.Dirty)
	}
	do(t, h, r, tool(l, noon), request.Agree{Field: ticket.Title})
	if len(r.Attention) > 0 || len(r.Link(l).Conflicts) > 0 {
		t.Fatalf("settled, but %v", r.Attention)
	}
}
