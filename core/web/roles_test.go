package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// TestRoutesByRole walks every route with every role, and with nobody.
func TestRoutesByRole(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := string(w.received(t, "Loss"))
	people := map[string]*browser{"": w.browser(t)}
	for _, role := range auth.Roles() {
		people[string(role)] = w.as(t, string(role))
	}
	for _, route := range w.site.Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if path == "/events" || strings.HasPrefix(path, "/logout") || strings.HasPrefix(path, "/signin") {
			continue // they stream, or end the session
		}
		path = strings.NewReplacer("{$}", "", "{key}", key, "{note}", "none", "{id}", "none", "{child}", "none", "{file}", "none", "{kind}", "clients").Replace(path)
		for name, b := range people {
			got := b.get(path)
			if method == http.MethodPost {
				got = b.post(path)
			}
			check(t, method+" "+path+" as "+name, route.Right, auth.Role(name), got)
		}
	}
	if notes := w.item(t, request.Key(key)).Notes; len(notes) != 0 {
		t.Errorf("%d notes were made of empty forms", len(notes))
	}
}

func check(t *testing.T, what string, right auth.Right, role auth.Role, got answer) {
	t.Helper()
	switch {
	case right == "" || role.May(right):
		if got.code == http.StatusForbidden || got.code >= 500 || strings.HasPrefix(got.header.Get("Location"), "/login") {
			t.Errorf("%s: %d", what, got.code)
		}
	case role == "":
		if got.code != http.StatusSeeOther || !strings.HasPrefix(got.header.Get("Location"), "/login") {
			t.Errorf("%s: %d, not asked to sign in", what, got.code)
		}
	case role == auth.Client && got.header.Get("Location") == "/portal": // where their own pages are
	case got.code != http.StatusForbidden:
		t.Errorf("%s: %d, not refused", what, got.code)
	}
}

func TestEventsAskForARight(t *testing.T) {
	t.Parallel()
	w := open(t)
	if got := w.browser(t).get("/events"); got.code != http.StatusUnauthorized {
		t.Errorf("nobody: %d", got.code)
	}
	if got := w.as(t, "client").get("/events"); got.code != http.StatusForbidden {
		t.Errorf("a client: %d", got.code)
	}
}

func TestViewersSeeNoForms(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := string(w.received(t, "Loss"))
	w.delegated(t, request.Key(key), "core")
	page := w.as(t, "viewer").get("/requests/" + key).body
	if strings.Contains(page, `action="/requests/`) || strings.Contains(page, "<textarea") {
		t.Error("a viewer is offered what the role may not do")
	}
}
