package main

import "github.com/spf13/cobra"

func (c commands) backupCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use: "backup FILE", Short: "Write a consistent copy of the database while the hub runs",
		Example: "  spochub backup /var/backups/spochub.db",
		Args:    exactly("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			loaded, err := c.load(cmd)
			if err != nil {
				return err
			}
			return c.backup(cmd.Context(), loaded, args[0])
		},
	})
}
