package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/web"
)

// A connection's links that failed stand on its row with their error in words, and
// are tried again there, one or all.
func TestFailedLinksAreRetriedOnTheConnectionsPage(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now(), Left: -1})
	var links []request.LinkID
	var keys []request.Key
	for range 7 {
		key := w.received(t, "Loss")
		id := w.delegated(t, key, "core")
		w.tool(t, id, func(d *store.LinkDoc) {
			d.Link.Health, d.Link.Error = request.Failed, "get issue: unavailable: no route"
		})
		links, keys = append(links, id), append(keys, key)
	}
	b := w.as(t, "jana")
	page := b.get("/connections").body
	if n := strings.Count(page, `name="link"`); n != 5 || !strings.Contains(page, "All that fail") || !strings.Contains(page, "The tool cannot be reached") {
		t.Errorf("%d links are shown", n)
	}
	if got := b.post("/connections/jira/links/retry", "key", string(keys[0]), "link", string(links[0])); got.code != http.StatusSeeOther {
		t.Errorf("one: %d", got.code)
	}
	health := func(i int) request.Health { return w.item(t, keys[i]).Request.Link(links[i]).Health }
	if health(0) == request.Failed || health(1) != request.Failed {
		t.Errorf("one: they are %s and %s", health(0), health(1))
	}
	if got := b.post("/connections/jira/links/retry"); got.code != http.StatusSeeOther || health(1) == request.Failed || health(6) == request.Failed {
		t.Errorf("all: %d", got.code)
	}
	if page := b.get("/connections").body; strings.Contains(page, `name="link"`) || !strings.Contains(page, "Queued for another try") {
		t.Error("they still stand there")
	}
	if page := w.as(t, "viewer").get("/connections").body; strings.Contains(page, "links/retry") {
		t.Error("a viewer is offered what the role may not do")
	}
}

// The lag of the last hour is drawn, and said in words.
func TestLagIsDrawn(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	w := open(t, func(o *web.Options) {
		o.Lags = func(name string) []web.Lag {
			if name != "jira" {
				return []web.Lag{{At: at}}
			}
			return []web.Lag{{At: at}, {At: at.Add(30 * time.Minute), Wait: 4 * time.Minute}, {At: at.Add(time.Hour)}}
		}
	})
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now(), Left: -1})
	page := w.as(t, "viewer").get("/connections").body
	if strings.Count(page, "<svg class=\"curve\"") != 1 || !strings.Contains(page, `points="1.0,20.0 45.0,2.0 89.0,20.0"`) || !strings.Contains(page, `aria-label="Lag since 12:00: at most 4 min, at 12:30; `) {
		t.Error(page)
	}
}

// A connection that was removed is gone, though its tool was asked before; one that
// tickets are linked through stays to be seen.
func TestARemovedConnectionIsGone(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{Name: "removed", PolledAt: time.Now(), PingedAt: time.Now(), Left: -1})
	w.connect(t, store.Connection{Name: "removed-linked", PolledAt: time.Now(), Left: -1})
	id := w.delegated(t, w.received(t, "Loss"), "core")
	w.tool(t, id, func(d *store.LinkDoc) { d.Link.Connection = "removed-linked" })
	page := w.as(t, "admin").get("/connections").body
	if strings.Contains(page, ">removed<") || !strings.Contains(page, ">removed-linked<") {
		t.Error("the row of what was removed stands there still, or that of what is linked does not")
	}
}
