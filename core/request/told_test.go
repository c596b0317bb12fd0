package request_test

import (
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// What a team's tool makes of a request's title or description is not what its client
// reads, until the desk says so; the desk's and the client's own words are.
func TestATeamsWordsAreNotTheClients(t *testing.T) {
	t.Parallel()
	one, two := "Line card fault, again", "Loss in Frankfurt"
	h := house()
	r := received(t, h, "nordwind")
	l := given(t, h, r, "core").ID
	first := r.AsTold()
	reads := func(what string, want request.Task) {
		t.Helper()
		if got := r.AsTold(); got != want {
			t.Errorf("%s: the client reads %+v, want %+v", what, got, want)
		}
	}
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Title, Text: one})
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Description, Text: "Slot 3 is broken."})
	if r.Title != one || r.Description != "Slot 3 is broken." {
		t.Fatalf("%q, %q", r.Title, r.Description)
	}
	reads("by the team", first)
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Title, Text: one + "!"})
	reads("by the team again", first)
	d := do(t, h, r, desk(noon), request.Edit{Title: &r.Title})
	reads("shown by the desk", request.Task{Title: one + "!", Body: first.Body})
	if !changed(d, "told_title") {
		t.Errorf("the history does not say it: %+v", d.Events)
	}
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Title, Text: one})
	do(t, h, r, desk(noon), request.Edit{Title: &two})
	reads("changed by the desk", request.Task{Title: two, Body: first.Body})
	body := r.Description
	do(t, h, r, desk(noon), request.Edit{Description: &body})
	if reads("all shown", request.Task{Title: two, Body: body}); r.Told != nil {
		t.Errorf("two are kept of one: %+v", r.Told)
	}
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Title, Text: one})
	do(t, h, r, tool(l, noon), request.TakeValue{Field: ticket.Title, Text: two})
	if reads("taken back by the team", request.Task{Title: two, Body: body}); r.Told != nil {
		t.Errorf("two are kept of one: %+v", r.Told)
	}
}

// The client's own tool is written what the client reads; what the client writes there
// counts for all.
func TestTheClientsOwnToolReadsNoTeamsWords(t *testing.T) {
	t.Parallel()
	h := house()
	client := h.Directory.Clients["nordwind"]
	client.Connection = "nordwind-snow"
	h.Directory.Clients["nordwind"] = client
	r := received(t, h, "nordwind")
	do(t, h, r, desk(noon), request.Delegate{Team: "core"})
	team := r.Links[len(r.Links)-1].ID
	r.Links = append(r.Links, request.Link{ID: "own", Connection: "nordwind-snow", Side: request.ClientSide, Health: request.InSync})
	title := r.Title
	do(t, h, r, tool(team, noon), request.TakeValue{Field: ticket.Title, Text: "Line card fault, again"})
	if got := h.TaskText(r, r.Link("own")).Title; got != title {
		t.Errorf("the client's tool is written %q", got)
	}
	if got := h.TaskText(r, r.Link(team)).Title; got != "Line card fault, again" {
		t.Errorf("the team's tool is written %q", got)
	}
	for _, text := range []string{"Dark since noon", "Line card fault, again"} {
		do(t, h, r, tool("own", noon), request.TakeValue{Field: ticket.Title, Text: text})
		if r.Title != text || r.AsTold().Title != text {
			t.Errorf("the client wrote %q: %q, told %q", text, r.Title, r.AsTold().Title)
		}
	}
}
