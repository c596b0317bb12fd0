package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/web"
	"github.com/spochub/spochub/plugins/builtin"
	"github.com/spochub/spochub/sdk"
)

// The settings of the connectors that come along are said in German, and no text of
// theirs is kept that they no longer have.
func TestSettingsAreSaidInGerman(t *testing.T) {
	t.Parallel()
	used := map[string]bool{"option.true": true, "option.false": true}
	for _, c := range builtin.Connectors() {
		for _, p := range c().Manifest().Schema {
			keys := []string{"setting." + p.Title}
			if p.Help != "" {
				keys = append(keys, "setting."+p.Help)
			}
			for _, choice := range p.Enum {
				keys = append(keys, "option."+choice)
			}
			for _, key := range keys {
				key = strings.ReplaceAll(key, " ", "_")
				if used[key] = true; web.Messages("de")[key] == "" {
					t.Errorf("%s, %s: not in German: %s", c().Manifest().Name, p.Name, key)
				}
			}
		}
	}
	for key, said := range web.Messages("en") {
		list, text, _ := strings.Cut(key, ".")
		if (list == "setting" || list == "option") && !used[key] {
			t.Errorf("no connector says %s", key)
		}
		if list == "setting" && strings.ReplaceAll(said, " ", "_") != text {
			t.Errorf("%s is not what the connector says", key)
		}
	}
}

// The form of a connection is in the reader's language; what a plugin of somebody
// else says stays English, and is told to be.
func TestAConnectionsFormIsInGerman(t *testing.T) {
	t.Parallel()
	manifests := map[string]sdk.Manifest{"acme": acme()}
	for name, c := range builtin.Connectors() {
		manifests[name] = c().Manifest()
	}
	w := open(t, func(o *web.Options) { o.Admin = admin.New(admin.Options{Manifests: manifests}) })
	b := w.as(t, "admin")
	b.lang = "de"
	for path, words := range map[string][]string{
		"/connections/add?plugin=jira": {"Betriebsart", "selbst erkennen", "Üblich: mitbenutzt", "Wird gesetzt, wo ein Übergang eine verlangt.", "Üblich: ja"},
		"/connections/add?plugin=acme": {`<span lang="en">Strict</span>`, `<span lang="de">Adresse</span>`},
	} {
		got := b.get(path)
		for _, want := range words {
			if !strings.Contains(got.body, want) && !strings.Contains(said(got.body), want) {
				t.Errorf("%s: %q is missing: %s", path, want, said(got.body))
			}
		}
	}
}
