package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// commands is what the command line drives. The commands of a part that is nil
// do not exist.
type commands struct {
	// connectors are those that come with the hub, by name.
	connectors map[string]sdk.Connector
	// serveConnector is a plugin's whole main.
	serveConnector func(sdk.Connector)
	// describe starts the plugins of third parties and asks for their manifests.
	describe func(context.Context, config.Plugins) (map[string]sdk.Manifest, error)
	// configured adds to the file's configuration what was added in the browser, and
	// says what of that is not in effect.
	configured func(context.Context, *config.Config, map[string]sdk.Manifest) (*config.Config, []string, error)
	// verify checks a plugin's binary, with settings also how it reads its tool.
	verify func(ctx context.Context, path string, raw settings.Raw, out io.Writer) error
	// ping asks a connection's tool who we are there and what we may do.
	ping func(context.Context, *config.Config, config.Connection) (app.Found, error)

	serve         func(context.Context, *config.Config) error
	demo          func(context.Context, demoOptions, io.Writer) error
	openPeople    func(context.Context, *config.Config) (people, error)
	backup        func(ctx context.Context, c *config.Config, path string) error
	importTickets func(context.Context, *config.Config, importOptions, io.Writer) error
	// wouldWrite shows what is held back, dryRun what a changed mapping would do.
	wouldWrite func(ctx context.Context, c *config.Config, connection string, out io.Writer) error
	dryRun     func(context.Context, trialOptions, io.Writer) error
}

func (c commands) root() *cobra.Command {
	root := group("spochub", "A hub for a SPOC desk: one inbox, in step with every team's tool",
		"  spochub demo\n  spochub check --config spochub.yaml\n  spochub serve --config spochub.yaml")
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.SetHelpCommand(helpCommand())
	root.AddCommand(c.checkCommand(), c.pluginCommand(), versionCommand())
	for _, optional := range []struct {
		wired   bool
		command func() *cobra.Command
	}{
		{c.serve != nil, c.serveCommand},
		{c.demo != nil, c.demoCommand},
		{c.openPeople != nil, c.userCommand},
		{c.backup != nil, c.backupCommand},
		{c.importTickets != nil, c.importCommand},
		{c.wouldWrite != nil && c.dryRun != nil, c.connectionCommand},
		{c.serveConnector != nil, c.pluginServeCommand},
	} {
		if optional.wired {
			root.AddCommand(optional.command())
		}
	}
	return root
}

// group is a command that only holds others.
func group(use, short, example string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Example: example,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("a command is missing after %q", cmd.CommandPath())
			}
			return unknownCommand(cmd, args[0])
		},
	}
}

func unknownCommand(parent *cobra.Command, name string) error {
	var known []string
	for _, sub := range parent.Commands() {
		if !sub.Hidden {
			known = append(known, sub.Name())
		}
	}
	return misuse("unknown command %q for %q%s", name, parent.CommandPath(), settings.Suggest(name, known))
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Show how a command is used", Example: "  spochub help plugin new",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil {
				return usageError{err}
			}
			if len(rest) > 0 {
				return unknownCommand(about, rest[0])
			}
			return about.Help()
		},
	}
}

// exactly asks for the arguments that the command's usage line names.
func exactly(names ...string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		switch {
		case len(args) < len(names):
			return misuse("the argument %s is missing", names[len(args)])
		case len(args) > len(names):
			return misuse("one argument too many: %q", args[len(names)])
		}
		return nil
	}
}

// configured adds the flags with which a command finds its configuration.
func configured(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().String("config", defaultConfig, "the configuration file; without the flag it may be missing")
	return cmd
}

// overriding adds the flags that override the configuration, too.
func overriding(cmd *cobra.Command) *cobra.Command {
	configured(cmd)
	config.Flags(cmd.Flags())
	return cmd
}

func changed(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	return f != nil && f.Changed
}
