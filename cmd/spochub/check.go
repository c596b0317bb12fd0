package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/config"
)

func (c commands) checkCommand() *cobra.Command {
	cmd := overriding(&cobra.Command{
		Use: "check", Short: "Check the configuration and show every fault at once",
		Example: "  spochub check --config /etc/spochub/spochub.yaml",
		Args:    exactly(),
	})
	online := new(bool)
	if c.ping != nil {
		cmd.Example += "\n  spochub check --online"
		cmd.Flags().BoolVar(online, "online", false, "ask every connection's tool who we are there")
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		loaded, err := c.load(cmd)
		if err != nil {
			return err
		}
		file := configFile(cmd)
		if file == "" {
			file = "no file, the defaults"
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: good; connections: %d, teams: %d, clients: %d\n",
			file, len(loaded.Connections), len(loaded.Teams), len(loaded.Clients))
		if *online {
			return c.pingAll(cmd, loaded)
		}
		return nil
	}
	return cmd
}

// pingAll asks every tool and fails where one did not answer well.
func (c commands) pingAll(cmd *cobra.Command, loaded *config.Config) error {
	bad := 0
	for _, conn := range loaded.Connections {
		place, err := c.ping(cmd.Context(), loaded, conn)
		if err != nil {
			bad++
			_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: %v\n", conn.Name, err)
			continue
		}
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s: good; we are %s\n", conn.Name, place.Self.Name)
	}
	if bad > 0 {
		return fmt.Errorf("check: %d of %d connections do not work", bad, len(loaded.Connections))
	}
	return nil
}
