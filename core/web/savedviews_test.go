package web_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

func TestKeptViews(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	query := "client:nordwind -p:4"
	list := "/?" + url.Values{"q": {query}, "order": {"next"}}.Encode()
	if !strings.Contains(b.get(list).body, `action="/views"`) || strings.Contains(b.get("/").body, `action="/views"`) {
		t.Error("a query cannot be kept, or the hub's own one can")
	}
	if got := b.post("/views", "name", "<b>Nordwind</b>", "q", query, "order", "next"); got.code != 303 || !strings.Contains(got.header.Get("Location"), "order=next") {
		t.Fatalf("%d to %s", got.code, got.header.Get("Location"))
	}
	body := b.get(list).body
	order(t, body, "My views", "&lt;b&gt;Nordwind", "<b>1</b>", "<h1>&lt;b&gt;Nordwind", `action="/views/forget"`, string(key))
	if strings.Contains(w.as(t, "viewer").get("/").body, "Nordwind&lt;/b&gt;") {
		t.Error("a view is shown to somebody else")
	}
	for name, fields := range map[string][]string{
		"no name": {"name", " ", "q", query}, "wrong query": {"name", "x", "q", "colour:red"}, "too long": {"name", strings.Repeat("x", 50), "q", query},
	} {
		if got := b.post("/views", fields...); got.code != 422 || !strings.Contains(got.body, `class="wrong"`) {
			t.Errorf("%s: %d", name, got.code)
		}
	}
	if got := b.post("/views/forget", "name", "<b>Nordwind</b>", "q", query); got.code != 303 || strings.Contains(b.get(list).body, "My views") {
		t.Errorf("forgotten: %d", got.code)
	}
}

// A view that asks what one of the rail's own lines does is marked, and that line is not.
func TestAKeptViewMarksOnePlace(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	query := "team:core is:open"
	if got := b.post("/views", "name", "Nights", "q", query); got.code != 303 {
		t.Fatal(got.code)
	}
	body := b.get("/?q=" + url.QueryEscape(query)).body
	_, rail, _ := strings.Cut(body, `id="rail"`)
	rail, _, _ = strings.Cut(rail, "</nav>")
	if n := strings.Count(rail, "aria-current"); n != 1 || !strings.Contains(body, "<h1>Nights") {
		t.Errorf("%d places are marked", n)
	}
}

func TestCompletions(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	complete := func(q string) (word, all string) {
		t.Helper()
		got := b.get("/complete?q=" + url.QueryEscape(q))
		var c struct {
			Word  string
			Items []struct{ Text, Says string }
		}
		if err := json.Unmarshal([]byte(got.body), &c); err != nil || got.code != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "application/json") {
			t.Fatalf("%d %s: %v", got.code, got.body, err)
		}
		for _, i := range c.Items {
			all += i.Text + "=" + i.Says + ";"
		}
		return c.Word, all
	}
	for q, want := range map[string]string{
		"cl":              "client:=client;",
		"p:1 client:n":    "client:nordwind=Nordwind Logistik;",
		"client:logi":     "client:nordwind=Nordwind Logistik;",
		"-team:core":      "-team:core=Core Network;",
		"next:c":          "next:client=The client;next:core=Core Network;",
		"is:wait":         "is:waiting=Waiting for client;",
		"status:on":       "status:on_hold=On hold;",
		"service:transit": "service:FRA3-10G-014=IP Transit Frankfurt;",
		"owner:jana":      "owner:jana=Jana Kovář;",
		"sla:l":           "sla:late=Over target;",
		"zzz":             "", "client:zzz": "", `"client:n`: "", "": "",
	} {
		if word, got := complete(q); got != want && q != "" {
			t.Errorf("%s: %q goes on with %q, want %q", q, word, got, want)
		}
	}
	b.lang = "de"
	if _, got := complete("is:wai"); got != "is:waiting=Wartet auf Kunden;" {
		t.Errorf("in German: %s", got)
	}
	if got := w.as(t, "client").get("/complete?q=client:"); got.code != 403 {
		t.Errorf("a client is told of others: %d", got.code)
	}
	for _, key := range request.QueryKeys() {
		for _, value := range request.QueryValues(key) {
			if got := b.get("/?q=" + url.QueryEscape(key+":"+value)); got.code != 200 {
				t.Errorf("%s:%s: %d", key, value, got.code)
			}
		}
	}
}

func TestLettersCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	if strings.Contains(b.get("/").body, `data-keys="off"`) {
		t.Error("they are off by themselves")
	}
	b.post("/preferences", "keys", "off")
	if body := b.get("/").body; !strings.Contains(body, `data-keys="off"`) || strings.Contains(body, "<kbd>j</kbd><kbd>k</kbd> move") {
		t.Error("they stay on")
	}
}
