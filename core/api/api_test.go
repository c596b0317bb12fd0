package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

func TestRightsOfEveryRoute(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	fill := strings.NewReplacer("{key}", key, "{id}", "none", "{name}", "jira", "{kind}", "clients", "/api/v1", "")
	if len(w.api.Rights()) < 17 {
		t.Fatalf("only %d routes", len(w.api.Rights()))
	}
	for route, right := range w.api.Rights() {
		method, path, _ := strings.Cut(route, " ")
		w.token = ""
		if a := w.call(t, method, fill.Replace(path), nil); a.status != http.StatusUnauthorized || a.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s without a token: %d", route, a.status)
		}
		for _, role := range auth.Roles() {
			w.token = w.tokens[role]
			a := w.call(t, method, fill.Replace(path), nil)
			if denied := a.status == http.StatusForbidden; denied == role.May(right) {
				t.Errorf("%s as %s: %d", route, role, a.status)
			}
			if a.status == http.StatusUnauthorized || a.status >= 500 {
				t.Errorf("%s as %s: %d %s", route, role, a.status, a.text)
			}
		}
	}
}

func TestShapeOfARequest(t *testing.T) {
	t.Parallel()
	w := open(t)
	a := w.call(t, "POST", "/requests", m{
		"kind": "incident", "title": "Loss", "description": "since noon", "client": "nordwind", "contact": "Mareike Brandt",
		"service": "FRA3", "priority": "P2", "client_priority": "P1", "external_id": "N-1",
	})
	if a.status != http.StatusCreated || a.header.Get("ETag") != `"1"` || a.header.Get("Location") != "/api/v1/requests/SP-1001" {
		t.Fatal(a.status, a.header, a.text)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal([]byte(w.call(t, "GET", "/requests/SP-1001", nil).text), &got); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"key": `"SP-1001"`, "version": `1`, "kind": `"incident"`, "status": `"new"`, "priority": `"P2"`, "client_priority": `"P1"`,
		"title": `"Loss"`, "description": `"since noon"`, "client": `"nordwind"`, "contact": `"Mareike Brandt"`, "service": `"FRA3"`,
		"assignee": `null`, "labels": `[]`, "fields": `{}`, "reported_at": `"2026-03-02T12:00:00.000000Z"`, "started_at": `null`,
		"restored_at": `null`, "expected_at": `null`, "next_update_at": `null`, "created_at": `"2026-03-02T12:00:00.000000Z"`,
		"updated_at": `"2026-03-02T12:00:00.000000Z"`, "hold_reason": `null`, "waiting_for": `null`, "due_at": `null`,
		"external_ids": `[{"owner":"nordwind","type":"ticket","id":"N-1"}]`, "attention": `[]`, "files": `[]`, "umbrella": `null`,
		"delegations": `[]`, "links": `[]`, "notes": `[]`, "conflicts": `[]`, "clocks": `[]`,
	} {
		if string(got[name]) != want {
			t.Errorf("%s is %s, want %s", name, got[name], want)
		}
	}
}

func TestProblemsNameTheField(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "external_id": m{"owner": "o", "type": "t", "id": "1"}})
	for name, c := range map[string]struct {
		method, path string
		body         any
		status       int
		says         string
	}{
		"no title":            {"POST", "/requests", m{"client": "nordwind"}, 422, "title"},
		"unknown client":      {"POST", "/requests", m{"title": "x", "client": "nobody"}, 422, "body.client"},
		"unknown service":     {"POST", "/requests", m{"title": "x", "client": "nordwind", "service": "X"}, 422, "body.service"},
		"unknown contact":     {"POST", "/requests", m{"title": "x", "client": "nordwind", "contact": "Bob"}, 422, "body.contact"},
		"unknown kind":        {"POST", "/requests", m{"title": "x", "client": "nordwind", "kind": "wish"}, 422, "body.kind"},
		"unknown member":      {"POST", "/requests", m{"title": "x", "client": "nordwind", "colour": "red"}, 422, "colour"},
		"known external id":   {"POST", "/requests", m{"title": "x", "client": "nordwind", "external_id": m{"owner": "o", "type": "t", "id": "1"}}, 409, `"key":"SP-1002"`},
		"no such request":     {"GET", "/requests/SP-99", nil, 404, "SP-99"},
		"no such address":     {"GET", "/nothing", nil, 404, "nothing"},
		"no such method":      {"PUT", key, m{}, 405, "PUT"},
		"illegal move":        {"PATCH", key, m{"status": "closed"}, 422, `"legal":["in_progress","waiting_client","on_hold","monitoring","resolved","cancelled"]`},
		"waiting for what":    {"PATCH", key, m{"status": "waiting_client"}, 422, "body.waiting_for"},
		"on hold why":         {"PATCH", key, m{"status": "on_hold"}, 422, "body.hold_reason"},
		"no such priority":    {"PATCH", key, m{"priority": "P9"}, 422, "body.priority"},
		"time in the past":    {"PATCH", key, m{"restored_at": "2026-03-01T00:00:00Z"}, 422, "body.reason"},
		"not a time":          {"PATCH", key, m{"due_at": "tomorrow"}, 422, "body.due_at"},
		"title taken away":    {"PATCH", key, m{"title": nil}, 422, "body.title"},
		"unknown team":        {"POST", key + "/delegations", m{"team": "x"}, 422, "body.team"},
		"another's team":      {"POST", key + "/delegations", m{"team": "dc"}, 422, "body.team"},
		"empty reply":         {"POST", key + "/replies", m{"body": ""}, 422, "body.body"},
		"unknown link":        {"POST", key + "/team-messages", m{"body": "x", "links": []string{"l"}}, 422, "body.links"},
		"no such note":        {"PATCH", key + "/notes/x", m{"body": "x"}, 404, "x"},
		"no such link":        {"POST", key + "/links/x/retry", nil, 404, "x"},
		"no such conflict":    {"POST", key + "/conflicts/x", m{"choose": "hub"}, 404, "x"},
		"merge into nothing":  {"POST", key + "/merge", m{"into": "SP-99"}, 422, "body.into"},
		"bad query":           {"GET", "/requests?q=colour:red", nil, 422, "query.q"},
		"too long a page":     {"GET", "/requests?limit=201", nil, 422, "query.limit"},
		"a cursor of no page": {"GET", "/requests?cursor=x", nil, 422, "query.cursor"},
	} {
		a := w.call(t, c.method, c.path, c.body)
		if a.status != c.status || !strings.Contains(a.text, c.says) || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: %d %s %s", name, a.status, a.header.Get("Content-Type"), a.text)
		}
	}
}

func TestPatchMergesAndGuardsVersions(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	a := w.call(t, "PATCH", key, m{"status": "waiting_client", "waiting_for": "a traceroute", "labels": []string{"b", "a"}, "fields": m{"vlan": "12"}}, "If-Match", `"1"`, "Content-Type", "application/merge-patch+json")
	if a.status != http.StatusOK || a.at(t, "notes.0.audience") != "client" || a.at(t, "labels.0") != "a" || a.header.Get("ETag") != `"2"` {
		t.Fatal(a.status, a.header, a.text)
	}
	if old := w.call(t, "PATCH", key, m{"title": "x"}, "If-Match", `"1"`); old.status != http.StatusConflict {
		t.Errorf("an old version: %d %s", old.status, old.text)
	}
	a = w.call(t, "PATCH", key, m{"waiting_for": "a photo", "fields": m{"vlan": nil}, "due_at": "2026-03-03T14:00:00+02:00"})
	if a.at(t, "waiting_for") != "a photo" || a.at(t, "due_at") != "2026-03-03T12:00:00.000000Z" || len(a.at(t, "fields").(m)) != 0 {
		t.Fatal(a.status, a.text)
	}
	if a = w.call(t, "PATCH", key, m{"due_at": nil, "labels": nil}); a.at(t, "due_at") != nil || len(a.at(t, "labels").([]any)) != 0 {
		t.Fatal(a.status, a.text)
	}
}

func TestDelegateWriteAndSettle(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	if a := w.call(t, "POST", key+"/team-messages", m{"body": "anybody?"}); a.status != http.StatusCreated || len(a.at(t, "copies").([]any)) != 0 || !strings.HasPrefix(a.at(t, "warnings.0").(string), "nobody received this") {
		t.Errorf("a message to nobody: %d %s", a.status, a.text)
	}
	a := w.call(t, "POST", key+"/delegations", m{"team": "core", "task": m{"title": "Look", "body": "at it"}, "lead": true})
	if a.status != http.StatusAccepted || a.at(t, "delegation.state") != "offered" || a.at(t, "link.health") != "pending" || a.at(t, "delegation.task.title") != "Look" {
		t.Fatal(a.status, a.text)
	}
	link := a.at(t, "link.id").(string)
	if a := w.call(t, "POST", key+"/team-messages", m{"body": "hello"}); len(a.at(t, "copies").([]any)) != 1 || len(a.at(t, "warnings").([]any)) != 0 {
		t.Errorf("a message to a team: %s", a.text)
	}
	if again := w.call(t, "POST", key+"/delegations", m{"team": "core"}); again.at(t, "link.id") != link {
		t.Errorf("delegated twice: %s", again.text)
	}
	for door, audience := range map[string]string{"/replies": "client", "/team-messages": "teams", "/notes": "internal"} {
		if a = w.call(t, "POST", key+door, m{"body": "hello"}); a.status != http.StatusCreated || a.at(t, "audience") != audience || a.at(t, "author.origin") != "desk" {
			t.Errorf("%s: %d %s", door, a.status, a.text)
		}
	}
	w.conflict(t, link)
	a = w.call(t, "GET", key, nil)
	if a.at(t, "conflicts.0.tool") != "P1" || a.at(t, "links.0.health") != "conflict" || a.at(t, "attention.0") != "conflict" {
		t.Fatal(a.text)
	}
	if old := w.call(t, "POST", key+"/conflicts/c1", m{"choose": "hub", "version": 1}); old.status != http.StatusConflict {
		t.Errorf("an old choice: %d %s", old.status, old.text)
	}
	if a = w.call(t, "POST", key+"/conflicts/c1", m{"choose": "hub", "version": a.at(t, "version")}); a.status != http.StatusOK {
		t.Error(a.status, a.text)
	}
	w.sync(t, link, func(l *request.Link) { l.Health = request.Failed })
	if a = w.call(t, "POST", key+"/links/"+link+"/recreate", nil); a.status != http.StatusAccepted || a.at(t, "link.id") == link {
		t.Error(a.status, a.text)
	}
	for _, id := range []string{link, a.at(t, "link.id").(string)} {
		if a = w.call(t, "DELETE", key+"/links/"+id, nil); a.status != http.StatusNoContent || a.text != "" {
			t.Error(a.status, a.text)
		}
	}
	if a = w.call(t, "POST", key+"/links", m{"team": "core", "ticket": "NET-7"}); a.status != http.StatusAccepted || a.at(t, "link.ticket_key") != "NET-7" {
		t.Error(a.status, a.text)
	}
}

func TestNotesMergeAndHistory(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, other := w.created(t), w.created(t)
	id := w.call(t, "POST", "/requests/"+key+"/notes", m{"body": "first"}).at(t, "id").(string)
	note := "/requests/" + key + "/notes/" + id
	if a := w.call(t, "PATCH", note, m{"body": "second"}); a.status != http.StatusOK || a.at(t, "body") != "second" {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "POST", note+"/share", m{"audience": "client"}); a.status != http.StatusCreated || a.at(t, "audience") != "client" {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "DELETE", note, nil); a.status != http.StatusNoContent {
		t.Error(a.status, a.text)
	}
	for range 2 { // the second time by one whose answer was lost
		if a := w.call(t, "POST", "/requests/"+key+"/merge", m{"into": other}); a.status != http.StatusOK || a.at(t, "key") != other || len(a.at(t, "notes").([]any)) != 2 {
			t.Error(a.status, a.text)
		}
	}
	if a := w.call(t, "GET", "/requests/"+key, nil); a.at(t, "merged_into") != other {
		t.Error(a.text)
	}
	for what, body := range map[string]m{"title": {"title": "x"}, "due_at": {"due_at": nil}, "status": {"status": "resolved"}, "nothing": {}} {
		if a := w.call(t, "PATCH", "/requests/"+key, body, "Content-Type", "application/merge-patch+json"); a.status != http.StatusConflict || a.at(t, "key") != other {
			t.Errorf("%s of a merged request: %d %s", what, a.status, a.text)
		}
	}
	for range 2 {
		if a := w.call(t, "DELETE", "/requests/"+key+"/merge", nil); a.status != http.StatusOK || len(a.at(t, "notes").([]any)) != 2 {
			t.Error(a.status, a.text)
		}
	}
	var types []string
	for cursor := ""; ; {
		a := w.call(t, "GET", "/requests/"+key+"/history?limit=2&cursor="+cursor, nil)
		for _, e := range a.at(t, "items").([]any) {
			types = append(types, e.(m)["type"].(string))
		}
		next, more := a.at(t, "next").(string)
		if !more {
			break
		}
		cursor = next
	}
	if got := strings.Join(types, " "); got != "created note note_edited shared note_deleted merged unmerged" {
		t.Errorf("history: %s", got)
	}
}

func TestAReplyThatReachesNobodySaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t)
	id := w.call(t, "POST", path+"/notes", m{"body": "first"}).at(t, "id").(string)
	for door, body := range map[string]m{
		"/replies": {"body": "hello"}, "/notes/" + id + "/share": {"audience": "client"},
	} {
		if a := w.call(t, "POST", path+door, body); a.status != http.StatusCreated || !strings.Contains(a.text, "the client did not receive this") {
			t.Errorf("%s: %d %s", door, a.status, a.text)
		}
	}
	for _, via := range []string{"phone", "in_person"} {
		if a := w.call(t, "POST", path+"/replies", m{"body": "as I said", "via": via}); a.status != http.StatusCreated || len(a.at(t, "warnings").([]any)) != 0 {
			t.Errorf("%s: %d %s", via, a.status, a.text)
		}
	}
	for _, via := range []string{"portal", "mail"} {
		a := w.call(t, "POST", path+"/replies", m{"body": "hello", "via": via})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text, "not available") || a.at(t, "errors.0.location") == nil {
			t.Errorf("%s: %d %s", via, a.status, a.text)
		}
	}
	major := w.call(t, "POST", "/requests", m{"title": "Line card", "umbrella": "major"}).at(t, "key").(string)
	w.call(t, "POST", "/requests/"+major+"/gathered", m{"requests": []string{strings.TrimPrefix(path, "/requests/")}})
	a := w.call(t, "POST", "/requests/"+major+"/broadcasts", m{"texts": m{"en": "We work on it."}})
	if a.status != http.StatusOK || len(a.at(t, "told").([]any)) != 0 || !strings.Contains(a.at(t, "untold.0.detail").(string), "no tool of its own") {
		t.Errorf("broadcast: %d %s", a.status, a.text)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	t.Parallel()
	w := open(t)
	body := m{"title": "Loss", "client": "nordwind"}
	first := w.call(t, "POST", "/requests", body, "Idempotency-Key", "k1")
	again := w.call(t, "POST", "/requests", body, "Idempotency-Key", "k1")
	if first.status != http.StatusCreated || again.status != first.status || again.text != first.text || again.header.Get("ETag") != `"1"` {
		t.Fatal(again.status, again.text)
	}
	if a := w.call(t, "POST", "/requests", m{"title": "Other", "client": "nordwind"}, "Idempotency-Key", "k1"); a.status != http.StatusUnprocessableEntity {
		t.Error(a.status, a.text)
	}
	key := "/requests/" + first.at(t, "key").(string)
	one := w.call(t, "POST", key+"/delegations", m{"team": "core"}, "Idempotency-Key", "d1")
	two := w.call(t, "POST", key+"/delegations", m{"team": "core"}, "Idempotency-Key", "d2")
	if one.status != http.StatusAccepted || one.at(t, "link.id") == two.at(t, "link.id") {
		t.Errorf("another key made no other delegation: %s", two.text)
	}
	w.call(t, "POST", key+"/replies", m{"body": "hello"}, "Idempotency-Key", "n1")
	w.call(t, "POST", key+"/replies", m{"body": "hello"}, "Idempotency-Key", "n1")
	if a := w.call(t, "GET", key, nil); len(a.at(t, "notes").([]any)) != 1 || len(a.at(t, "delegations").([]any)) != 2 {
		t.Error(a.text)
	}
	w.token = w.tokens[auth.SPOC]
	if a := w.call(t, "POST", "/requests", m{"title": "Other", "client": "nordwind"}, "Idempotency-Key", "k1"); a.status != http.StatusCreated {
		t.Errorf("another token's key: %d %s", a.status, a.text)
	}
}

func TestListPagesByCursor(t *testing.T) {
	t.Parallel()
	w := open(t)
	for range 3 {
		w.created(t)
	}
	a := w.call(t, "GET", "/requests?limit=2&order=created&q=is:open", nil)
	if len(a.at(t, "items").([]any)) != 2 {
		t.Fatal(a.text)
	}
	b := w.call(t, "GET", "/requests?limit=2&order=created&q=is:open&cursor="+a.at(t, "next").(string), nil)
	if b.at(t, "next") != nil || len(b.at(t, "items").([]any)) != 1 || b.at(t, "items.0.key") != "SP-1001" {
		t.Error(b.text)
	}
}

func TestConnectionsAndDocument(t *testing.T) {
	t.Parallel()
	w := open(t)
	if a := w.call(t, "GET", "/connections", nil); a.at(t, "items.0.name") != "jira" || a.at(t, "items.0.state") != "starting" || a.at(t, "items.0.rate_limit_left") != nil {
		t.Error(a.text)
	}
	w.token = ""
	a := w.call(t, "GET", "/openapi.json", nil)
	if a.status != http.StatusOK || !regexp.MustCompile(`"openapi":"3\.1\.\d"`).MatchString(a.text) {
		t.Error(a.status, a.text[:200])
	}
}

func TestTooMuch(t *testing.T) {
	t.Parallel()
	w := open(t)
	long := strings.Repeat("x", 2<<20)
	for _, headers := range [][]string{nil, {"Idempotency-Key", "k"}} {
		if a := w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "description": long}, headers...); a.status != http.StatusRequestEntityTooLarge {
			t.Error(a.status, a.text)
		}
	}
	if a := w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "description": long[:200_000]}); a.status != http.StatusUnprocessableEntity || a.at(t, "field") != "description" {
		t.Error(a.status, a.text)
	}
}

func TestAPromiseThatIsDueNeedsAttention(t *testing.T) {
	t.Parallel()
	w := open(t)
	due, later := w.created(t), w.created(t)
	w.call(t, "PATCH", "/requests/"+due, m{"next_update_at": noon.Add(-time.Minute).Format(time.RFC3339), "reason": "promised by phone"})
	w.call(t, "PATCH", "/requests/"+later, m{"next_update_at": noon.Add(time.Minute).Format(time.RFC3339)})
	a := w.call(t, "GET", "/requests?q=is:attention", nil)
	if len(a.at(t, "items").([]any)) != 1 || a.at(t, "items.0.key") != due || a.at(t, "items.0.attention.0") != "promise due" {
		t.Errorf("needs attention: %s", a.text)
	}
	a = w.call(t, "GET", "/requests?q=-is:attention", nil)
	if len(a.at(t, "items").([]any)) != 1 || a.at(t, "items.0.key") != later {
		t.Errorf("does not: %s", a.text)
	}
}
