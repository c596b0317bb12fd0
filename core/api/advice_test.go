package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

func (w *world) connected(t *testing.T, change func(*store.Connection)) answer {
	t.Helper()
	if err := w.store.Connection(t.Context(), "jira", func(c *store.Connection) error { change(c); return nil }); err != nil {
		t.Fatal(err)
	}
	return w.call(t, "GET", "/connections", nil)
}

func TestConnectionsSayWhatToMend(t *testing.T) {
	t.Parallel()
	w := open(t)
	fresh := w.call(t, "GET", "/connections", nil)
	if !strings.Contains(fresh.text, `"may":[],"advice":[],"expires_at":null`) {
		t.Errorf("of an account that nobody has asked: %s", fresh.text)
	}
	a := w.connected(t, func(c *store.Connection) {
		c.PingedAt, c.PolledAt = noon, noon
		c.Place = ticket.Place{
			Can: []string{"Creator", "Watcher"}, Expires: noon.Add(5 * 24 * time.Hour),
			Problems: []ticket.Problem{{Lacks: []string{"Uploader"}, What: "The account may not add files in NET.", Mend: "In Jira, give it the right."}},
		}
	})
	for path, want := range map[string]any{
		"items.0.may.0": "read_tickets", "items.0.may.1": "create_tickets", "items.0.expires_at": "2026-03-07T12:00:00.000000Z",
		"items.0.advice.0.what": "The credential expires on 2026-03-07.",
		"items.0.advice.0.mend": "Make a new one at the tool, put it into token (env:JIRA_TOKEN) and restart the hub, which reads secrets only when it starts.",
		"items.0.advice.1.what": "The account may not add files in NET.",
		"items.0.advice.1.mend": "In Jira, give it the right.",
		"items.0.state":         "ok",
	} {
		if got := a.at(t, path); got != want {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	a = w.connected(t, func(c *store.Connection) { c.Stopped, c.StoppedAt = "who am I: unauthenticated: HTTP 401", noon })
	if a.at(t, "items.0.state") != "stopped" || a.at(t, "items.0.advice.0.what") != "The tool refuses the credential, so that no calls are made." ||
		a.at(t, "items.0.advice.0.mend") != "Mend it at the tool, and calls begin again by themselves; or put a new one into token (env:JIRA_TOKEN) and restart the hub, which reads secrets only when it starts." {
		t.Error(a.text)
	}
	if !strings.Contains(a.text, `"may":[],`) {
		t.Errorf("while the credential is refused: %s", a.text)
	}
	if a = w.connected(t, func(c *store.Connection) { c.Stopped, c.StoppedAt = "", time.Time{} }); a.at(t, "items.0.may.1") != "create_tickets" {
		t.Errorf("once it is accepted again: %s", a.text)
	}
	doc := w.call(t, "GET", "/openapi.json", nil)
	if doc.status != http.StatusOK {
		t.Fatal(doc.status)
	}
	for _, name := range []string{"may", "advice", "expires_at"} {
		if text, _ := doc.at(t, "components.schemas.Connection.properties."+name+".description").(string); text == "" {
			t.Errorf("the document does not explain %s", name)
		}
	}
	if doc.at(t, "components.schemas.Advice.properties.mend.type") != "string" {
		t.Error("the document does not show the shape of an advice")
	}
}
