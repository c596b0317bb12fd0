package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"
)

// A connection is added by forms alone: tried before it is saved, its secret on no
// page, and paused at first.
func TestAddingAConnection(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	entered := []string{"plugin", "acme", "name", "desk", "setting.base_url", "https://acme.example", "setting.strict", "true"}
	got := b.post("/connections/add", append(entered, "step", "save", "secret.token", "wrong one")...)
	if got.code != http.StatusOK || !strings.Contains(got.body, "Make a new token.") || !strings.Contains(got.body, "Save all the same") || strings.Contains(got.body, "wrong one") {
		t.Errorf("a bad token: %d", got.code)
	}
	got = b.post("/connections/add", append(entered, "step", "test", "secret.token", hunter)...)
	if !strings.Contains(got.body, "Test passed") || strings.Contains(got.body, hunter) || !strings.Contains(got.body, "Stored, enter to replace") {
		t.Errorf("a good one: %d", got.code)
	}
	if got = b.post("/connections/add", append(entered, "step", "save")...); got.code != http.StatusSeeOther {
		t.Fatalf("saved: %d %s", got.code, got.body)
	}
	list := b.get("/connections").body
	if !strings.Contains(list, "Paused") || !strings.Contains(list, `action="/connections/desk/resume"`) {
		t.Error("it is not there, paused")
	}
	page := b.get("/connections/desk/settings").body
	if strings.Contains(page, hunter) || !strings.Contains(page, `value="https://acme.example"`) {
		t.Error("its settings are not shown, or its secret is")
	}
	if got = b.post("/connections/desk/settings", "version", field(page, "version"), "setting.base_url", "https://other.example"); got.code != http.StatusOK || !strings.Contains(got.body, "Make a new token.") {
		t.Errorf("the secret that it has goes to another host: %d", got.code)
	}
	if got = b.post("/connections/desk/settings", "version", field(page, "version"), "setting.base_url", "https://acme.example/desk"); got.code != http.StatusSeeOther {
		t.Errorf("changed, with the secret that it has: %d", got.code)
	}
	if got = b.post("/connections/desk/resume"); got.code != http.StatusSeeOther || strings.Contains(b.get("/connections").body, `action="/connections/desk/resume"`) {
		t.Errorf("started: %d", got.code)
	}
	b.post("/catalogue/teams/entry", "name", "night", "connection", "desk", "target", "NET")
	version := field(b.get("/connections/desk/settings").body, "version")
	if got = b.post("/connections/desk/remove", "version", version); got.code != 422 || !strings.Contains(got.body, "teams/night would not fit any more") {
		t.Errorf("removed from under a team: %d", got.code)
	}
	night := field(b.get("/catalogue/teams/entry?id=night").body, "version")
	b.post("/catalogue/teams/entry", "was", "night", "version", night, "name", "night", "connection", "none")
	if got = b.post("/connections/desk/remove", "version", version); got.code != http.StatusSeeOther || strings.Contains(b.get("/connections").body, "/connections/desk/") {
		t.Errorf("removed: %d", got.code)
	}
	if trail := b.get("/audit?object=desk").body; strings.Contains(trail, hunter) || !strings.Contains(trail, "https://acme.example/desk") || !strings.Contains(trail, "settings.token") {
		t.Error("the trail shows the secret, or lacks what changed")
	}
}

// What is wrong stands at its setting; the file's connection is only shown.
func TestAConnectionsFaults(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	got := b.post("/connections/add", "plugin", "acme", "name", "Desk", "setting.account", "mine", "setting.strict", "perhaps", "poll", "1ms")
	for _, want := range []string{"must be lower-case letters", "must be one of shared, dedicated", "must be true or false", "must be at least 1s", "is required"} {
		if got.code != 422 || !strings.Contains(got.body, want) {
			t.Errorf("%d: %q is missing", got.code, want)
		}
	}
	if got := b.post("/connections/add", "plugin", "acme", "name", "noc-jira", "setting.base_url", "x"); got.code != 422 || !strings.Contains(got.body, "is there already") {
		t.Errorf("the name of another: %d", got.code)
	}
	if got := b.get("/connections/noc-jira/settings").body; !strings.Contains(got, "configuration file") || strings.Contains(got, `name="step"`) {
		t.Error("the file's connection can be changed")
	}
	if got := b.post("/connections/noc-jira/settings", "setting.base_url", "x"); got.code == http.StatusSeeOther {
		t.Error("the file's connection was changed")
	}
	if got := b.post("/connections/noc-jira/pause"); got.code != http.StatusSeeOther || !strings.Contains(b.get("/connections").body, "Paused") {
		t.Error("the file's connection cannot be paused")
	}
}

// The add form is filled in, tried and saved by keys alone.
func TestAConnectionByKeyboard(t *testing.T) {
	w := open(t)
	p := w.page(t, chrome(t), "admin", "/connections/add?plugin=acme")
	p.MustElement("#cn-name").MustFocus()
	say := func(text string) {
		for _, r := range text {
			p.Keyboard.MustType(input.Key(r))
		}
	}
	say("desk")
	p.Keyboard.MustType(input.Tab)
	say("acme")
	p.Keyboard.MustType(input.Tab)
	say(hunter)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter) // tries first
	wait()
	until(t, p, "the finding", `() => document.querySelector('.st.c-ok')?.textContent.includes('Test passed')`)
	if p.MustEval(`s => document.documentElement.outerHTML.includes(s)`, hunter).Bool() {
		t.Error("the secret is on the page")
	}
	p.MustElement("#cn-hook").MustFocus()
	for range 3 { // over the last box and the test
		p.Keyboard.MustType(input.Tab)
	}
	wait = p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "the list", `() => location.pathname === '/connections' && document.body.textContent.includes('desk')`)
}
