package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/app"
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
		cmd.Flags().BoolVar(online, "online", false, "ask every connection's tool who we are there, what we may do, and what to mend")
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
	bad, out := 0, cmd.OutOrStdout()
	for _, conn := range loaded.Connections {
		found, err := c.ping(cmd.Context(), loaded, conn)
		if err != nil {
			bad++
		}
		say(out, conn.Name, found, err)
	}
	if bad > 0 {
		return fmt.Errorf("check: %d of %d connections do not work", bad, len(loaded.Connections))
	}
	return nil
}

// say tells of one connection: whether it works, what it may do, and each problem
// with the way to mend it.
func say(out io.Writer, name string, found app.Found, err error) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, name+": "+format+"\n", args...) }
	switch n := len(found.Problems); {
	case err != nil:
		line("%v", err)
	case n > 0:
		line("works in part, problems: %d; we are %s", n, found.Self)
	default:
		line("good; we are %s", found.Self)
	}
	if len(found.May) > 0 {
		line("may %s", strings.ReplaceAll(strings.Join(found.May, ", "), "_", " "))
	}
	for _, p := range found.Problems {
		line("%s", strings.TrimSpace(p.What+" "+p.Mend))
	}
}
