package web_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// differs makes a conflict on a field.
func (w *world) differs(t *testing.T, id request.LinkID, c request.Contest) string {
	t.Helper()
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Link.Ticket = ticket.Ref{ID: "1" + c.ID, Key: "NET-" + c.ID, URL: "https://jira.example/browse/NET-" + c.ID}
		dec, err := request.Do(d.Request, request.House{Directory: directory(), IDs: func() string { return c.ID }},
			request.Cause{By: request.Actor{Name: "Pavel Novák", Origin: "jira"}, At: time.Now(), Link: id}, c)
		if err != nil {
			t.Error(err)
		}
		d.Events = append(d.Events, dec.Events...)
	})
	return c.ID
}

func (w *world) choice(t *testing.T, key request.Key, id string) *request.Choice {
	t.Helper()
	if _, c := w.item(t, key).Request.Conflict(id); c != nil {
		return c.Choice
	}
	t.Fatalf("%s has no conflict %s", key, id)
	return nil
}

func TestConflictsStandOnAPageOfTheirOwn(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	if page := b.get("/conflicts"); page.code != 200 || !strings.Contains(page.body, "Nothing differs.") {
		t.Fatalf("%d: %s", page.code, page.body)
	}
	w.received(t, "All is well")
	key := w.received(t, "Loss")
	link := w.delegated(t, key, "core")
	id := w.contested(t, link)
	page := b.get("/conflicts").body
	order(t, page, `/requests/`+string(key), "Loss", "Nordwind Logistik", "NET-482", `value="hub"`, "Loss in FRA", `value="tool"`, "Line card fault", `name="value-conf1"`)
	if strings.Contains(page, "All is well") {
		t.Error("what agrees is listed")
	}
	if strings.Contains(w.as(t, "viewer").get("/conflicts").body, `name="choose`) {
		t.Error("a viewer may decide")
	}
	got := b.post("/conflicts", "conflict", id, "key-"+id, string(key), "choose-"+id, "tool")
	if got.header.Get("Location") != "/conflicts" {
		t.Fatalf("%d to %q", got.code, got.header.Get("Location"))
	}
	if c := w.choice(t, key, id); c == nil || c.Take != "tool" {
		t.Errorf("chosen %+v", c)
	}
	got = b.post("/conflicts", "conflict", id, "key-"+id, string(key), "choose-"+id, "hub", "cursor", "https://evil.example")
	if at, err := url.Parse(got.header.Get("Location")); err != nil || at.Host != "" || at.Path != "/conflicts" {
		t.Errorf("sent to %q", got.header.Get("Location"))
	}
	if got := w.as(t, "client").get("/conflicts"); got.code != 403 {
		t.Errorf("a client: %d", got.code)
	}
	w.hides(t, key)
	if page := w.as(t, "lead").get("/conflicts").body; strings.Contains(page, string(key)) {
		t.Error("a restricted request is listed for others")
	}
	if got := w.as(t, "lead").post("/conflicts", "conflict", id, "key-"+id, string(key), "choose-"+id, "tool"); got.code != 409 || w.choice(t, key, id).Take != "hub" {
		t.Errorf("a restricted request is decided by others: %d", got.code)
	}
}

// hides restricts a request to jana.
func (w *world) hides(t *testing.T, key request.Key) {
	t.Helper()
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Restricted: &[]string{"jana"}}, nil); err != nil {
		t.Fatal(err)
	}
}

// TestManyConflictsAreDecidedAtOnce: one post decides what was chosen as it was
// shown; what changed meanwhile, is wrong or gone is said, and nothing written is
// lost.
func TestManyConflictsAreDecidedAtOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	var fields []string
	keys := map[string]request.Key{}
	for i, id := range []string{"c1", "c2", "c3", "c4", "c5"} {
		key := w.received(t, "Loss "+id)
		link := w.delegated(t, key, "core")
		c := request.Contest{ID: id, Field: ticket.Title, Base: "Loss", Hub: "Ours " + id, Tool: "Theirs " + id}
		if i == 3 {
			c = request.Contest{ID: id, Field: ticket.Priority, Base: "P3", Hub: "P2", Tool: "P1"}
		}
		keys[w.differs(t, link, c)] = key
		fields = append(fields, "conflict", id, "key-"+id, string(key), "version-"+id, strconv.FormatInt(w.item(t, key).Request.Version, 10))
		if i == 1 { // changes after it was shown
			w.differs(t, link, request.Contest{ID: id, Field: ticket.Title, Base: "Loss", Hub: "Ours c2", Tool: "Theirs anew"})
		}
	}
	b := w.as(t, "jana")
	fields = append(fields, "choose-c1", "hub", "choose-c2", "value", "value-c2", "My own words", "choose-c4", "value", "value-c4", "P9", "choose-c5", "",
		"conflict", "none", "key-none", string(keys["c1"]), "choose-none", "value", "value-none", "Too late words")
	got := b.post("/conflicts", fields...)
	if got.code != 409 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	order(t, got.body, "Decided: 1.", "is not open any more", "Too late words")
	for _, want := range []string{"This changed after you saw it", "Theirs anew", "My own words", `>P9</textarea>`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	if strings.Contains(got.body, `name="choose-c2" value="value" checked`) {
		t.Error("what moved is chosen again without a look")
	}
	for id, want := range map[string]string{"c1": "hub", "c2": "", "c3": "", "c4": "", "c5": ""} {
		if c := w.choice(t, keys[id], id); (c != nil) != (want != "") || c != nil && c.Take != want {
			t.Errorf("%s: %+v", id, c)
		}
	}
	if got := b.post("/conflicts", fields[:18]...); got.code != 422 || !strings.Contains(got.body, "Nothing is chosen yet.") {
		t.Errorf("nothing chosen: %d", got.code)
	}
}

// TestARuleDecidesNextTime: who runs the hub has a side win from now on, and takes
// it back on the same page.
func TestARuleDecidesNextTime(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.contested(t, w.delegated(t, key, "core"))
	admin, spoc := w.as(t, "admin"), w.as(t, "jana")
	if page := spoc.get("/conflicts").body; strings.Contains(page, `name="next.`) {
		t.Error("who may not make a rule is offered one")
	}
	order(t, admin.get("/conflicts").body, "And do so from now on", `name="next.jira.title"`, "as it is: the desk decides", "from now on: spochub wins")
	sent := []string{"conflict", id, "key-" + id, string(key), "choose-" + id, "hub", "next.jira.title", "hub"}
	if got := spoc.post("/conflicts/for-good", sent...); got.code != 403 || w.choice(t, key, id) != nil {
		t.Fatalf("without the right: %d", got.code)
	}
	if got := admin.post("/conflicts/for-good", append(sent, "version-"+id, "1")...); got.code != 409 || !strings.Contains(got.body, `value="hub" selected`) {
		t.Errorf("where something stays: %d", got.code)
	}
	if page := admin.get("/conflicts").body; strings.Contains(page, "Take the rule back") {
		t.Error("a rule decides what was to stay")
	}
	if got := admin.post("/conflicts/for-good", sent...); got.code != 303 || w.choice(t, key, id).Take != "hub" {
		t.Fatalf("%d", got.code)
	}
	order(t, admin.get("/conflicts").body, "Rules for conflicts", "Title", "jira", "the value in spochub is written to the ticket", "Without the rule: the desk decides", "Take the rule back")
	order(t, spoc.get("/conflicts").body, "Rules for conflicts", "the value in spochub is written to the ticket")
	order(t, admin.get("/connections/jira/mapping").body, `name="conflicts.title"`, `value="hub" selected`)
	order(t, admin.get("/audit").body, "rule for conflicts changed", "jira", "Title")
	if got := admin.post("/conflicts/rules/forget", "connection", "jira", "field", "title"); got.code != 303 {
		t.Fatalf("taken back: %d", got.code)
	}
	if page := admin.get("/conflicts").body; strings.Contains(page, "Take the rule back") || !strings.Contains(page, "The rule is taken back.") {
		t.Error("the rule still holds")
	}
	if got := admin.post("/conflicts/for-good", "next.jira.title", "everybody"); got.code != 422 {
		t.Errorf("an unknown policy: %d", got.code)
	}
}

// TestConflictsByKeys chooses without a mouse, only on what was chosen first, and
// sends nothing before all is applied.
func TestConflictsByKeys(t *testing.T) {
	w := open(t)
	key, other := w.received(t, "Loss"), w.received(t, "Noise")
	link := w.delegated(t, key, "core")
	w.contested(t, link)
	w.differs(t, w.delegated(t, other, "core"), request.Contest{ID: "c2", Field: ticket.Title, Base: "Noise", Hub: "Ours", Tool: "Theirs"})
	p := w.page(t, chrome(t), "jana", "/conflicts")
	live(p)
	p.Keyboard.MustType('1')
	until(t, p, "nothing chosen", `() => document.querySelector('[data-decided]').textContent === '0 chosen'`)
	p.Keyboard.MustType('j', '1', '1')
	until(t, p, "chosen and taken back", `() => document.querySelector('.clash.cur')?.contains(document.activeElement) && document.querySelector('[data-decided]').textContent === '0 chosen'`)
	p.Keyboard.MustType('2', 'j', '3')
	until(t, p, "another value", `() => document.activeElement.tagName === 'TEXTAREA' && document.activeElement.closest('.clash.cur') && document.querySelector('[data-decided]').textContent === '2 chosen'`)
	p.Keyboard.MustType(input.Escape, 'k')
	if w.choice(t, key, "conf1") != nil || w.choice(t, other, "c2") != nil {
		t.Fatal("decided before it was applied")
	}
	wait := p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft).Type(input.Enter).MustDo()
	wait()
	live(p)
	p.MustElement(".clash > .hint")
	took := map[string]bool{w.choice(t, key, "conf1").Take: true, w.choice(t, other, "c2").Take: true}
	if !took["tool"] || !took["value"] {
		t.Errorf("chosen %v", took)
	}
	p.MustNavigate(w.http.URL + "/requests/" + string(key)).MustWaitLoad()
	live(p)
	p.Keyboard.MustType('3')
	until(t, p, "another value on the request's page", `() => document.activeElement.name === 'value' && document.activeElement.value === 'Loss in FRA'`)
	p.Keyboard.MustType(input.Escape)
	wait = p.MustWaitNavigation()
	p.Keyboard.MustType('1')
	wait()
	live(p)
	if c := w.choice(t, key, "conf1"); c == nil || c.Take != "hub" {
		t.Errorf("chosen on the request's page: %+v", c)
	}
	wait = p.MustWaitNavigation()
	p.Keyboard.MustType('w')
	wait()
	until(t, p, "that it is watched", `() => document.querySelector('[data-watch]').action.endsWith('/unwatch')`)
}
