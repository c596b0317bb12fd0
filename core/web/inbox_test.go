package web_test

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

func TestInboxPages(t *testing.T) {
	t.Parallel()
	w := open(t)
	for i := range 60 {
		w.received(t, fmt.Sprintf("Loss %d", i))
	}
	b := w.as(t, "viewer")
	seen := map[string]bool{}
	path := "/?q=is:open&order=created"
	for pages := 0; path != ""; pages++ {
		if pages > 2 {
			t.Fatal("the pages do not end")
		}
		body := b.get(path).body
		for _, m := range regexp.MustCompile(`data-key="(SP-\d+)"`).FindAllStringSubmatch(body, -1) {
			if seen[m[1]] {
				t.Errorf("%s is on two pages", m[1])
			}
			seen[m[1]] = true
		}
		path = ""
		if m := regexp.MustCompile(`href="([^"]+)" rel="next"`).FindStringSubmatch(body); m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d of 60 requests", len(seen))
	}
}

func TestInboxSaysWhatIsWrongWithAQuery(t *testing.T) {
	t.Parallel()
	w := open(t)
	got := w.as(t, "jana").get("/?q=colour:red")
	if got.code != 422 || !strings.Contains(got.body, `value="colour:red"`) || !strings.Contains(got.body, "unknown key") {
		t.Errorf("%d: %s", got.code, got.body)
	}
	got = w.as(t, "jana").get("/?q=foo:%22bar")
	if got.code != 422 || !strings.Contains(plainText(got.body), `at 1: &#34;foo:&#34;bar&#34;: the quotes are not closed`) {
		t.Error(got.code, got.body)
	}
}

func TestInboxRow(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	due := time.Now().Add(-time.Hour)
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{DueAt: &due, Assignee: &w.jana.Login, Reason: "as agreed"}, nil); err != nil {
		t.Fatal(err)
	}
	w.contested(t, w.delegated(t, key, "core"))
	body := w.as(t, "jana").get("/").body
	for _, want := range []string{"Jana Kovář", "NET-482", "conflict", "1 h 00", "over", "IP Transit Frankfurt · FRA3-10G-014", "Conflict"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

// What the client asked for stands beside the priority that the request has, where
// that is another.
func TestRowsSayWhichPriorityTheClientAskedFor(t *testing.T) {
	t.Parallel()
	w := open(t)
	ask := func(title string, p request.Priority) string {
		r, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{
			Client: "nordwind", Title: title, Channel: request.Mail, Impact: 2, Urgency: 2, ClientPriority: p,
		}})
		if err != nil {
			t.Fatal(err)
		}
		return string(r.Key)
	}
	higher, lower, same, none := ask("Higher", "P1"), ask("Lower", "P4"), ask("Same", "P3"), ask("None", "")
	b := w.as(t, "jana")
	row := func(key string) string {
		_, rest, found := strings.Cut(b.get("/?q=is:open").body, `data-key="`+key+`"`)
		if !found {
			t.Fatalf("%s is not listed", key)
		}
		text, _, _ := strings.Cut(rest, "</tr>")
		return text
	}
	for key, want := range map[string]string{higher: "the client asked for P1", lower: "the client asked for P4"} {
		if text := row(key); !strings.Contains(text, `<span class="vh">, `+want) || !strings.Contains(text, `title="`+want) {
			t.Errorf("%s: %s", want, text)
		}
	}
	for _, key := range []string{same, none} {
		if text := row(key); strings.Contains(text, "asked for") {
			t.Errorf("%s", text)
		}
	}
	b.lang = "de"
	if !strings.Contains(row(higher), "der Kunde wünscht P1") {
		t.Error("not in German")
	}
}

// A ticket that does not receive what it should is the desk's to look at, on the
// page and in the rail's count, until it does.
func TestFailedLinksNeedAttention(t *testing.T) {
	t.Parallel()
	for _, health := range []request.Health{request.Failed, request.Parked} {
		w := open(t)
		key := w.received(t, "Loss")
		link := w.delegated(t, key, "core")
		b := w.as(t, "jana")
		w.tool(t, link, func(d *store.LinkDoc) { d.Link.Health = health })
		body := b.get("/?q=is:attention").body
		if !strings.Contains(body, `data-key="`+string(key)+`"`) || !strings.Contains(body, "Not delivered") || !strings.Contains(body, "<span>Needs attention</span><b>1</b>") {
			t.Errorf("%s: not among what needs attention", health)
		}
		if body := b.get("/requests/" + string(key)).body; !strings.Contains(body, "A ticket does not receive what it should") || strings.Contains(body, "/seen") {
			t.Errorf("%s: not said on the page, or offered to be put away", health)
		}
		w.tool(t, link, func(d *store.LinkDoc) { d.Link.Health = request.InSync })
		if body := b.get("/?q=is:attention").body; strings.Contains(body, string(key)) {
			t.Errorf("%s: still needs attention when it is over", health)
		}
	}
}

// The first view says what it lists: what is mine and what nobody has taken yet.
func TestFirstViewSaysWhatItLists(t *testing.T) {
	t.Parallel()
	w := open(t)
	free, mine, theirs := w.received(t, "Free"), w.received(t, "Mine"), w.received(t, "Theirs")
	for key, owner := range map[request.Key]string{mine: "jana", theirs: "spoc"} {
		if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Assignee: &owner}, nil); err != nil {
			t.Fatal(err)
		}
	}
	body := w.as(t, "jana").get("/").body
	for text, want := range map[string]bool{
		"<h1>Mine and free</h1>": true, `data-key="` + string(free): true, `data-key="` + string(mine): true, `data-key="` + string(theirs): false,
	} {
		if strings.Contains(body, text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestConnectionsInWords(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{Name: "noc-jira", PolledAt: time.Now(), Left: 8210, Calls: map[string]int64{"get": 120, "edit": 14}})
	w.connect(t, store.Connection{Name: "dc", Left: -1, Stopped: "ServiceNow refuses the password.", StoppedAt: time.Now(), LastError: "<b>bold</b>", ErrorAt: time.Now()})
	body := w.as(t, "viewer").get("/connections").body
	for _, want := range []string{"Healthy", "8,210", "134", "get: 120", "Stopped", "ServiceNow refuses the password.", "&lt;b&gt;bold", "1 in trouble", "not said"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestRestrictedRequestsAreNotThere(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "A secret matter")
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Restricted: &[]string{"jana"}}, nil); err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "admin")
	for _, path := range []string{"/?q=is:open", "/requests/" + string(key), "/requests/" + string(key) + "/history"} {
		if got := b.get(path); strings.Contains(got.body, "A secret matter") {
			t.Errorf("%s: %d", path, got.code)
		}
	}
	if got := b.post("/requests/"+string(key)+"/notes", "body", "x"); got.code != 404 {
		t.Errorf("writing: %d", got.code)
	}
}

func TestScriptsStaySmall(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.browser(t)
	total := 0
	for _, name := range []string{"app", "clocks", "composer", "decide", "drafts", "intake", "keys", "live", "place", "search"} {
		got := b.get("/static/" + name + ".js")
		if got.code != 200 || !strings.HasPrefix(got.header.Get("Content-Type"), "text/javascript") {
			t.Errorf("%s: %d", name, got.code)
		}
		total += len(got.body)
	}
	if total > 40_000 {
		t.Errorf("%d bytes", total)
	}
	if got := b.get("/static/%2e%2e%2fweb.go"); got.code != 404 {
		t.Errorf("outside of the assets: %d", got.code)
	}
}

// What a page loads has an address for its content: a browser asks for it once. Without
// one, or with another program's, it is asked for each time.
func TestAssetsAreAskedForOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.browser(t)
	_, rest, _ := strings.Cut(b.get("/login").body, `<link rel="stylesheet" href="`)
	sheet, _, _ := strings.Cut(rest, `"`)
	for address, want := range map[string]string{sheet: "public, max-age=31536000, immutable", "/static/app.css": "no-cache", "/static/0000/app.css": "no-cache"} {
		got := b.get(address)
		if got.code != 200 || got.header.Get("Cache-Control") != want || got.header.Get("Content-Type") != "text/css; charset=utf-8" {
			t.Errorf("%s: %d %v", address, got.code, got.header)
		}
	}
	if got := b.get(strings.Replace(sheet, "app.css", "live.js", 1)); got.code != 200 {
		t.Errorf("what it imports: %d", got.code)
	}
}

// A list of what runs is sorted by the time that is left, one of all there ever was
// by the newest change; whoever asks for another gets it.
func TestTheOrderFitsTheQuery(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.received(t, "Loss")
	b := w.as(t, "jana")
	for path, want := range map[string]string{
		"/": "Time left", "/?q=is:open": "Time left", "/?q=is:new": "Time left", "/?q=client:nordwind+is:open": "Time left", "/?q=promise:any": "Time left",
		"/?q=client:nordwind": "Activity", "/?q=": "Activity", "/?q=-is:open": "Activity", "/?q=status:closed": "Activity", "/?q=is:waiting": "Activity",
		"/?q=client:nordwind&order=time": "Time left", "/?q=is:open&order=next": "Who acts next", "/?q=is:open&order=nonsense": "Time left",
	} {
		if body := b.get(path).body; !strings.Contains(body, "sorted by: "+want+`"`) {
			t.Errorf("%s is not sorted by %s", path, want)
		}
	}
}
