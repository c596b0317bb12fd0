package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
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
		loaded, manifests, err := c.loadWith(cmd, configFile(cmd))
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
			return c.pingAll(cmd, loaded, manifests)
		}
		return nil
	}
	return cmd
}

// pingAll asks every tool, of the browser's connections too, and fails where one
// did not answer well or could not be asked.
func (c commands) pingAll(cmd *cobra.Command, loaded *config.Config, manifests map[string]sdk.Manifest) error {
	out := cmd.OutOrStdout()
	all, whole := c.withBrowsers(cmd, loaded, manifests)
	bad := 0
	for _, conn := range all.Connections {
		if conn.Paused {
			_, _ = fmt.Fprintf(out, "%s: paused, and not asked\n", conn.Name)
			continue
		}
		found, err := c.ping(cmd.Context(), all, conn)
		if err != nil {
			bad++
		}
		say(out, conn.Name, found, err)
	}
	switch {
	case bad > 0:
		return fmt.Errorf("check: %d of %d connections do not work", bad, len(all.Connections))
	case !whole:
		return errors.New("check: not all of what was made in the browser is in effect or could be checked")
	}
	return nil
}

// withBrowsers adds what was configured in the browser. What cannot be checked of
// it is said, and it is not whole then.
func (c commands) withBrowsers(cmd *cobra.Command, loaded *config.Config, manifests map[string]sdk.Manifest) (all *config.Config, whole bool) {
	if c.configured == nil {
		return loaded, true
	}
	out := cmd.OutOrStdout()
	all, unfit, err := c.configured(cmd.Context(), loaded, manifests)
	if err != nil {
		_, _ = fmt.Fprintf(out, "the browser's connections: not checked: %v\n", err)
		return loaded, false
	}
	if n := len(all.Connections) - len(loaded.Connections); n > 0 {
		_, _ = fmt.Fprintf(out, "the browser's connections: %d\n", n)
	}
	for _, text := range unfit {
		_, _ = fmt.Fprintf(out, "the browser's %s\n", text)
	}
	return all, len(unfit) == 0
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
