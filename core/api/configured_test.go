package api_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/store"
)

// want makes a call that must be answered with a status, and never shows the secret.
func (w *world) want(t *testing.T, status int, method, path string, body any, headers ...string) answer {
	t.Helper()
	a := w.call(t, method, path, body, headers...)
	if a.status != status {
		t.Fatalf("%s %s: %d, want %d: %s", method, path, a.status, status, a.text)
	}
	if strings.Contains(a.text, hunter) {
		t.Errorf("%s %s shows the secret: %s", method, path, a.text)
	}
	return a
}

// A connection is added, changed and removed over the interface as in the browser:
// tried before it is stored, paused at first, its secret in no answer.
func TestAConnectionIsKept(t *testing.T) {
	t.Parallel()
	w := open(t)
	if a := w.want(t, 200, "GET", "/plugins", nil); a.at(t, "items.0.settings.1.type") != "secret" || a.at(t, "items.0.webhooks") != true {
		t.Error(a.text)
	}
	draft := m{"name": "desk", "plugin": "acme", "settings": m{"base_url": "https://acme.example", "token": "not it", "pages": 7}, "webhook_secret": "hook of the tool"}
	if a := w.want(t, 422, "POST", "/connections", draft); !strings.Contains(a.text, "the token is not good") || !strings.Contains(a.text, "Make a new token.") {
		t.Error(a.text)
	}
	if a := w.want(t, 200, "POST", "/connections/try", draft); a.at(t, "works") != false || a.at(t, "problems.0.mend") != "Make a new token." {
		t.Error(a.text)
	}
	w.want(t, 404, "GET", "/connections/desk", nil)
	draft["settings"].(m)["token"] = hunter
	if a := w.want(t, 200, "POST", "/connections/try", draft); a.at(t, "works") != true || a.at(t, "self") != "spochub@acme.example" {
		t.Error(a.text)
	}
	a := w.want(t, 201, "POST", "/connections", draft, "Idempotency-Key", "k1")
	if a.at(t, "paused") != true || a.at(t, "settings.pages") != "7" || a.at(t, "secrets.0") != "token" || a.at(t, "webhook_secret") != true || a.header.Get("Location") != "/api/v1/connections/desk" {
		t.Error(a.header, a.text)
	}
	w.want(t, 201, "POST", "/connections", draft, "Idempotency-Key", "k1")
	w.want(t, 422, "POST", "/connections", draft)
	seen := a.header.Get("ETag")
	w.want(t, 422, "PATCH", "/connections/desk", m{"settings": m{"base_url": "https://other.example"}})
	a = w.want(t, 200, "PATCH", "/connections/desk", m{"settings": m{"base_url": "https://acme.example/desk", "pages": nil}, "poll": "30s", "read_only": true}, "If-Match", seen)
	if a.at(t, "settings.base_url") != "https://acme.example/desk" || a.at(t, "settings.pages") != nil && a.at(t, "settings.pages") != "3" || a.at(t, "poll") != "30s" || a.at(t, "read_only") != true {
		t.Error(a.text)
	}
	w.want(t, 409, "PATCH", "/connections/desk", m{"read_only": false}, "If-Match", seen)
	if a = w.want(t, 200, "PATCH", "/connections/desk", m{"poll": "45s"}); a.at(t, "read_only") != true || a.at(t, "webhook_secret") != true {
		t.Errorf("what was not sent has changed: %s", a.text)
	}
	if a = w.want(t, 200, "POST", "/connections/desk/resume", nil); a.at(t, "paused") != false {
		t.Error(a.text)
	}
	if a = w.want(t, 200, "GET", "/connections/desk", nil); a.at(t, "paused") != false || !strings.HasSuffix(a.at(t, "webhook").(string), "/hooks/desk") {
		t.Error(a.text)
	}
	w.links = map[string]int{"desk": 2}
	if a = w.want(t, 409, "DELETE", "/connections/desk", nil); !strings.Contains(a.text, "2 tickets are linked through it") {
		t.Error(a.text)
	}
	w.links = nil
	w.want(t, 204, "DELETE", "/connections/desk", nil)
	w.want(t, 404, "DELETE", "/connections/desk", nil)
}

// What is wrong stands at its member, and the file's connection keeps its settings.
func TestAConnectionsFaults(t *testing.T) {
	t.Parallel()
	w := open(t)
	bad := m{"name": "Desk", "plugin": "acme", "settings": m{"pages": "many", "colour": "red"}, "poll": "1ms"}
	a := w.want(t, 422, "POST", "/connections", bad)
	for _, want := range []string{"body.name", "body.settings.pages", "body.settings.colour", "body.settings.base_url", "body.settings.token", "body.poll"} {
		if !strings.Contains(a.text, `"`+want+`"`) {
			t.Errorf("%s is not named: %s", want, a.text)
		}
	}
	w.want(t, 422, "POST", "/connections", m{"name": "x", "plugin": "nobody", "settings": m{"token": hunter}})
	w.want(t, 422, "PATCH", "/connections/none", "x")
	if a := w.want(t, 409, "PATCH", "/connections/jira", m{"read_only": true}); !strings.Contains(a.text, "configuration file") {
		t.Error(a.text)
	}
	w.want(t, 409, "DELETE", "/connections/jira", nil)
	if a := w.want(t, 200, "GET", "/connections/jira", nil); a.at(t, "file") != true || a.at(t, "secrets.0") != "token" || a.header.Get("ETag") != "" {
		t.Error(a.text)
	}
	w.want(t, 200, "POST", "/connections/jira/pause", nil)
	w.want(t, 404, "POST", "/connections/none/pause", nil)
	w.want(t, 404, "POST", "/connections/none/retry", nil)
	w.retry = map[string]error{"jira": errors.New("jira: denied: the token has ended")}
	if a := w.want(t, 200, "POST", "/connections/jira/retry", nil); a.at(t, "works") != false || !strings.Contains(a.text, "has ended") {
		t.Error(a.text)
	}
	w.retry = nil
	if a := w.want(t, 200, "POST", "/connections/jira/retry", nil); a.at(t, "works") != true || a.at(t, "error") != nil {
		t.Error(a.text)
	}
}

// A mapping is read, tried and taken live as a whole.
func TestAMappingIsKept(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.want(t, 404, "GET", "/connections/none/mapping", nil)
	none := w.want(t, 200, "GET", "/connections/jira/mapping", nil)
	if none.at(t, "version") != 0.0 {
		t.Error(none.text)
	}
	rows := m{"states": m{"read": m{"Ready for QA": "in_progress"}}, "fields": m{"title": "off"}}
	if a := w.want(t, 200, "POST", "/connections/jira/mapping/try?read=true", rows); a.at(t, "items") == nil || len(w.mapped) != 1 || w.mapped[0] != "map[Ready for QA:in_progress]offtrue" {
		t.Error(a.text, w.mapped)
	}
	if a := w.want(t, 422, "PUT", "/connections/jira/mapping", m{"states": m{"read": m{"Ready": "perhaps"}}}); !strings.Contains(a.text, "body.states.read.Ready") {
		t.Error(a.text)
	}
	a := w.want(t, 200, "PUT", "/connections/jira/mapping", rows)
	if a.at(t, "rows.states.read.Ready for QA") != "in_progress" || a.at(t, "rows.fields.title") != "off" {
		t.Error(a.text)
	}
	seen := a.header.Get("ETag")
	w.want(t, 200, "PUT", "/connections/jira/mapping", m{"fields": m{"title": "in"}}, "If-Match", seen)
	w.want(t, 409, "PUT", "/connections/jira/mapping", rows, "If-Match", seen)
	if a := w.want(t, 200, "GET", "/connections/jira/mapping", nil); a.at(t, "rows.fields.title") != "in" || strings.Contains(a.text, "Ready") {
		t.Errorf("it is not set as a whole: %s", a.text)
	}
	trail, err := w.store.Trail(t.Context(), store.TrailQuery{Action: admin.MappingChanged, Limit: 9})
	if err != nil || len(trail) != 2 || trail[0].Object != "jira" {
		t.Errorf("on record: %+v, %v", trail, err)
	}
}
