package main

import (
	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/config"
)

// trialOptions say what mapping to try.
type trialOptions struct {
	now     *config.Config // as the hub runs
	changed config.Connection
	tickets int
	read    bool // read each ticket at the tool
}

func (c commands) connectionCommand() *cobra.Command {
	cmd := group("connection", "See what a connection would do before it does it",
		"  spochub connection would-write noc-jira")
	cmd.AddCommand(c.wouldWriteCommand(), c.dryRunCommand())
	return cmd
}

func (c commands) wouldWriteCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use: "would-write NAME", Short: "Show what a read-only connection, or its read-only teams, would write",
		Example: "  spochub connection would-write noc-jira",
		Args:    exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.loadAll(cmd, configFile(cmd))
			if err == nil {
				err = knowConnection(loaded, args[0])
			}
			if err != nil {
				return err
			}
			return c.wouldWrite(cmd.Context(), loaded, args[0], cmd.OutOrStdout())
		},
	})
}

func (c commands) dryRunCommand() *cobra.Command {
	var o trialOptions
	against := ""
	cmd := configured(&cobra.Command{
		Use: "dry-run NAME", Short: "Try a changed mapping (states, priorities, people, fields) on the newest tickets; nothing is written",
		Example: "  spochub connection dry-run noc-jira --config changed.yaml --against /etc/spochub/spochub.yaml",
		Args:    exactly("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.tickets < 1 || o.tickets > 100 {
				return misuse("--tickets must be between 1 and 100")
			}
			var err error
			if o.now, err = c.loadAll(cmd, against); err == nil {
				err = knowConnection(o.now, args[0])
			}
			if err == nil {
				o.changed, err = c.changedFile(cmd, o.now, args[0])
			}
			if err != nil {
				return err
			}
			return c.dryRun(cmd.Context(), o, cmd.OutOrStdout())
		},
	})
	cmd.Flags().StringVar(&against, "against", defaultConfig, "the configuration with which the hub runs")
	cmd.Flags().IntVar(&o.tickets, "tickets", 20, "of how many of the newest requests")
	cmd.Flags().BoolVar(&o.read, "read", false, "read each ticket once at the tool; else what the hub saw last is judged")
	return cmd
}

// changedFile is a connection as the changed file has it, under what was mapped in
// the browser of the hub that runs.
func (c commands) changedFile(cmd *cobra.Command, now *config.Config, name string) (config.Connection, error) {
	loaded, manifests, err := c.loadWith(cmd, configFile(cmd))
	if err != nil {
		return config.Connection{}, err
	}
	if named(loaded, name).Name == "" && named(now, name).Name != "" {
		return config.Connection{}, misuse("%s does not stand in %s: try a mapping made in the browser on its page, or over REST", name, configFile(cmd))
	}
	if c.configured != nil {
		loaded.Database, loaded.Server.SealKey = now.Database, now.Server.SealKey
		if loaded, _, err = c.configured(cmd.Context(), loaded, manifests); err != nil {
			return config.Connection{}, err
		}
	}
	return named(loaded, name), knowConnection(loaded, name)
}

func named(c *config.Config, name string) config.Connection {
	for _, conn := range c.Connections {
		if conn.Name == name {
			return conn
		}
	}
	return config.Connection{}
}
