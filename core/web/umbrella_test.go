package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

// TestUmbrellaOnThePages starts an umbrella from a request, gathers another one,
// writes to both clients and ends with a release.
func TestUmbrellaOnThePages(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second := w.received(t, "Loss"), w.received(t, "Loss too")
	b := w.as(t, "jana")
	at := func(key request.Key) string { return "/requests/" + string(key) }
	if got := b.post(at(first)+"/umbrella", "title", "", "kind", "major"); got.code != 422 {
		t.Errorf("an umbrella without a title: %d", got.code)
	}
	if got := b.post(at(first)+"/umbrella", "title", "Line card", "kind", "major", "id", "0123456789abcdef"); got.code != 303 {
		t.Fatalf("put under a new umbrella: %d %s", got.code, got.body)
	}
	major := w.item(t, first).Request.GatheredBy
	if page := b.get(at(first)).body; major == "" || !strings.Contains(page, `href="/requests/`+string(major)+`"`) {
		t.Fatalf("under %q", major)
	}
	if page := b.get(at(second)).body; !strings.Contains(page, string(major)+" Line card") {
		t.Error("the open umbrella is not offered")
	}
	if got := b.post(at(major)+"/gathered", "key", strings.ToLower(string(second))+", SP-99"); got.code != 422 || !strings.Contains(got.body, "SP-99") {
		t.Errorf("gathered with one that is none: %d", got.code)
	}
	page := b.get(at(major)).body
	for _, want := range []string{string(first), string(second), "Major incident", "Several clients", w.item(t, first).Request.Title, "/release", `name="text_de"`, `name="text_en"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the umbrella's page lacks %q", want)
		}
	}
	if list := b.get("/?q=is:open").body; !strings.Contains(list, "Several clients") || strings.Contains(list+page, "Client not known yet") {
		t.Error("whose it is")
	}
	if strings.Contains(page, `id="t-cli"`) || !strings.Contains(page, `href="#broadcast"`) {
		t.Error("the umbrella offers to reply to a client, whom it has not")
	}
	if got := b.post(at(major)+"/broadcasts", "audience", "client"); got.code != 422 {
		t.Errorf("a broadcast of nothing: %d", got.code)
	}
	for range 2 { // a double click says it once
		if got := b.post(at(major)+"/broadcasts", "audience", "client", "text_en", "We work on it.", "text_de", "", "fallback", "en", "id", "fedcba9876543210"); got.code != 303 {
			t.Fatalf("broadcast: %d %s", got.code, got.body)
		}
	}
	w.sent(t)
	for _, key := range []request.Key{first, second} {
		if notes := w.item(t, key).Notes; len(notes) != 1 || notes[0].Body != "We work on it." || notes[0].Audience != request.ToClient {
			t.Errorf("%s was told %+v", key, notes)
		}
	}
	if page := b.get(at(major)).body; strings.Count(page, "the client has no tool of its own") != 2 {
		t.Error("the page does not say that it reached neither")
	}
	if got := b.post(at(major)+"/broadcasts", "audience", "client", "text_de", "Bald.", "id", "fedcba9876543211"); got.code != 303 {
		t.Fatalf("broadcast: %d %s", got.code, got.body)
	}
	w.sent(t)
	page = b.get(at(major)).body
	for _, want := range []string{"Not reached", `<a href="/requests/` + string(first) + `">` + string(first) + `</a>`, "no text in the client&#39;s language"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say who was left out: %q", want)
		}
	}
	if got := b.post(at(major)+"/broadcasts", "audience", "client", "text_en", "More soon.", "next", "2030-01-02T15:00", "id", "fedcba9876543212"); got.code != 303 {
		t.Fatalf("broadcast with a promise: %d %s", got.code, got.body)
	}
	w.sent(t)
	has(t, "the umbrella's page", b.get(at(major)).body, ">Text in German</label>", ">Text in English</label>", `<option value="de">German</option>`, "<strong>To the clients, in English</strong>")
	b.lang = "de"
	has(t, "the umbrella's page", b.get(at(major)).body, ">Text auf Deutsch</label>", "<strong>An die Kunden, auf Englisch</strong>")
	has(t, "the list", b.get("/?q=is:umbrella").body, "An die Kunden, auf Englisch")
	b.lang = "en"
	if r := w.item(t, first).Request; r.NextUpdateAt.Year() != 2030 {
		t.Errorf("the next update is promised for %v", r.NextUpdateAt)
	}
	if got := b.post(at(major)+"/broadcasts", "audience", "client", "text_en", "x", "next", "soon"); got.code != 422 || !strings.Contains(got.body, "This is no time.") {
		t.Errorf("a time that is none: %d", got.code)
	}
	if got := b.post(at(major) + "/gathered/" + string(second) + "/release"); got.code != 303 || w.item(t, second).Request.Gathered != "" {
		t.Errorf("release: %d", got.code)
	}
}

// An umbrella is as urgent as the most urgent of what it gathers.
func TestAnUmbrellaHasTheHighestPriority(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second := w.received(t, "Loss"), w.received(t, "Loss too")
	w.edit(t, first, request.Edit{Priority: new(request.Priority("P3")), Reason: "so"}, nil)
	w.edit(t, second, request.Edit{Priority: new(request.Priority("P1")), Reason: "so"}, nil)
	if got := w.as(t, "jana").post("/requests/"+string(first)+"/umbrella", "title", "Line card", "kind", "major", "also", string(second)); got.code != http.StatusSeeOther {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	if is := w.item(t, w.item(t, second).Request.GatheredBy).Request.Priority; is != "P1" {
		t.Errorf("the umbrella is %s", is)
	}
}

func TestBridgeOnThePage(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	b := w.as(t, "jana")
	links := []string{string(w.delegated(t, key, "core"))}
	if strings.Contains(b.get(path).body, path+"/bridge") {
		t.Error("a bridge of one team is offered")
	}
	links = append(links, string(w.delegated(t, key, "plat")))
	if got := b.post(path+"/bridge", "links", links[0], "links", links[1]); got.code != 303 || len(w.item(t, key).Request.Bridge) != 2 {
		t.Fatalf("bridge: %d %s", got.code, got.body)
	}
	if page := b.get(path).body; strings.Count(page, `name="links" value="`+links[0]+`" checked`) == 0 {
		t.Error("the page does not show who is on the bridge")
	}
	if got := b.post(path + "/bridge"); got.code != 303 || len(w.item(t, key).Request.Bridge) != 0 {
		t.Errorf("ended: %d", got.code)
	}
}
