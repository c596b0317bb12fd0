package config

import (
	"fmt"
	"maps"
	"slices"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Settings is what a connection's plugin asks for. Secrets stand in it as
// [Secret], so that it may be printed.
type Settings map[string]any

// Reveal returns the settings with their secrets, for the plugin alone.
func (s Settings) Reveal() settings.Raw {
	raw := settings.Raw{}
	for name, value := range s {
		if secret, ok := value.(Secret); ok {
			value = secret.Reveal()
		}
		raw[name] = value
	}
	return raw
}

// Secrets says where the secrets stand, by name: "token (env:JIRA_TOKEN)".
func (s Settings) Secrets() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if secret, ok := s[name].(Secret); ok && !secret.IsZero() {
			list = append(list, fmt.Sprintf("%s (%s)", name, secret))
		}
	}
	return list
}

// settings finds the connection's plugin and checks its settings.
func (c *checker) settings(at place, conn *Connection) {
	c.name(at.at("plugin"), conn.Plugin)
	if c.isFaulty(at.at("plugin")) {
		return
	}
	manifest, known := c.manifests[conn.Plugin]
	_, declared := c.config.Plugins.SHA256[conn.Plugin]
	if c.manifests != nil && !known && !declared {
		names := slices.Collect(maps.Keys(c.manifests))
		c.faultf(at.at("plugin"), "there is no plugin %q%s", conn.Plugin, settings.Suggest(conn.Plugin, names))
	}
	c.secrets(at.at("settings"), conn.Settings, known, manifest.Schema)
	if known {
		c.manifest(at, conn, manifest)
	}
}

// manifest checks what the plugin says of itself.
func (c *checker) manifest(at place, conn *Connection, m sdk.Manifest) {
	for _, f := range settings.Check(m.Schema, conn.Settings.Reveal()) {
		c.faultf(at.at("settings").at(f.Name), "%s", f.Text)
	}
	deaf := m.Webhook.Scheme == sdk.SchemeNone || m.Webhook.Scheme == ""
	if !conn.WebhookSecret.IsZero() && deaf {
		c.faultf(at.at("webhook_secret"), "is of no use: plugin %s receives no webhooks", conn.Plugin)
	}
}

// secrets turns references into secrets. Where the schema is known, its secrets
// must be references; where it is not, a text that looks like one is one.
func (c *checker) secrets(at place, s Settings, known bool, schema []settings.Property) {
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if _, resolved := s[name].(Secret); resolved {
			continue
		}
		i := slices.IndexFunc(schema, func(p settings.Property) bool { return p.Name == name })
		text, isText := s[name].(string)
		switch {
		case i >= 0 && schema[i].Type == "secret", !known && isText && isReference(text):
			var secret Secret
			c.unmarshal(at.at(name), s[name], &secret)
			s[name] = secret
		case s[name] == nil:
			c.faultf(at.at(name), "is empty: give it a value or remove the key")
		case isText && hasPassword(text):
			c.faultf(at.at(name), "must not hold a password")
		}
	}
}
