package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
)

// An outage of a tool stands in the rail of every page, and at each ticket that waits
// because of it: why, and since when.
func TestAnOutageIsSeenWhereSomethingWaits(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	core, plat := w.delegated(t, key, "core"), w.delegated(t, key, "plat")
	w.tool(t, core, func(d *store.LinkDoc) { d.Link.Health = request.InSync })
	b := w.as(t, "viewer")
	rail := func(path string) string {
		_, rest, _ := strings.Cut(b.get(path).body, `href="/connections"`)
		text, _, _ := strings.Cut(rest, "</a>")
		return text
	}
	tickets := func() string {
		_, rest, _ := strings.Cut(b.get("/requests/"+string(key)).body, `id="links"`)
		text, _, _ := strings.Cut(rest, "</section>")
		return text
	}
	if text := rail("/") + tickets(); strings.Contains(text, "down") || strings.Contains(text, "Waits") {
		t.Errorf("an outage of nothing: %s", text)
	}
	since := time.Now().Add(-90 * time.Minute)
	w.connect(t, store.Connection{Name: "github", Stopped: "ping: unauthenticated: bad credentials", StoppedAt: since})
	w.connect(t, store.Connection{Name: "jira", PolledAt: since, LastError: "get issue: unavailable: no route", ErrorAt: time.Now(), Left: -1})
	w.connect(t, store.Connection{Name: "dc", PolledAt: since, LastError: "search: throttled: 429", Class: fault.Throttled, ErrorAt: time.Now(), Left: -1})
	w.connect(t, store.Connection{Name: "noc-jira", PolledAt: time.Now(), LastError: "search: unavailable", ErrorAt: since, Left: -1})
	w.ahead.Add(int64(2 * time.Second)) // what was known is a second old
	for _, path := range []string{"/", "/requests/" + string(key), "/connections", "/conflicts", "/nowhere"} {
		if text := rail(path); !strings.Contains(text, `class="c-bad"`) || !strings.Contains(text, "2 down") || !strings.Contains(text, ": github, jira") {
			t.Errorf("%s: %s", path, text)
		}
	}
	text := tickets()
	if n := strings.Count(text, "Waits: "); n != 1 || !strings.Contains(text, "Waits: no calls are made over github since") || !strings.Contains(text, "1 h 30") || !strings.Contains(text, "does not accept the hub&#39;s credentials: bad credentials") {
		t.Errorf("%d waits: %s", n, text)
	}
	for _, id := range []request.LinkID{core, plat} {
		w.tool(t, id, func(d *store.LinkDoc) { d.Link.Health = request.Pending })
	}
	if text := tickets(); !strings.Contains(text, "Waits: jira does not answer since") || !strings.Contains(text, "The tool cannot be reached: no route") {
		t.Error(text)
	}
	b.lang = "de"
	if text := rail("/") + tickets(); !strings.Contains(text, "2 aus") || !strings.Contains(text, "Wartet: jira antwortet nicht seit") || !strings.Contains(text, "wartet</span>") {
		t.Error(text)
	}
	if body := w.as(t, "client").get("/portal").body; strings.Contains(body, "github") || strings.Contains(body, "down") {
		t.Error("a client is told of the desk's tools")
	}
}
