package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spochub/spochub/cmd/spochub/demo"
	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/plugins/builtin"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/serve"
)

// wired joins the command line to the hub's parts.
func wired() commands {
	c := commands{connectors: official(), serveConnector: serve.Main, verify: verifyBinary, configured: app.Configured}
	c.describe = func(ctx context.Context, p config.Plugins) (map[string]sdk.Manifest, error) {
		plugins := app.OpenPlugins(p, c.connectors, slog.New(slog.DiscardHandler))
		all, err := plugins.Describe(ctx)
		return all, errors.Join(err, plugins.Close())
	}
	c.ping = func(ctx context.Context, all *config.Config, one config.Connection) (found app.Found, err error) {
		err = withPlugin(ctx, all, c.connectors, one, func(conn sdk.Conn) error {
			found, err = app.Check(ctx, all, one.Name, conn)
			return err
		})
		return found, err
	}
	c.serve = func(ctx context.Context, loaded *config.Config) error { return serveHub(ctx, loaded, c.connectors) }
	c.demo = func(ctx context.Context, o demoOptions, out io.Writer) error {
		return demo.Run(ctx, demo.Options{Listen: o.listen, JSON: o.json, Connectors: c.connectors, Out: out, Log: logger(slog.LevelWarn)})
	}
	c.openPeople = openPeople
	c.backup = func(ctx context.Context, loaded *config.Config, path string) error {
		guest, err := app.OpenGuest(ctx, loaded)
		if err != nil {
			return err
		}
		return errors.Join(guest.Backup(ctx, path), guest.Close())
	}
	c.wouldWrite = wouldWrite
	c.dryRun = func(ctx context.Context, o trialOptions, out io.Writer) error {
		return dryRun(ctx, c.connectors, o, out)
	}
	c.importTickets = func(ctx context.Context, loaded *config.Config, o importOptions, out io.Writer) error {
		return importTickets(ctx, loaded, c.connectors, o, out)
	}
	return c
}

// official are the connectors that come with the hub, by name.
func official() map[string]sdk.Connector {
	all := map[string]sdk.Connector{}
	for name, open := range builtin.Connectors() {
		all[name] = open()
	}
	return all
}

func logger(level slog.Level) *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// serveHub runs a hub until the context ends.
func serveHub(ctx context.Context, loaded *config.Config, connectors map[string]sdk.Connector) error {
	log := logger(slog.LevelInfo)
	if err := pluginhost.Undumpable(); err != nil {
		log.WarnContext(ctx, "plugins of the same user could read this process's memory", "error", err)
	}
	hub, err := app.New(ctx, app.Options{Config: loaded, Connectors: connectors, Log: log})
	if err != nil {
		return err
	}
	return errors.Join(hub.Run(ctx), hub.Close())
}

// withPlugin runs one connection's plugin for the length of a question.
func withPlugin(ctx context.Context, all *config.Config, connectors map[string]sdk.Connector, one config.Connection, do func(sdk.Conn) error) error {
	plugins := app.OpenPlugins(all.Plugins, connectors, slog.New(slog.DiscardHandler))
	conn, err := plugins.Open(ctx, one)
	if err == nil {
		err = do(conn)
	}
	return errors.Join(err, plugins.Close())
}

// importTickets lets the hub's next poll go back to a time, or with dryRun shows
// what it would find.
func importTickets(ctx context.Context, loaded *config.Config, connectors map[string]sdk.Connector, o importOptions, out io.Writer) error {
	one := named(loaded, o.connection)
	if o.since.IsZero() {
		o.since = one.ImportSince
	}
	if o.since.IsZero() {
		return misuse("say since when with --since, or set import_since of %s", one.Name)
	}
	if o.dryRun {
		return withPlugin(ctx, loaded, connectors, one, func(conn sdk.Conn) error { return listTickets(ctx, conn, one, o, out) })
	}
	guest, err := app.OpenGuest(ctx, loaded)
	if err != nil {
		return err
	}
	if err = guest.Import(ctx, one.Name, o.since); err == nil {
		_, err = fmt.Fprintf(out, "%s: the hub reads its tickets since %s with its next poll\n", one.Name, o.since.Format("2006-01-02 15:04 MST"))
	}
	return errors.Join(err, guest.Close())
}

// listTickets shows the tickets that a poll since a time finds.
func listTickets(ctx context.Context, conn sdk.Conn, one config.Connection, o importOptions, out io.Writer) error {
	watcher, ok := sdk.As[sdk.Watcher](conn)
	if !ok {
		return fmt.Errorf("%s: its plugin %s cannot list tickets", one.Name, one.Plugin)
	}
	seen := map[string]bool{}
	for change, err := range watcher.Changes(ctx, sdk.Cursor("since:"+o.since.UTC().Format("2006-01-02T15:04:05Z"))) {
		if err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
		if change.Ticket == nil || seen[change.Ref.ID] {
			continue
		}
		seen[change.Ref.ID] = true
		_, _ = fmt.Fprintf(out, "%s\t%s\t%s\n", change.Ref.Key, change.Ticket.Cells["state"].Name, change.Ticket.Cells["title"].Markdown)
	}
	_, err := fmt.Fprintf(out, "%s: %d tickets since %s; nothing was stored\n", one.Name, len(seen), o.since.Format("2006-01-02"))
	return err
}
