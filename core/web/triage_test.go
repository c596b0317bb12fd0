package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestEditChangesOnlyWhatWasChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/fields"
	other := "Loss in Prague"
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Title: &other}, nil); err != nil {
		t.Fatal(err)
	}
	// the form was opened before: its title is old and untouched, its labels are new
	if got := b.post(path, "was_title", "Loss", "title", "Loss", "was_labels", "", "labels", "bgp, fra3"); got.code != 303 {
		t.Fatal(got.code, got.body)
	}
	if r := w.item(t, key).Request; r.Title != other || strings.Join(r.Labels, " ") != "bgp fra3" {
		t.Errorf("%q %v", r.Title, r.Labels)
	}
	got := b.post(path, "was_title", "Loss", "title", "Loss in Frankfurt")
	if got.code != 422 || !strings.Contains(got.body, "Somebody changed this meanwhile") || !strings.Contains(got.body, "Loss in Frankfurt") {
		t.Errorf("%d: overwritten without a word", got.code)
	}
	if r := w.item(t, key).Request; r.Title != other {
		t.Errorf("title %q", r.Title)
	}
}

func TestPriorityNeedsAReason(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss") // impact and urgency give P2
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/fields"
	if got := b.post(path, "was_priority", "P2", "priority", "P1"); got.code != 422 {
		t.Fatalf("without a reason: %d", got.code)
	}
	if got := b.post(path, "was_priority", "P2", "priority", "P1", "reason", "a hospital"); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	if r := w.item(t, key).Request; r.Priority != "P1" || r.PriorityReason != "a hospital" {
		t.Errorf("%+v", r)
	}
}

func TestStatusOffersWhatIsLegal(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	page := b.get("/requests/" + string(key)).body
	if strings.Contains(page, `<option value="closed">`) || !strings.Contains(page, `<option value="resolved">`) {
		t.Error("the moves offered are not those that are legal")
	}
	if got := b.post("/requests/"+string(key)+"/status", "to", "closed"); got.code != 422 {
		t.Errorf("an illegal move: %d", got.code)
	}
	b.post("/requests/" + string(key) + "/take")
	b.post("/requests/"+string(key)+"/status", "to", "waiting_client", "waiting_for", "the UPS log")
	page = b.get("/requests/" + string(key)).body
	order(t, page, "Asks the client, and the request waits for it then", "the UPS log", "Take it back", "the status follows when it goes")
	if again := b.get("/requests/" + string(key)).body; strings.Contains(again, "the status follows when it goes") {
		t.Error("said twice what was done")
	}
	if r := w.item(t, key).Request; r.Status != request.New || r.WaitingFor != "" {
		t.Errorf("it waits before the client was asked: %+v", r)
	}
	w.sent(t)
	r := w.item(t, key).Request
	if r.Assignee != "jana" || r.Status != request.WaitingClient || r.WaitingFor != "the UPS log" {
		t.Errorf("%+v", r)
	}
	b.post("/requests/"+string(key)+"/status", "to", "in_progress")
	if got := b.get("/requests/" + string(key)); !strings.Contains(got.body, "Status changed.") {
		t.Error("not said what was done")
	}
	if got := b.get("/requests/" + string(key)); strings.Contains(got.body, "Status changed.") {
		t.Error("said twice what was done")
	}
}

// The preview says what the plugin adds by itself, in both languages.
func TestThePreviewNamesWhatThePluginAdds(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.forecast = reconcile.Forecast{
		Writes: []reconcile.Withheld{{Effect: reconcile.CreateTicket, Field: ticket.Title, To: "Loss in Frankfurt"}},
		Adds:   []ticket.Addition{{Name: "labels", Value: "spochub-{key}"}},
	}
	key := w.received(t, "Loss in Frankfurt")
	b := w.as(t, "jana")
	for lang, words := range map[string][]string{
		"en": {"What the plugin adds by itself", "labels: spochub-{key}", "{key} stands for the key"},
		"de": {"Was das Plugin selbst hinzufügt", "labels: spochub-{key}", "{key} steht für den Schlüssel"},
	} {
		b.lang = lang
		got := b.post("/requests/"+string(key)+"/delegations", "team", "core", "step", "preview")
		for _, want := range words {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s: %q is missing", lang, want)
			}
		}
	}
}

func TestDelegationIsShownBeforeItIsSent(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss in Frankfurt")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/delegations"
	got := b.post(path, "team", "core", "step", "preview")
	if !strings.Contains(got.body, `value="send" autofocus`) {
		t.Error("the button that sends what is shown has not the focus")
	}
	if got.code != 200 || !strings.Contains(got.body, "Client: Nordwind Logistik") || !strings.Contains(got.body, "Core Network · Jira NET receives exactly this") {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	if len(w.item(t, key).Request.Delegations) != 0 {
		t.Fatal("the preview delegated")
	}
	got = b.post(path, "team", "core", "step", "preview", "own", "1", "task_title", "Check the card", "task_body", "slot 4")
	if !strings.Contains(got.body, "Check the card") || strings.Contains(got.body, "Client: Nordwind Logistik") {
		t.Error("an own task shows more than its own text")
	}
	if got := b.post(path, "team", "open", "step", "preview"); got.code != 422 {
		t.Errorf("a public place: %d", got.code)
	}
	if got := b.get(path); got.code != http.StatusSeeOther || got.header.Get("Location") != "/requests/"+string(key) {
		t.Errorf("the address of what was refused leads to %d %s", got.code, got.header.Get("Location"))
	}
	if got := b.post(path, "team", "core", "step", "send"); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	d := w.item(t, key).Request.Delegations
	if len(d) != 1 {
		t.Fatalf("%d delegations", len(d))
	}
	if body := b.get("/requests/" + string(key)).body; !strings.Contains(body, "Only when Core Network is done") {
		t.Error("the form does not offer to wait for the task that there is")
	}
	if got := b.post(path, "team", "plat", "lead", "1", "after", string(d[0].ID), "step", "send"); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	next := w.item(t, key).Request.Delegations[1]
	if !next.Lead || !slices.Equal(next.After, []request.DelegationID{d[0].ID}) || next.Link != "" {
		t.Errorf("%+v", next)
	}
	if got := b.post(path+"/"+string(d[0].ID)+"/withdraw", "reason", "not theirs"); got.code != 303 {
		t.Errorf("withdraw: %d", got.code)
	}
}

// One pass gives a task to several teams, each as it was shown; one that is refused
// keeps none of the others back.
func TestSeveralTeamsAreGivenInOnePass(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss in Frankfurt")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/delegations"
	order(t, b.get("/requests/"+string(key)).body, "Teams, one or more", `type="checkbox" name="team" value="core"`, `name="team" value="plat"`)
	if got := b.post(path, "step", "preview"); got.code != 422 {
		t.Errorf("no team: %d", got.code)
	}
	form := []string{"id", "0123456789abcdef", "team", "core", "team", "plat", "team", "open", "lead", "plat", "seen", "core"}
	got := b.post(path, append(form, "step", "send")...)
	order(t, got.body, "everybody can read the place", "Core Network · Jira NET receives exactly this", "Platform · GitHub elbline/platform receives exactly this", `value="send" autofocus`, "Send to Core Network · Jira NET, Platform")
	if got.code != 200 || strings.Count(got.body, `name="seen"`) != 2 || len(w.item(t, key).Request.Delegations) != 0 {
		t.Fatalf("what was not shown is sent: %d", got.code)
	}
	form = append(form, "seen", "plat", "seen", "open", "step", "send")
	for range 2 { // a double click gives it once
		got = b.post(path, form...)
		order(t, got.body, "Given to Core Network · Jira NET, Platform", "everybody can read the place")
		if got.code != 422 || strings.Contains(got.body, `name="team" value="core" data-busy checked`) || !strings.Contains(got.body, `name="team" value="open" checked`) {
			t.Fatalf("%d: %s", got.code, got.body)
		}
	}
	d := w.item(t, key).Request.Delegations
	if len(d) != 2 || d[0].Team != "core" || d[1].Team != "plat" || d[0].Lead || !d[1].Lead {
		t.Errorf("%+v", d)
	}
	other := w.received(t, "Loss too")
	if got := b.post("/requests/"+string(other)+"/delegations", "team", "core", "team", "plat", "team", "field", "step", "send"); got.code != 303 || len(w.item(t, other).Request.Delegations) != 3 {
		t.Errorf("to three teams: %d", got.code)
	}
}

// A further task is offered where a team has one; the state is said once where
// hub and tool agree on its name.
func TestDelegationSaysWhatIsSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	if body := b.get(path).body; strings.Contains(body, "A further task") {
		t.Error("a further task is offered where there is none")
	}
	id := w.delegated(t, key, "core")
	state := func(tool string) string {
		w.tool(t, id, func(d *store.LinkDoc) {
			d.Link.State, d.Link.ToolState, d.Link.SyncedAt = request.Todo, tool, time.Now()
		})
		return b.get(path).body
	}
	if body := state("To Do"); !strings.Contains(body, `<td colspan="2">To do</td>`) || !strings.Contains(body, `<span class="l2"><time`) {
		t.Error("the same state is said twice, or a dot stands before nothing")
	}
	body := state("Backlog")
	if !strings.Contains(body, `<td colspan="2">To do · in Jira: Backlog</td>`) {
		t.Error("not said whose word the state is")
	}
	if !strings.Contains(body, "A further task") || !strings.Contains(body, `value="core" data-busy`) || strings.Contains(body, `value="plat" data-busy`) {
		t.Error("a further task is not offered for the team that has one")
	}
}

func TestConflictIsSettledAsItStood(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.contested(t, w.delegated(t, key, "core"))
	b := w.as(t, "jana")
	page := b.get("/requests/" + string(key)).body
	for _, want := range []string{"Loss in FRA", "Line card fault", `value="hub"`, `value="tool"`, `href="https://jira.example/browse/NET-482"`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
	path := "/requests/" + string(key) + "/conflicts/" + id
	if got := b.post(path, "choose", "tool", "version", "1"); got.code != 422 {
		t.Errorf("on an old page: %d", got.code)
	}
	if got := b.post(path, "choose", "value", "value", "Line card fault in FRA"); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	if _, c := w.item(t, key).Request.Conflict(id); c.Choice == nil || c.Choice.Value != "Line card fault in FRA" {
		t.Errorf("%+v", c)
	}
}

func TestIntake(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	got := b.post("/new", "kind", "incident", "channel", "phone", "title", "", "client", "nobody", "description", "keep me")
	if got.code != 422 || !strings.Contains(got.body, "keep me") || strings.Count(got.body, `class="wrong"`) != 2 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	fields := []string{"kind", "incident", "channel", "phone", "title", "Loss", "client", "nordwind", "impact", "1", "urgency", "1", "team", "core", "mine", "1", "id", "0123456789abcdef"}
	first, again := b.post("/new", fields...), b.post("/new", fields...)
	if first.code != 303 || first.header.Get("Location") != again.header.Get("Location") {
		t.Fatalf("sent twice: %v, %v", first.header, again.header)
	}
	r := w.item(t, request.Key(strings.TrimPrefix(first.header.Get("Location"), "/requests/"))).Request
	if r.Priority != "P1" || r.Assignee != "jana" || r.Channel != request.Phone || len(r.Delegations) != 1 {
		t.Errorf("%+v", r)
	}
}

// A supplier needs a text of its own: where it lacks, the place to write it is open.
func TestASuppliersTaskIsAskedFor(t *testing.T) {
	t.Parallel()
	d := directory()
	d.Teams["carrier"] = request.Team{ID: "carrier", Title: "Carrier", Supplier: true, Connection: request.ByHand}
	w := openDesk(t, desk.Options{Directory: d})
	key := w.received(t, "Loss in Frankfurt")
	got := w.as(t, "jana").post("/requests/"+string(key)+"/delegations", "team", "carrier", "step", "preview")
	if got.code != 422 || !strings.Contains(got.body, `name="own" value="1" checked`) || !strings.Contains(got.body, `name="task_body" rows="4" autofocus`) {
		t.Errorf("%d, and the text to write is folded away", got.code)
	}
}
