package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// retitle lets a team's tool change a text of the request.
func (w *world) retitle(t *testing.T, id request.LinkID, f ticket.Field, text string) {
	t.Helper()
	w.tool(t, id, func(d *store.LinkDoc) {
		dec, err := request.Do(d.Request, request.House{Directory: directory()}, request.Cause{By: request.Actor{Name: "Pavel Novák", Origin: "jira"}, At: w.now(), Link: id}, request.TakeValue{Field: f, Text: text})
		if err != nil {
			t.Error(err)
		}
		d.Link, d.Events = d.Request.Link(id), append(d.Events, dec.Events...)
	})
}

// A title that a team's tool has set is the desk's to read; the client reads the own one
// until the desk shows the other.
func TestATeamsTitleIsNotInThePortal(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss in Frankfurt")
	id := w.delegated(t, key, "core")
	const theirs, words = "<RMA> line card, Cisco again", "Slot 3 of fra3-cr2 is dead."
	w.retitle(t, id, ticket.Title, theirs)
	w.retitle(t, id, ticket.Description, words)
	b, client := w.as(t, "jana"), w.as(t, "client")
	portal := func() string {
		return client.get("/portal").body + client.get("/portal/requests/"+string(key)).body
	}
	if text := portal(); strings.Contains(text, "line card") || strings.Contains(text, "fra3-cr2") || strings.Count(text, "Loss in Frankfurt") < 2 || !strings.Contains(text, "WMS in Hamburg") {
		t.Error("the client reads a team's words")
	}
	path := "/requests/" + string(key)
	body := b.get(path).body
	order(t, body, "<h1><bdi>&lt;RMA&gt; line card, Cisco again", "The client still reads:", "Loss in Frankfurt", `name="was_title" value="Loss in Frankfurt"`, "Show the client this one")
	if text := b.get(path + "?compose=cli&update").body; !strings.Contains(composer(text), "“Loss in Frankfurt”") {
		t.Error("an update proposes a team's words")
	}
	if text := w.as(t, "viewer").get(path).body; !strings.Contains(text, "The client still reads:") || strings.Contains(text, "Show the client this one") {
		t.Error("a viewer is not told, or may act")
	}
	got := b.post(path+"/fields", "was_title", "Loss in Frankfurt", "title", theirs, "was_description", w.item(t, key).Request.Told.Body, "description", words)
	if text := portal(); got.code != 303 || !strings.Contains(text, "&lt;RMA&gt; line card, Cisco again") || !strings.Contains(text, words) {
		t.Errorf("shown: %d", got.code)
	}
	if text := b.get(path).body; strings.Contains(text, "still reads") || !strings.Contains(text, "Client&#39;s title") {
		t.Error("it is still two, or nobody knows who showed it")
	}
}
