package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/store"
)

// The trail and the catalogue say words in the reader's language where codes are
// stored.
func TestTheTrailSaysWords(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	b.lang = "de"
	b.post("/people/account", "login", "kim", "name", "Kim", "role", "lead")
	b.post("/people/account", "was", "kim", "login", "kim", "name", "Kim", "role", "admin")
	b.post("/catalogue/clients/entry", "name", "argent", "title", "Argent", "language", "de")
	b.post("/catalogue/contacts/entry", "client", "nordwind", "mail", "a@nordwind.example", "name", "Ann", "rights", "open", "rights", "site_access")
	b.post("/catalogue/teams/entry", "name", "night", "connection", "jira", "target", "NET", "side", "supplier", "follows_status", "comment", "allow_public", "true")
	if err := w.store.Record(t.Context(),
		store.Audit{By: "kim", Action: admin.RuleChanged, Object: "jira", Changes: []auth.Detail{{Field: "title", From: "ask", To: "hub"}}},
		store.Audit{By: "kim", Action: admin.ConnectionChanged, Object: "jira", Changes: []auth.Detail{{Field: "settings.base_url", To: "https://jira.example"}, {Field: "read_only", To: "true"}}},
		store.Audit{By: "kim", Action: admin.MappingChanged, Object: "jira", Changes: []auth.Detail{
			{Field: "fields.comments", To: "both"}, {Field: "conflicts.due", To: "newest"}, {Field: "states.read.To Do", To: "in_progress"}, {Field: "states.write.done", To: "Closed"},
		}},
	); err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string][]string{
		"/audit": {
			"Rolle: Leitung → Verwaltung", "Wie: Anmeldelink", "Bezeichnung: Argent", "Sprache: Deutsch", "Darf: Meldungen öffnen; Zutritt zu Standorten anfragen", "Seite: Lieferant",
			"geöffnet: bekommt einen Kommentar", "alle lesen können: ja", "Titel: der SPOC entscheidet → spochub gewinnt", "settings.base_url: https://jira.example", "Nur lesen: ja",
			"Richtung von Kommentare: in beide Richtungen", "Wer bei Fällig gewinnt: der neuere Wert gewinnt", "To Do wird gelesen als: In Arbeit", "Erledigt wird geschrieben als: Closed",
		},
		"/connections/jira/mapping": {"Kommentare"},
		"/catalogue/contacts":       {"Meldungen öffnen; Zutritt zu Standorten anfragen"},
		"/catalogue/teams":          {"bekommt einen Kommentar"},
	} {
		page := said(b.get(path).body)
		for _, want := range words {
			if !strings.Contains(page, want) {
				t.Errorf("%s: %q is missing: %s", path, want, page)
			}
		}
	}
}
