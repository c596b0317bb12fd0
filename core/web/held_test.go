package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// What is held back is shown as a list with the change of each text, and what
// was written as a count, in both languages; restricted requests are not there.
func TestWhatWouldBeWrittenIsShown(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.connect(t, store.Connection{Name: "jira", PolledAt: time.Now()})
	holding := func(d *store.LinkDoc) {
		d.State.Held = []reconcile.Withheld{
			{Effect: reconcile.SetField, Field: ticket.Priority, From: "Low", To: "P1", Code: "10", Since: time.Now()},
			{Effect: reconcile.AddComment, To: "<script>one</script>", Since: time.Now()},
		}
		d.Wrote = store.Wrote{Day: time.Now().UTC().Format(time.DateOnly), Wrote: reconcile.Wrote{Comments: 17}}
	}
	key := w.received(t, "Packet loss in Frankfurt")
	w.tool(t, w.delegated(t, key, "core"), holding)
	secret := w.received(t, "A secret matter")
	w.tool(t, w.delegated(t, secret, "core"), holding)
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: secret}, request.Edit{Restricted: &[]string{"jana"}}, nil); err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "viewer")
	for lang, words := range map[string][]string{
		"en": {"What would be written", "Set: Priority", "Low</bdi> → ", "New comment", "&lt;script&gt;one", "Packet loss in Frankfurt", "Core Network", "new ticket"},
		"de": {"Was geschrieben würde", "Setzen: Priorität", "Neuer Kommentar"},
	} {
		b.lang = lang
		got := b.get("/connections/jira/would-write")
		for _, want := range words {
			if got.code != http.StatusOK || !strings.Contains(got.body, want) {
				t.Errorf("%s: %q is missing: %d %s", lang, want, got.code, got.body)
			}
		}
		if strings.Contains(got.body, "A secret matter") {
			t.Error("a restricted request is listed")
		}
	}
	b.lang = "en"
	for _, want := range []string{"writes held back: 4", "comments today: 34", "What the hub wrote", ">34</td>", "<bdi>Core Network</bdi></td>"} {
		if body := b.get("/connections").body; !strings.Contains(body, want) {
			t.Errorf("%q is missing: %s", want, body)
		}
	}
	if got := b.get("/connections/jira/would-write?cursor=x"); got.code != http.StatusSeeOther {
		t.Error("another cursor answers", got.code)
	}
	if got := b.get("/connections/nowhere/would-write"); got.code != http.StatusNotFound || !strings.Contains(got.body, "There is no such page.") {
		t.Error("a connection that is not there answers", got.code)
	}
}
