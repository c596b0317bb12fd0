package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/api"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"

	"github.com/spochub/spochub/core/store"
)

func TestRecreateMakesOneTicket(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	link := w.call(t, "POST", key+"/delegations", m{"team": "core"}).at(t, "link.id").(string)
	again := func() answer { return w.call(t, "POST", key+"/links/"+link+"/recreate", nil) }
	if a := again(); a.status != http.StatusConflict || a.at(t, "field") != "link" || !strings.Contains(a.text, "on its way") {
		t.Error(a.status, a.text)
	}
	w.sync(t, link, func(l *request.Link) { l.Health, l.Ticket = request.InSync, ticket.Ref{ID: "1", Key: "NET-1"} })
	if a := again(); a.status != http.StatusConflict || !strings.Contains(a.text, "NET-1 is there: unlink it first") {
		t.Error(a.status, a.text)
	}
	w.sync(t, link, func(l *request.Link) { l.Health = request.Parked })
	if a := again(); a.status != http.StatusAccepted {
		t.Error(a.status, a.text)
	}
	if a := again(); a.status != http.StatusConflict || !strings.Contains(a.text, "replaced already") {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "GET", key, nil); len(a.at(t, "links").([]any)) != 2 {
		t.Error(a.text)
	}
}

func TestRelinkSaysWhatStandsInTheWay(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second := w.created(t), w.created(t)
	relink := func(key, name string) answer {
		return w.call(t, "POST", "/requests/"+key+"/links", m{"team": "core", "ticket": name})
	}
	if a := relink(first, "NET-7"); a.status != http.StatusAccepted {
		t.Fatal(a.status, a.text)
	}
	if a := relink(second, "net-7"); a.status != http.StatusConflict || a.at(t, "key") != first || a.at(t, "field") != "ticket" {
		t.Error(a.status, a.text)
	}
	if a := relink(first, "NET-8"); a.status != http.StatusConflict || !strings.Contains(a.text, "core has NET-7 already: unlink it first") {
		t.Error(a.status, a.text)
	}
	for _, nonsense := range []string{"no such ticket", " ", "\u202e", "a\u0000 b"} {
		if a := relink(second, nonsense); a.status != http.StatusUnprocessableEntity || a.at(t, "field") != "ticket" {
			t.Errorf("%q: %d %s", nonsense, a.status, a.text)
		}
	}
	if a := w.call(t, "GET", "/requests/"+second, nil); len(a.at(t, "delegations").([]any)) != 0 || a.at(t, "version") != 1.0 {
		t.Errorf("something was stored: %s", a.text)
	}
}

func TestWithdraw(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	a := w.call(t, "POST", key+"/delegations", m{"team": "core", "due_at": nil})
	id := key + "/delegations/" + a.at(t, "delegation.id").(string)
	for range 2 { // the second time changes nothing
		if a = w.call(t, "POST", id+"/withdraw", m{"reason": "solved by us"}); a.status != http.StatusOK || a.at(t, "delegation.state") != "withdrawn" || a.header.Get("ETag") != `"3"` {
			t.Fatal(a.status, a.header, a.text)
		}
	}
	if a = w.call(t, "GET", key, nil); a.at(t, "notes.0.audience") != "teams" || !strings.Contains(a.at(t, "notes.0.body").(string), "solved by us") || len(a.at(t, "notes").([]any)) != 1 {
		t.Error(a.text)
	}
	if a = w.call(t, "POST", id+"/withdraw", nil, "If-Match", `"1"`); a.status != http.StatusConflict {
		t.Error(a.status, a.text)
	}
	if a = w.call(t, "POST", key+"/delegations/none/withdraw", nil); a.status != http.StatusNotFound {
		t.Error(a.status, a.text)
	}
	b := w.call(t, "POST", key+"/delegations", m{"team": "core"})
	if b = w.call(t, "POST", key+"/delegations/"+b.at(t, "delegation.id").(string)+"/withdraw", nil); b.status != http.StatusOK {
		t.Errorf("without a reason: %d %s", b.status, b.text)
	}
}

func TestALinkLeadsToASiteAlone(t *testing.T) {
	t.Parallel()
	w := open(t)
	path := "/requests/" + w.created(t)
	given := w.call(t, "POST", path+"/delegations", m{"team": "field"})
	one := path + "/links/" + given.at(t, "link.id").(string)
	for _, url := range []string{"javascript:alert(1)", "data:text/html,x", "/x", "ftp://x/y", "https:x"} {
		if a := w.call(t, "PATCH", one, m{"url": url}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", url, a.status, a.text)
		}
	}
	for _, url := range []string{"https://carrier.example/T-1", ""} {
		if a := w.call(t, "PATCH", one, m{"url": url}); a.status != http.StatusOK {
			t.Errorf("%q: %d %s", url, a.status, a.text)
		}
	}
	core := w.call(t, "POST", path+"/delegations", m{"team": "core"}).at(t, "link.id")
	if a := w.call(t, "PUT", path+"/bridge", m{"links": []any{core}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a bridge of one: %d", a.status)
	}
	for name, body := range map[string]m{
		"past": {"team": "core", "due_at": noon.Add(-time.Hour)}, "after nothing": {"team": "core", "after": []string{"nosuch"}},
	} {
		if a := w.call(t, "POST", path+"/delegations", body, "Idempotency-Key", name); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", name, a.status, a.text)
		}
	}
}

func TestABodyHoldsWhatIsConfigured(t *testing.T) {
	t.Parallel()
	w := openWith(t, func(o *api.Options) { o.MaxBody = 3 << 20 })
	path := "/requests/" + w.created(t) + "/notes"
	for size, want := range map[int]int{2 << 20: http.StatusUnprocessableEntity, 4 << 20: http.StatusRequestEntityTooLarge} {
		for _, header := range [][]string{nil, {"Idempotency-Key", strconv.Itoa(size)}} {
			if a := w.call(t, "POST", path, m{"body": strings.Repeat("x", size)}, header...); a.status != want {
				t.Errorf("%d bytes: %d %.200s", size, a.status, a.text)
			}
		}
	}
}

func TestTimesAndNulls(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	for _, at := range []string{"0001-01-01T00:00:00Z", "0001-01-01T05:00:00+05:00", "0042-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2077-01-01T00:00:00Z", "9999-12-31T23:59:59Z"} {
		for field, call := range map[string]answer{
			"due_at": w.call(t, "PATCH", key, m{"due_at": at}), "next_update_at": w.call(t, "PATCH", key, m{"next_update_at": at}),
			"reported_at": w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "reported_at": at}),
			"at":          w.call(t, "POST", key+"/replies", m{"body": "x", "via": "phone", "at": at}),
		} {
			if call.status != http.StatusUnprocessableEntity || call.at(t, "field") != field || !strings.Contains(call.text, "2000-01-01") && !strings.Contains(call.text, "future") {
				t.Errorf("%s of %s: %d %s", field, at, call.status, call.text)
			}
		}
		if a := w.call(t, "POST", key+"/delegations", m{"team": "core", "due_at": at}); a.status != http.StatusUnprocessableEntity {
			t.Errorf("a task due %s: %d", at, a.status)
		}
	}
	full := m{
		"due_at": "2026-04-01T00:00:00Z", "next_update_at": "2026-03-03T00:00:00Z", "expected_at": "2026-03-04T00:00:00Z", "started_at": "2026-03-02T11:00:00Z",
		"restored_at": "2026-03-02T11:30:00Z", "assignee": "jana", "contact": "Mareike Brandt", "service": "FRA3", "client_priority": "P1",
		"labels": []string{"a"}, "description": "words", "fields": m{"vlan": "12"}, "reason": "as told",
	}
	if a := w.call(t, "PATCH", key, full); a.status != http.StatusOK {
		t.Fatal(a.status, a.text)
	}
	for field := range full {
		if field == "reason" || field == "fields" {
			continue
		}
		a := w.call(t, "PATCH", key, m{field: nil, "reason": "not known"})
		if a.status != http.StatusOK {
			t.Errorf("%s: %d %s", field, a.status, a.text)
			continue
		}
		if v := a.at(t, field); v != nil && v != "" {
			if list, ok := v.([]any); !ok || len(list) > 0 {
				t.Errorf("%s is %v after null", field, v)
			}
		}
	}
	for _, field := range []string{"title", "priority", "kind"} { // a request always has one
		if a := w.call(t, "PATCH", key, m{field: nil}); a.status != http.StatusUnprocessableEntity || a.at(t, "field") != field {
			t.Errorf("%s: %d %s", field, a.status, a.text)
		}
	}
}

func TestAProblemShowsTheBeginningOfWhatWasSent(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	long := strings.Repeat("echo", 20_000)
	for what, a := range map[string]answer{
		"title":         w.call(t, "POST", "/requests", m{"title": long, "client": "nordwind"}),
		"client":        w.call(t, "POST", "/requests", m{"title": "x", "client": long}),
		"member":        w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", long: 1}),
		"missing":       w.call(t, "POST", "/requests", m{"title": "x", "description": long}),
		"type":          w.call(t, "POST", "/requests", m{"title": m{"a": long}, "client": "nordwind"}),
		"list":          w.call(t, "PATCH", key, m{"labels": long}),
		"time":          w.call(t, "PATCH", key, m{"due_at": long}),
		"status":        w.call(t, "PATCH", key, m{"status": long}),
		"assignee":      w.call(t, "PATCH", key, m{"assignee": long}),
		"field":         w.call(t, "PATCH", key, m{"fields": m{long: "x"}}),
		"label":         w.call(t, "PATCH", key, m{"labels": []string{long}}),
		"kind":          w.call(t, "PATCH", key, m{"kind": long}),
		"team":          w.call(t, "POST", key+"/delegations", m{"team": long}),
		"into":          w.call(t, "POST", key+"/merge", m{"into": long}),
		"query":         w.call(t, "GET", "/requests?q=is:"+long[:900], nil),
		"longer query":  w.call(t, "GET", "/requests?q="+long, nil),
		"cursor":        w.call(t, "GET", "/requests?cursor="+long, nil),
		"limit":         w.call(t, "GET", "/requests?limit="+long, nil),
		"key":           w.call(t, "GET", "/requests/"+long, nil),
		"path":          w.call(t, "GET", "/"+long, nil),
		"link":          w.call(t, "POST", key+"/links/"+long+"/retry", nil),
		"not JSON":      w.call(t, "POST", "/requests", strings.NewReader(`"`+long)),
		"external id":   w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "external_id": long}),
		"external list": w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "external_id": []string{long}}),
	} {
		if a.status < 400 || a.status >= 500 || len(a.text) > 3000 || strings.Contains(a.text, strings.Repeat("echo", 160)) {
			t.Errorf("%s: %d, %d bytes: %.700s", what, a.status, len(a.text), a.text)
		}
		if !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
			t.Errorf("%s: %s", what, a.header.Get("Content-Type"))
		}
	}
}

func TestWordsThatAreNoneListWhatIs(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	for what, a := range map[string]answer{
		"waiting_client":  w.call(t, "PATCH", key, m{"status": "banana"}),
		"service_request": w.call(t, "PATCH", key, m{"kind": "banana"}),
		"P4":              w.call(t, "PATCH", key, m{"priority": "banana"}),
		"force_majeure":   w.call(t, "PATCH", key, m{"status": "on_hold", "hold_reason": "banana"}),
		"withdraw":        w.call(t, "PATCH", key, m{"status": "resolved", "open_delegations": "banana"}),
		"monitoring":      w.call(t, "GET", "/requests?q=status:banana", nil),
		"unread":          w.call(t, "GET", "/requests?q=is:banana", nil),
		"conflict":        w.call(t, "GET", "/requests?q=sync:banana", nil),
		"label":           w.call(t, "GET", "/requests?q=banana:split", nil),
		"3, 4":            w.call(t, "GET", "/requests?q=p:banana", nil),
	} {
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text, what) || strings.Contains(a.text, "nil") {
			t.Errorf("%s: %d %s", what, a.status, a.text)
		}
	}
	if doc := w.call(t, "GET", "/openapi.json", nil).text; !strings.Contains(doc, `"enum":["keep","withdraw",null]`) {
		t.Error("the document does not let a member be null beside its words")
	}
}

func TestAddressesAreTakenAsTheyCome(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	if a := w.call(t, "GET", "/requests/"+strings.ToLower(key), nil); a.status != http.StatusOK || a.at(t, "key") != key {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", "/requests/"+strings.ToLower(key), m{"title": "y"}); a.status != http.StatusOK || a.at(t, "title") != "y" {
		t.Error(a.status, a.text)
	}
	for _, path := range []string{"/requests//notes", "//requests", "/requests/../connections", "/requests/" + key + "/", "/requests/./" + key, "/requests/%2e%2e/connections"} {
		for _, method := range []string{"GET", "POST", "PUT"} {
			a := w.call(t, method, path, m{"body": "x"})
			if a.status != http.StatusNotFound || a.header.Get("Location") != "" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s %s: %d %v", method, path, a.status, a.header)
			}
		}
	}
}

// Lists that are too long are refused at once, and a problem lists a few faults.
func TestTooMany(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	many, wrong, unknown := make([]string, 90_000), make([]int, 200_000), m{"title": "x", "client": "nordwind"}
	for i := range many {
		many[i] = "l" + strconv.Itoa(i)
		if i < 50_000 {
			unknown[many[i]] = 1
		}
	}
	for what, a := range map[string]answer{
		"labels":         w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "labels": many}),
		"other labels":   w.call(t, "PATCH", key, m{"labels": many}),
		"restricted":     w.call(t, "PATCH", key, m{"restricted": many}),
		"after":          w.call(t, "POST", key+"/delegations", m{"team": "core", "after": many}),
		"to":             w.call(t, "POST", key+"/replies", m{"body": "x", "to": many}),
		"links":          w.call(t, "POST", key+"/team-messages", m{"body": "x", "links": many}),
		"wrong items":    w.call(t, "PATCH", key, m{"labels": wrong}),
		"unknown fields": w.call(t, "POST", "/requests", unknown),
	} {
		if a.status != http.StatusUnprocessableEntity || len(a.text) > 10_000 {
			t.Errorf("%s: %d, %d bytes: %.300s", what, a.status, len(a.text), a.text)
		}
	}
}

func TestWhatIsTheHubsOwn(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	a := w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind", "external_id": m{"owner": "spochub", "type": "idempotency-key", "id": "1"}})
	if a.status != http.StatusUnprocessableEntity || a.at(t, "field") != "external_id" {
		t.Error(a.status, a.text)
	}
	if a = w.call(t, "PATCH", key, m{"restricted": []string{"eve"}}); a.status != http.StatusUnprocessableEntity || a.at(t, "field") != "restricted" {
		t.Errorf("hidden from everybody: %d %s", a.status, a.text)
	}
	if err := w.store.PutPerson(t.Context(), store.Person{Login: "eve"}); err != nil {
		t.Fatal(err)
	}
	if a = w.call(t, "PATCH", key, m{"restricted": []string{"eve"}}); a.status != http.StatusOK || a.at(t, "version") != 2.0 {
		t.Errorf("hidden from oneself: %d %s", a.status, a.text)
	}
	if a = w.call(t, "PATCH", key, m{"title": "x"}); a.status != http.StatusNotFound {
		t.Error(a.status, a.text)
	}
}

// What a payload names beside what may be set is refused by name, and nothing of
// the payload is stored.
func TestAPayloadSetsNothingElse(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := "/requests/" + w.created(t)
	before := w.call(t, "GET", key, nil).text
	for _, member := range []string{
		"id", "key", "version", "client", "client_title", "created_at", "updated_at", "merged_into", "umbrella", "bridge", "attention", "concerns",
		"drafts", "delegations", "links", "conflicts", "clocks", "notes", "unsent", "files", "external_ids", "audience", "owner",
	} {
		a := w.call(t, "PATCH", key, m{"title": "Taken over", member: "argent"})
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.text, "unexpected property") || !strings.Contains(a.text, "body."+member) {
			t.Errorf("%s: %d %s", member, a.status, a.text)
		}
	}
	if after := w.call(t, "GET", key, nil).text; after != before {
		t.Errorf("the request is\n%s\nand was\n%s", after, before)
	}
}
