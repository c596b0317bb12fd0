package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

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
	order(t, page, `/requests/`+string(key), "Loss", "Nordwind Logistik", "NET-482", "Loss in FRA", `value="hub"`, "Line card fault", `value="tool"`, `name="value"`)
	if strings.Contains(page, "All is well") {
		t.Error("what agrees is listed")
	}
	if strings.Contains(w.as(t, "viewer").get("/conflicts").body, `name="choose"`) {
		t.Error("a viewer may decide")
	}
	got := b.post("/requests/"+string(key)+"/conflicts/"+id, "choose", "tool", "back", "/conflicts")
	if got.header.Get("Location") != "/conflicts" {
		t.Fatalf("%d to %q", got.code, got.header.Get("Location"))
	}
	if c := w.item(t, key).Request.Link(link).Conflicts[0].Choice; c == nil || c.Take != "tool" {
		t.Errorf("chosen %+v", c)
	}
	if got := b.post("/requests/"+string(key)+"/conflicts/"+id, "choose", "tool", "back", "https://evil.example"); got.header.Get("Location") != "/" {
		t.Errorf("sent to %q", got.header.Get("Location"))
	}
	if got := w.as(t, "client").get("/conflicts"); got.code != 403 {
		t.Errorf("a client: %d", got.code)
	}
	w.hides(t, key)
	if page := w.as(t, "lead").get("/conflicts").body; strings.Contains(page, string(key)) {
		t.Error("a restricted request is listed for others")
	}
}

// hides restricts a request to jana.
func (w *world) hides(t *testing.T, key request.Key) {
	t.Helper()
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Restricted: &[]string{"jana"}}, nil); err != nil {
		t.Fatal(err)
	}
}
