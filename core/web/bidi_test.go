package web_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// A text that turns the direction of reading keeps that to itself, and cannot
// end the element that keeps it.
func TestForeignTextKeepsItsDirection(t *testing.T) {
	t.Parallel()
	w := open(t)
	const evil, kept = "Loss \u202e\u2069txt.exe", "Loss txt.exe"
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	w.happened(t, id,
		request.Event{Type: request.Changed, Field: ticket.Title, From: "Loss", To: evil, Actor: request.Actor{Name: evil, Origin: "jira"}},
	)
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Request.Title, d.Request.Labels = evil, []string{evil}
		d.Link.Assignee, d.Link.ToolState = evil, evil
	})
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	for address, wants := range map[string][]string{
		"/?q=is:open": {`<bdi>` + kept + `</bdi></a>`},
		path: {
			"\u2068" + string(key) + " " + kept + "\u2069 · spochub</title>", `<h1><bdi>` + kept + `</bdi></h1>`,
			`<b><bdi>` + kept + `</bdi></b> <bdi>changed Title: Loss → ` + "\u2068" + kept + "\u2069", `<span class="tag"><bdi>` + kept + `</bdi></span>`,
			`<span class="l2"><bdi>` + kept + `</bdi>`, "in Jira: \u2068" + kept + "\u2069",
		},
		path + "/history": {`<span class="sec"><bdi>` + kept + `</bdi></span>`, `data-l="To"><bdi>` + kept + `</bdi>`},
	} {
		body := b.get(address).body
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: %q is missing", address, want)
			}
		}
	}
}

// No text of somebody else's turns around what a page says, wherever it stands: in a
// description, a note, a question, a field to edit, what a team will receive.
func TestNoTextTurnsAPageAround(t *testing.T) {
	t.Parallel()
	w := open(t)
	const evil = "see \u202egpj.exe\u2066 or \u2067that"
	r, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Client: "nordwind", Title: "Loss", Description: evil}})
	if err != nil {
		t.Fatal(err)
	}
	b, client := w.as(t, "jana"), w.contact(t)
	path := "/requests/" + string(r.Key)
	client.post("/portal"+path+"/messages", "body", evil)
	b.post(path+"/notes", "body", evil)
	b.post(path+"/replies", "body", evil, "via", "phone")
	b.post(path+"/status", "to", "waiting_client", "waiting_for", evil, "sure", "")
	w.sent(t)
	turned := regexp.MustCompile(`[\x{202a}-\x{202e}]`)
	apart := regexp.MustCompile(`\x{2068}[^\x{2066}-\x{2069}]*\x{2069}`)
	for where, page := range map[string]answer{
		"request": b.get(path), "history": b.get(path + "/history"), "inbox": b.get("/"), "portal": client.get("/portal"), "own": client.get("/portal" + path),
		"preview": b.post(path+"/replies/preview", "body", evil), "task": b.post(path+"/delegations", "team", "core", "step", "preview"),
	} {
		fields := regexp.MustCompile(`(?s)<textarea.*?</textarea>`)
		if found := turned.FindString(page.body); page.code != 200 || found != "" {
			t.Errorf("%s: %d, has %q", where, page.code, found)
		}
		if found := regexp.MustCompile(`[\x{2066}-\x{2069}]`).FindString(apart.ReplaceAllString(fields.ReplaceAllString(page.body, ""), "")); found != "" {
			t.Errorf("%s: %q is left open", where, found)
		}
	}
	if got := w.item(t, r.Key); got.Request.Description != evil || got.Notes[0].Body != evil {
		t.Error("what was written is not kept as it was")
	}
}
