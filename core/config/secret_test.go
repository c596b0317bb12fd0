package config_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/config"
)

// TestNoLiteralSecretInAnError writes a secret, in every manner that YAML knows,
// where a reference belongs: each time that is a fault, and never echoed.
func TestNoLiteralSecretInAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "spochub.yaml")
	rapid.Check(t, func(t *rapid.T) {
		secret := "hunter" + rapid.StringMatching(`[a-zA-Z0-9]{3,20}`).Draw(t, "secret")
		manner := rapid.SampledFrom([]string{
			"%s", `"%s"`, "'%s'", "[%s]", "{ env: %s }", "!!int %s", "!!binary %s", "*%s", "&a *%s", "!%s x", "|\n        %s",
			"env: %s", "env:%s-", "env:\n%s", "%s: x", "@%s", "%%%s", "{%s", "https://bot:%s@a.example", "postgres://hub:%s@db/spochub",
			"postgres://db/spochub?user=hub&password=%s", "postgres://hub:%s/@db", "sqlite://hub:%s@x",
		}).Draw(t, "manner")
		text := fmt.Sprintf(rapid.SampledFrom([]string{
			"connections:\n  - name: noc\n    plugin: acme\n    settings:\n      base_url: https://a.example\n      token: %s\n",
			"connections:\n  - name: noc\n    plugin: unheard\n    settings: { base_url: x }\n    webhook_secret: %s\n",
			"connections:\n  - { name: noc, plugin: acme, settings: { base_url: x, token: %s } }\n",
			"connections:\n  - name: noc\n    plugin: acme\n    webhook_secret: %s\n    webhook_secret: x\n",
			"database:\n  url: %s\ndesk: { locale: fr }\n",
		}).Draw(t, "place"), fmt.Sprintf(manner, secret))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(config.Options{File: file, Environ: []string{}, Manifests: manifests()})
		if err == nil {
			t.Fatalf("accepted:\n%s", text)
		}
		if strings.Contains(err.Error(), secret) {
			t.Fatalf("the secret stands in the error:\n%s\n%v", text, err)
		}
	})
}

func TestSecretPrintsItsReferenceOnly(t *testing.T) {
	c, err := load(t, `connections: [{ name: noc, plugin: acme, settings: { base_url: https://a.example, token: "env:T" }, webhook_secret: "env:T" }]`,
		"T=sesame", "SPOCHUB_DATABASE__URL=postgres://hub:sesame@db/spochub")
	if err != nil {
		t.Fatal(err)
	}
	var prints strings.Builder
	slog.New(slog.NewTextHandler(&prints, nil)).Info("loaded", "secret", c.Connections[0].WebhookSecret, "settings", c.Connections[0].Settings)
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&prints, verb, c.Connections[0])
		fmt.Fprintf(&prints, verb, c.Connections[0].WebhookSecret)
		fmt.Fprintf(&prints, verb, c.Database)
	}
	prints.Write(encoded)
	if strings.Contains(prints.String(), "sesame") || !strings.Contains(prints.String(), "env:T") {
		t.Errorf("prints: %s", prints.String())
	}
}
