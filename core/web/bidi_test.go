package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// A text that turns the direction of reading keeps that to itself, and cannot
// end the element that keeps it.
func TestForeignTextKeepsItsDirection(t *testing.T) {
	t.Parallel()
	w := open(t)
	const evil, kept = "Loss \u202e\u2069txt.exe", "Loss \u202etxt.exe"
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
