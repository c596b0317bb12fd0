package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

func printSchema(out io.Writer, m sdk.Manifest) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(settings.ToJSON(m.Schema))
}

func printManifest(out io.Writer, m sdk.Manifest) error {
	table := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	for _, row := range [][2]string{
		{"Plugin", m.Name + " (" + m.Title + ")"},
		{"Version", m.Version},
		{"Can", strings.Join(m.Can, ", ")},
		{"Webhooks", webhook(m.Webhook)},
	} {
		_, _ = fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, _ = fmt.Fprintf(out, "\nSettings\n")
	for _, p := range m.Schema {
		_, _ = fmt.Fprintf(out, "  %s: %s\n", p.Name, traits(p))
		if p.Help != "" {
			_, _ = fmt.Fprintf(out, "      %s\n", p.Help)
		}
	}
	_, err := fmt.Fprintf(out, "\nA connection\n%s", example(m))
	return err
}

func webhook(s sdk.Signature) string {
	switch s.Scheme {
	case "", sdk.SchemeNone:
		return "none, the hub polls"
	case sdk.SchemePath:
		return "/hooks/CONNECTION/SECRET"
	}
	return "/hooks/CONNECTION, " + s.Scheme + " in the header " + s.Header
}

// traits says what kind of value a setting takes.
func traits(p settings.Property) string {
	words := []string{p.Type}
	if len(p.Enum) > 0 {
		words = []string{strings.Join(p.Enum, " | ")}
	}
	if p.Required {
		words = append(words, "required")
	}
	if p.Default != "" {
		words = append(words, "default "+p.Default)
	}
	return strings.Join(words, ", ")
}

// example is a connection to copy into the configuration.
func example(m sdk.Manifest) string {
	var b strings.Builder
	_, _ = fmt.Fprintf(&b, "  - name: my-%s\n    plugin: %s\n    settings:\n", m.Name, m.Name)
	for _, p := range m.Schema {
		value, optional := p.Example, "# "
		if p.Type == "secret" {
			value = "env:" + variable(m.Name, p.Name)
		}
		if p.Required {
			optional = ""
		}
		if p.Required || p.Type == "secret" {
			_, _ = fmt.Fprintf(&b, "      %s%s: %q\n", optional, p.Name, value)
		}
	}
	if s := m.Webhook.Scheme; s != "" && s != sdk.SchemeNone {
		_, _ = fmt.Fprintf(&b, "    webhook_secret: \"env:%s\"\n", variable(m.Name, "hook_secret"))
	}
	return b.String()
}

func variable(plugin, setting string) string {
	return strings.ToUpper(strings.ReplaceAll(plugin+"_"+setting, "-", "_"))
}
