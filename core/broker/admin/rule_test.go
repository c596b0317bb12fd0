package admin_test

import (
	"errors"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/store"
)

// A rule is in effect over what the file says, stands among the rows of the
// mapping beside what is there, and is taken back alone.
func TestARuleIsInEffect(t *testing.T) {
	w := mapped(t)
	if err := w.SaveMapping(t.Context(), w.by, "noc", 0, admin.Values{"fields.title": "both"}); err != nil {
		t.Fatal(err)
	}
	rule := admin.Rule{Connection: "noc", Field: "title", Wins: config.HubWins}
	own := admin.Rule{Connection: "noc", Field: "x.site", Wins: config.ToolWins}
	if err := w.SetRules(t.Context(), w.by, []admin.Rule{rule, own}); err != nil {
		t.Fatal(err)
	}
	if c := w.now.Connections[0]; c.Policy("title") != config.HubWins || c.Policy("x.site") != config.ToolWins || c.Policy("priority") != config.Ask {
		t.Errorf("%+v", c.Conflicts)
	}
	m, err := w.MappingOf(w.by, "noc")
	if err != nil || m.Rows["fields.title"] != "both" || m.Rows["conflicts.title"] != "hub" || m.Plain.Policy("title") != config.Ask {
		t.Errorf("%+v, %v", m, err)
	}
	list, err := w.Rules(auth.Actor{Login: "v", Role: auth.Viewer})
	if rule.Else = config.Ask; err != nil || len(list) != 2 || list[0] != rule {
		t.Errorf("%+v, %v", list, err)
	}
	rule.Wins = ""
	for range 2 { // the second time there is nothing to do
		if err := w.SetRules(t.Context(), w.by, []admin.Rule{rule}); err != nil || w.now.Connections[0].Policy("title") != config.Ask {
			t.Errorf("taken back: %v", err)
		}
	}
	trail, err := w.store.Trail(t.Context(), store.TrailQuery{Action: admin.RuleChanged, Limit: 10})
	if err != nil || len(trail) != 3 {
		t.Errorf("%d lines of the audit trail, %v", len(trail), err)
	}
}

func TestRulesAreChecked(t *testing.T) {
	w := mapped(t)
	for what, r := range map[string]admin.Rule{
		"an unknown policy": {Connection: "noc", Field: "title", Wins: "both"},
		"no field":          {Connection: "noc", Field: "", Wins: config.HubWins},
		"an unknown field":  {Connection: "noc", Field: "colour", Wins: config.HubWins},
	} {
		good := admin.Rule{Connection: "noc", Field: "title", Wins: config.HubWins}
		if err := w.SetRules(t.Context(), w.by, []admin.Rule{good, r}); len(faults(err)) != 1 {
			t.Errorf("%s: %v", what, err)
		}
	}
	if list, err := w.Rules(w.by); err != nil || len(list) != 0 {
		t.Errorf("a part was kept: %+v, %v", list, err)
	}
	if err := w.SetRules(t.Context(), w.by, []admin.Rule{{Connection: "nowhere", Field: "title", Wins: config.HubWins}}); !errors.Is(err, admin.ErrNotFound) {
		t.Errorf("an unknown connection: %v", err)
	}
	if err := w.SetRules(t.Context(), auth.Actor{Role: auth.Lead}, nil); !errors.Is(err, auth.ErrDenied) {
		t.Errorf("without the right: %v", err)
	}
}
