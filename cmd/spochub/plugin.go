package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

func (c commands) pluginCommand() *cobra.Command {
	cmd := group("plugin", "Look at plugins, check them, write one",
		"  spochub plugin list\n  spochub plugin describe jira\n  spochub plugin new acme")
	cmd.AddCommand(c.pluginListCommand(), c.pluginDescribeCommand(), pluginNewCommand())
	if c.verify != nil {
		cmd.AddCommand(c.pluginVerifyCommand())
	}
	return cmd
}

// plugins are the manifests of all plugins that the configuration allows.
func (c commands) plugins(cmd *cobra.Command) (map[string]sdk.Manifest, error) {
	all := c.manifests()
	if c.describe == nil {
		return all, nil
	}
	loaded, err := c.load(cmd)
	if err != nil {
		return nil, err
	}
	others, err := c.describe(cmd.Context(), loaded.Plugins)
	maps.Copy(all, others)
	return all, err
}

func (c commands) pluginListCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use: "list", Short: "List the plugins that connections may use",
		Example: "  spochub plugin list",
		Args:    exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := c.plugins(cmd)
			if err != nil {
				return err
			}
			table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
			_, _ = fmt.Fprintln(table, "NAME\tTITLE\tVERSION\tFROM")
			for _, name := range slices.Sorted(maps.Keys(all)) {
				from := "plugins.dir"
				if _, ours := c.connectors[name]; ours {
					from = "the hub"
				}
				_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", name, all[name].Title, all[name].Version, from)
			}
			return table.Flush()
		},
	})
}

func (c commands) pluginDescribeCommand() *cobra.Command {
	asSchema := false
	cmd := configured(&cobra.Command{
		Use: "describe NAME", Short: "Show what a plugin can do and which settings it takes",
		Example: "  spochub plugin describe jira\n  spochub plugin describe jira --json-schema",
		Args:    exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			all, err := c.plugins(cmd)
			if err != nil {
				return err
			}
			m, ok := all[args[0]]
			if !ok {
				return misuse("there is no plugin %q%s", args[0], settings.Suggest(args[0], slices.Collect(maps.Keys(all))))
			}
			if asSchema {
				return printSchema(cmd.OutOrStdout(), m)
			}
			return printManifest(cmd.OutOrStdout(), m)
		},
	})
	cmd.Flags().BoolVar(&asSchema, "json-schema", false, "print the settings as a JSON Schema")
	return cmd
}

func (c commands) pluginVerifyCommand() *cobra.Command {
	var set []string
	cmd := &cobra.Command{
		Use: "verify PATH", Short: "Check a plugin's binary: what it says of itself, and with settings how it reads",
		Example: "  spochub plugin verify ./spochub-plugin-acme\n  spochub plugin verify ./spochub-plugin-acme --set base_url=http://127.0.0.1:9000 --set token=x",
		Args:    exactly("PATH"),
		RunE: func(cmd *cobra.Command, args []string) error {
			raw := settings.Raw{}
			for _, one := range set {
				name, value, ok := strings.Cut(one, "=")
				if !ok {
					return misuse("--set takes NAME=VALUE, not %q", one)
				}
				raw[name] = value
			}
			return c.verify(cmd.Context(), args[0], raw, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringArrayVar(&set, "set", nil, "a setting of the plugin; with settings the tool is read, never written")
	return cmd
}

// pluginServeCommand is how the hub starts its own connectors as processes.
func (c commands) pluginServeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "plugin-serve NAME", Short: "Serve a connector to the hub that started this process", Hidden: true,
		Example: "  spochub plugin-serve jira",
		Args:    exactly("NAME"),
		RunE: func(_ *cobra.Command, args []string) error {
			connector, ok := c.connectors[args[0]]
			if !ok {
				return misuse("there is no plugin %q", args[0])
			}
			c.serveConnector(connector)
			return nil
		},
	}
}
