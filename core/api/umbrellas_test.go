package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func (w *world) umbrella(t *testing.T) string {
	t.Helper()
	a := w.call(t, "POST", "/requests", m{
		"title": "Line card", "umbrella": "major", "affected": []m{{"service": "FRA3", "impact": "down", "from": "2026-03-02T11:00:00Z"}},
	})
	if a.status != http.StatusCreated || a.at(t, "umbrella.kind") != "major" || a.at(t, "client") != nil || a.at(t, "affected.0.impact") != "down" {
		t.Fatal(a.status, a.text)
	}
	return a.at(t, "key").(string)
}

func TestUmbrellas(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.umbrella(t)
	child := w.call(t, "POST", "/requests", m{"title": "Loss", "client": "nordwind", "service": "FRA3"}).at(t, "key").(string)
	a := w.call(t, "GET", "/requests/"+key+"/proposals", nil)
	if a.status != http.StatusOK || a.at(t, "items.0.key") != child || a.at(t, "items.0.reasons.0.kind") != "service" {
		t.Fatal(a.status, a.text)
	}
	a = w.call(t, "POST", "/requests/"+key+"/gathered", m{"requests": []string{child, "SP-9", key}})
	if a.status != http.StatusOK || a.at(t, "gathered.0") != child || a.at(t, "refused.0.key") != "SP-9" || a.at(t, "refused.1.key") != key {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", "/requests/"+key+"/proposals?component=none", nil); a.status != http.StatusOK || strings.Contains(a.text, child) {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", "/requests/"+key+"/gathered?limit=1", nil); a.at(t, "items.0.umbrella.gathered_by") != key {
		t.Fatal(a.status, a.text)
	}
	body := m{"texts": m{"en": "We work on it."}}
	first := w.call(t, "POST", "/requests/"+key+"/broadcasts", body, "Idempotency-Key", "b")
	again := w.call(t, "POST", "/requests/"+key+"/broadcasts", body, "Idempotency-Key", "b")
	if first.status != http.StatusOK || first.text != again.text || first.at(t, "untold.0.key") != child || first.at(t, "untold.0.notes.0") == nil {
		t.Fatal(first.status, first.text, again.text)
	}
	if a := w.call(t, "POST", "/requests/"+key+"/broadcasts", m{"texts": m{"de": "Bald."}}); a.at(t, "untold.0.key") != child {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "PATCH", "/requests/"+key, m{"status": "monitoring"}); a.status != http.StatusOK || a.at(t, "umbrella.flowing") != false {
		t.Fatal(a.status, a.text)
	}
	a = w.call(t, "GET", "/requests/"+child, nil)
	if a.at(t, "status") != "monitoring" || a.at(t, "notes.0.body") != "We work on it." || a.at(t, "restored_at") == nil {
		t.Fatal(a.text)
	}
	note := a.at(t, "notes.0.id").(string)
	if a := w.call(t, "POST", "/requests/"+child+"/notes/"+note+"/share", m{"audience": "teams", "umbrella": true}); a.status != http.StatusCreated {
		t.Fatal(a.status, a.text)
	}
	other := w.umbrella(t)
	if a := w.call(t, "POST", "/requests/"+key+"/merge", m{"into": other}); a.status != http.StatusOK || a.at(t, "key") != other {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", "/requests/"+key, nil); a.at(t, "merged_into") != other {
		t.Fatal(a.text)
	}
	for range 2 {
		a = w.call(t, "DELETE", "/requests/"+other+"/gathered/"+child, nil)
	}
	if a.status != http.StatusNotFound || w.call(t, "GET", "/requests/"+child, nil).at(t, "umbrella") != nil {
		t.Fatal(a.status, a.text)
	}
}

func TestUmbrellaFaults(t *testing.T) {
	t.Parallel()
	w := open(t)
	key, single := w.umbrella(t), w.created(t)
	for _, c := range []struct {
		method, path string
		body         m
		status       int
		field        string
	}{
		{"POST", "/requests", m{"title": "x", "umbrella": "major", "client": "nordwind"}, 422, "client"},
		{"POST", "/requests", m{"title": "x"}, 422, "client"},
		{"POST", "/requests", m{"title": "x", "client": "nordwind", "affected": []m{{"service": "none", "impact": "down"}}}, 422, "service"},
		{"PATCH", "/requests/" + key, m{"status": "waiting_client", "waiting_for": "x"}, 422, "status"},
		{"PATCH", "/requests/" + key, m{"restricted": []string{"jana"}}, 422, "restricted"},
		{"POST", "/requests/" + key + "/replies", m{"body": "x"}, 422, "audience"},
		{"POST", "/requests/" + key + "/broadcasts", m{"texts": m{"en": " "}}, 422, "texts"},
		{"POST", "/requests/" + key + "/broadcasts", m{"texts": m{"English": "x"}}, 422, "texts"},
		{"POST", "/requests/" + single + "/broadcasts", m{"texts": m{"en": "x"}}, 422, "umbrella"},
		{"POST", "/requests/" + single + "/merge", m{"into": key}, 422, "into"},
	} {
		a := w.call(t, c.method, c.path, c.body)
		if a.status != c.status || a.at(t, "field") != c.field {
			t.Errorf("%s %s %v: %d %s", c.method, c.path, c.body, a.status, a.text)
		}
	}
}

func TestAmendADelegation(t *testing.T) {
	t.Parallel()
	w := open(t)
	at := "/requests/" + w.created(t)
	id := w.call(t, "POST", at+"/delegations", m{"team": "core"}).at(t, "delegation.id").(string)
	path := at + "/delegations/" + id
	due := noon.Add(time.Hour).Format(time.RFC3339)
	a := w.call(t, "PATCH", path, m{"due_at": due, "lead": true, "task": m{"body": "Start at port 7."}, "reason": "the client waits"})
	if a.status != http.StatusOK || a.at(t, "delegation.lead") != true || a.at(t, "delegation.due_at") == nil || a.at(t, "delegation.task.body") != "Start at port 7." || a.at(t, "link.health") != "pending" {
		t.Fatal(a.status, a.text)
	}
	if a := w.call(t, "GET", at, nil); !strings.Contains(a.at(t, "notes.0.body").(string), "Start at port 7.") || a.at(t, "notes.0.audience") != "teams" {
		t.Error(a.text)
	}
	if a := w.call(t, "GET", at+"/history", nil); !strings.Contains(a.text, `"field":"task_due"`) || !strings.Contains(a.text, `"field":"lead"`) {
		t.Error(a.text)
	}
	if a := w.call(t, "PATCH", path, m{"due_at": nil}); a.status != http.StatusOK || a.at(t, "delegation.due_at") != nil || a.at(t, "delegation.lead") != true {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", path, m{"task": m{"title": " "}}); a.status != 422 {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", at+"/delegations/none", m{"lead": true}); a.status != http.StatusNotFound {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", path, m{"lead": false}, "If-Match", `"1"`); a.status != http.StatusConflict {
		t.Error(a.status, a.text)
	}
	w.call(t, "POST", path+"/withdraw", nil)
	if a := w.call(t, "PATCH", path, m{"lead": false}); a.status != http.StatusConflict {
		t.Error(a.status, a.text)
	}
}

func TestBridgeAndWorkByHand(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.created(t)
	at := "/requests/" + key
	link := w.call(t, "POST", at+"/delegations", m{"team": "core"}).at(t, "link.id").(string)
	second := w.call(t, "POST", at+"/delegations", m{"team": "core"}, "Idempotency-Key", "second").at(t, "link.id").(string)
	a := w.call(t, "POST", at+"/delegations", m{"team": "field"})
	hand := a.at(t, "link.id").(string)
	if a := w.call(t, "PUT", at+"/bridge", m{"links": []string{link, second}}); a.status != http.StatusOK || a.at(t, "bridge.0") != link {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PUT", at+"/bridge", m{"links": []string{link, hand}}); a.status != 422 || a.at(t, "field") != "links" {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", at+"/links/"+link, m{"state": "done"}); a.status != http.StatusConflict {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "PATCH", at+"/links/"+hand, m{"state": "cancelled"}); a.status != 422 || a.at(t, "field") != "reason" {
		t.Error(a.status, a.text)
	}
	a = w.call(t, "PATCH", at+"/links/"+hand, m{"ticket": "F-77", "state": "in_progress", "tool_state": "on site", "assignee": "Olaf"})
	if a.status != http.StatusOK || a.at(t, "delegation.state") != "accepted" || a.at(t, "link.ticket_key") != "F-77" || a.at(t, "link.assignee") != "Olaf" {
		t.Error(a.status, a.text)
	}
	if a := w.call(t, "GET", at, nil); a.at(t, "status") != "in_progress" {
		t.Error("accepted by hand, the request is", a.at(t, "status"))
	}
	if a := w.call(t, "PATCH", at+"/links/"+hand, m{"state": "cancelled", "reason": "no access"}); a.at(t, "delegation.state") != "returned" || a.at(t, "delegation.returned_reason") != "no access" {
		t.Error(a.status, a.text)
	}
	w.call(t, "PATCH", at, m{"status": "resolved"})
	if a := w.call(t, "GET", at, nil); len(a.at(t, "bridge").([]any)) != 0 {
		t.Error("the bridge outlives the request")
	}
	if a := w.call(t, "PUT", at+"/bridge", m{"links": []string{link}}); a.status != 422 {
		t.Error(a.status, a.text)
	}
}
