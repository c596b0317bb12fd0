package main

import "github.com/spf13/cobra"

func (c commands) serveCommand() *cobra.Command {
	return overriding(&cobra.Command{
		Use: "serve", Short: "Run the hub until SIGINT or SIGTERM",
		Example: "  spochub serve --config /etc/spochub/spochub.yaml\n  SPOCHUB_SERVER__LISTEN=:8080 spochub serve",
		Args:    exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			loaded, err := c.load(cmd)
			if err != nil {
				return err
			}
			return c.serve(cmd.Context(), loaded)
		},
	})
}
