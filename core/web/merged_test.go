package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// merged is a request that went into another one, and its page of before.
func (w *world) merged(t *testing.T) (dup, into request.Key, link request.LinkID) {
	t.Helper()
	dup, into = w.received(t, "Again"), w.received(t, "First")
	link = w.delegated(t, dup, "core")
	if _, err := w.Merge(t.Context(), w.jana, desk.Target{Key: dup}, into); err != nil {
		t.Fatal(err)
	}
	return dup, into, link
}

// A merged request says where it went and offers to undo that, and nothing else.
func TestAMergedRequestOffersNothingButTheWayBack(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into, _ := w.merged(t)
	path := "/requests/" + string(dup)
	main := func(b *browser) string {
		_, rest, _ := strings.Cut(b.get(path).body, "<main")
		text, _, _ := strings.Cut(rest, "</main>")
		return text
	}
	b := w.as(t, "jana")
	text := main(b)
	order(t, text, `class="banner"`, "This request was merged into", `href="/requests/`+string(into), path+"/unmerge", "</div>")
	if n := strings.Count(text, `method="post"`); n != 1 || strings.Contains(text, "<textarea") || strings.Contains(text, `id="composer"`) || strings.Contains(text, `id="delegate"`) || strings.Contains(b.get(path).body, `href="#composer"`) {
		t.Errorf("%d forms: %s", n, text)
	}
	if text := main(w.as(t, "viewer")); !strings.Contains(text, "merged into") || strings.Contains(text, `method="post"`) {
		t.Error("a viewer is not told, or may act")
	}
	if got := b.post(path + "/unmerge"); got.code != 303 || !strings.Contains(main(b), `id="composer"`) {
		t.Errorf("undone: %d", got.code)
	}
}

// What is sent to a request from a page of before its merge is not lost: it stands on
// the page that says so, to be sent to the survivor.
func TestWhatComesTooLateForAMergedRequestIsKept(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into, link := w.merged(t)
	path, b := "/requests/"+string(dup), w.as(t, "jana")
	for door, fields := range map[string][]string{
		"/replies":  {"body", "We are <on> it.", "via", "phone", "told", "0"},
		"/messages": {"body", "Which <port>?", "links", string(link)},
		"/notes":    {"body", "Seen <before>."},
	} {
		before := len(w.item(t, into).Notes)
		got := b.post(path+door, append(fields, "id", "0123456789abcdef")...)
		text := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(fields[1])
		if got.code != 422 || len(w.item(t, into).Notes) != before || len(w.item(t, dup).Notes) != 0 {
			t.Fatalf("%s: %d", door, got.code)
		}
		order(t, got.body, "This was not sent.", string(into), `action="/requests/`+string(into)+door, text+"</textarea>", "Send it at "+string(into))
		if door == "/messages" && !strings.Contains(got.body, `name="links" value="`+string(link)) || strings.Contains(got.body, `name="told"`) {
			t.Errorf("%s: what goes along is another: %s", door, got.body)
		}
		if got := b.post("/requests/"+string(into)+door, append(fields[:len(fields):len(fields)], "id", "0123456789abcde"+door[1:2])...); got.code != 303 {
			t.Errorf("%s at the survivor: %d", door, got.code)
		}
	}
	for door, fields := range map[string][]string{ // what no form of the survivor takes as it is
		"/status":            {"to", "waiting_client", "waiting_for", "the <log>?"},
		"/delegations":       {"team", "core", "own", "1", "step", "send", "task_body", "Look at <it>."},
		"/notes/x/for-teams": {"links", string(link), "body", "Of a <note>."},
	} {
		got := b.post(path+door, fields...)
		text := strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace(fields[len(fields)-1])
		if got.code != 422 || !strings.Contains(got.body, "This was not sent.") || !strings.Contains(got.body, text+"</textarea>") {
			t.Errorf("%s: %d", door, got.code)
		}
	}
}
