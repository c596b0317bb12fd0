package main

import (
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk/settings"
)

// importOptions say what to import.
type importOptions struct {
	connection string
	since      time.Time // zero: as the connection's import_since says
	dryRun     bool      // report and store nothing
}

func (c commands) importCommand() *cobra.Command {
	var o importOptions
	var since string
	cmd := configured(&cobra.Command{
		Use: "import CONNECTION", Short: "Import the tickets that a tool already has",
		Example: "  spochub import noc-jira --since 2026-01-01 --dry-run",
		Args:    exactly("CONNECTION"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.since, err = parseSince(since); err != nil {
				return err
			}
			loaded, err := c.loadAll(cmd, configFile(cmd))
			if err != nil {
				return err
			}
			o.connection = args[0]
			if err := knowConnection(loaded, o.connection); err != nil {
				return err
			}
			return c.importTickets(cmd.Context(), loaded, o, cmd.OutOrStdout())
		},
	})
	cmd.Flags().StringVar(&since, "since", "", "a date or an RFC 3339 time (default: import_since of the connection)")
	cmd.Flags().BoolVar(&o.dryRun, "dry-run", false, "show what would be imported and store nothing")
	return cmd
}

func parseSince(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, misuse("--since must be a date such as 2026-01-31, is %q", text)
}

func knowConnection(c *config.Config, name string) error {
	var known []string
	for _, conn := range c.Connections {
		known = append(known, conn.Name)
	}
	if !slices.Contains(known, name) {
		return misuse("there is no connection %q%s", name, settings.Suggest(name, known))
	}
	return nil
}
