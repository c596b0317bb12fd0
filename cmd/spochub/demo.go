package main

import "github.com/spf13/cobra"

// demoOptions say how to show the demo.
type demoOptions struct {
	listen string // "": 127.0.0.1:8080 or the next free port
	json   bool   // one JSON line when all is ready, and nothing else
}

func (c commands) demoCommand() *cobra.Command {
	var o demoOptions
	cmd := &cobra.Command{
		Use: "demo", Short: "Run a hub with simulated tools and sample data, without any set-up",
		Example: "  spochub demo\n  spochub demo --listen 127.0.0.1:0 --json",
		Args:    exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.demo(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&o.listen, "listen", "", "address and port (default 127.0.0.1:8080 or the next free one)")
	cmd.Flags().BoolVar(&o.json, "json", false, "print one JSON line when all is ready")
	return cmd
}
