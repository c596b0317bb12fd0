package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/spochub/spochub/core/auth"
)

// person is somebody who may sign in.
type person struct {
	mail, name, role string
	client           string // of a contact
}

// people keeps who may sign in.
type people interface {
	Add(ctx context.Context, p person, password string) error
	List(ctx context.Context) ([]person, error)
	SetPassword(ctx context.Context, mail, password string) error
	// Token makes an API token with a person's rights and returns it, once.
	Token(ctx context.Context, mail string, valid time.Duration) (string, error)
	Close() error
}

func (c commands) userCommand() *cobra.Command {
	cmd := group("user", "Manage who may sign in",
		"  spochub user add dana@elbline.example --name \"Dana Reyes\" --role lead")
	cmd.AddCommand(c.userAddCommand(), c.userListCommand(), c.userPasswordCommand(), c.userTokenCommand(), userPINCommand())
	return cmd
}

// withPeople runs do with the people of the configured hub.
func (c commands) withPeople(cmd *cobra.Command, do func(people) error) error {
	loaded, err := c.load(cmd)
	if err != nil {
		return err
	}
	open, err := c.openPeople(cmd.Context(), loaded)
	if err != nil {
		return err
	}
	return errors.Join(do(open), open.Close())
}

func (c commands) userAddCommand() *cobra.Command {
	var p person
	cmd := configured(&cobra.Command{
		Use: "add MAIL", Short: "Add a person; the password is asked for, or read from standard input",
		Example: "  spochub user add dana@elbline.example --name \"Dana Reyes\" --role lead",
		Args:    exactly("MAIL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p.mail = args[0]
			if err := p.check(); err != nil {
				return err
			}
			return c.withPeople(cmd, func(all people) error {
				password, err := askPassword(cmd)
				if err != nil {
					return err
				}
				return all.Add(cmd.Context(), p, password)
			})
		},
	})
	cmd.Flags().StringVar(&p.name, "name", "", "the person's name")
	cmd.Flags().StringVar(&p.role, "role", "spoc", strings.Join(roles(), ", "))
	cmd.Flags().StringVar(&p.client, "client", "", "whose contact the person is, with --role client")
	return cmd
}

func roles() []string { return []string{"spoc", "lead", "admin", "viewer", "client"} }

func (p person) check() error {
	if !slices.Contains(roles(), p.role) {
		return misuse("--role must be one of %s", strings.Join(roles(), ", "))
	}
	if (p.role == "client") != (p.client != "") {
		return misuse("--role client and --client go together")
	}
	return nil
}

func (c commands) userListCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use: "list", Short: "List the people", Example: "  spochub user list", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withPeople(cmd, func(all people) error {
				list, err := all.List(cmd.Context())
				if err != nil {
					return err
				}
				table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 8, 2, ' ', 0)
				for _, p := range list {
					_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", p.mail, p.role, p.name, p.client)
				}
				return table.Flush()
			})
		},
	})
}

func (c commands) userPasswordCommand() *cobra.Command {
	return configured(&cobra.Command{
		Use: "passwd MAIL", Short: "Set a password; it is asked for, or read from standard input",
		Example: "  spochub user passwd dana@elbline.example", Args: exactly("MAIL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withPeople(cmd, func(all people) error {
				password, err := askPassword(cmd)
				if err != nil {
					return err
				}
				return all.SetPassword(cmd.Context(), args[0], password)
			})
		},
	})
}

func (c commands) userTokenCommand() *cobra.Command {
	var days int
	cmd := configured(&cobra.Command{
		Use: "token MAIL", Short: "Make an API token with a person's rights and print it once",
		Example: "  spochub user token dana@elbline.example --days 30", Args: exactly("MAIL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if days < 1 || days > 3650 {
				return misuse("--days must be between 1 and 3650")
			}
			return c.withPeople(cmd, func(all people) error {
				token, err := all.Token(cmd.Context(), args[0], time.Duration(days)*24*time.Hour)
				if err == nil {
					_, err = fmt.Fprintln(cmd.OutOrStdout(), token)
				}
				return err
			})
		},
	})
	cmd.Flags().IntVar(&days, "days", 90, "how long the token is valid")
	return cmd
}

func userPINCommand() *cobra.Command {
	return &cobra.Command{
		Use: "pin", Short: "Print the hash of a contact's PIN, for the configuration; it is asked for, or read from standard input",
		Example: "  spochub user pin > /run/secrets/mareike-pin", Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			pin, err := askPassword(cmd)
			if err != nil {
				return err
			}
			hash, err := auth.HashPIN(pin)
			if err != nil {
				return misuse("%s", err)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), hash)
			return err
		},
	}
}
