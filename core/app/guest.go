package app

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Guest is the database of a hub, used beside it: for commands that administer
// it while it runs or stands still.
type Guest struct{ store *sqlstore.Store }

// OpenGuest opens the configured database.
func OpenGuest(ctx context.Context, c *config.Config) (*Guest, error) {
	s, err := sqlstore.Open(ctx, sqlstore.Options{URL: c.Database.URL.Reveal(), KeyPrefix: c.Desk.KeyPrefix, Now: time.Now, IDs: newID, Guest: true})
	if err != nil {
		return nil, err
	}
	return &Guest{s}, nil
}

// Auth manages people and tokens.
func (g *Guest) Auth() *auth.Service { return auth.New(g.store, time.Now) }

// Backup writes a consistent copy of the database.
func (g *Guest) Backup(ctx context.Context, path string) error { return g.store.Backup(ctx, path) }

// Import makes the hub's next poll of a connection go back to a time.
func (g *Guest) Import(ctx context.Context, connection string, since time.Time) error {
	if err := g.store.Connection(ctx, connection, func(*store.Connection) error { return nil }); err != nil {
		return err // a new one is made by asking for it
	}
	err := g.store.Intake(ctx, func(tx store.Intake) error { return tx.Cursor(connection, sinceCursor(since)) })
	if err != nil {
		return err
	}
	return g.store.Connection(ctx, connection, func(c *store.Connection) error {
		c.PollAt = time.Now()
		return nil
	})
}

// Close closes the database.
func (g *Guest) Close() error { return g.store.Close() }

func sinceCursor(t time.Time) ticket.Cursor {
	return ticket.Cursor("since:" + t.UTC().Format(time.RFC3339))
}

// Plugins runs plugins for single questions, without a hub.
type Plugins struct {
	host       *pluginhost.Host
	config     config.Plugins
	connectors map[string]sdk.Connector
}

// OpenPlugins prepares to start plugins. Connectors are those that come with the
// hub.
func OpenPlugins(c config.Plugins, connectors map[string]sdk.Connector, log *slog.Logger) *Plugins {
	return &Plugins{host: pluginhost.New(pluginhost.Options{Log: log}), config: c, connectors: connectors}
}

// Describe asks every plugin of a third party that may run what it is.
func (p *Plugins) Describe(ctx context.Context) (map[string]sdk.Manifest, error) {
	all := map[string]sdk.Manifest{}
	for name := range p.config.SHA256 {
		command, err := pluginhost.Find(p.config.Dir, p.config.SHA256, name)
		if err != nil {
			return nil, fmt.Errorf("plugin %s: %w", name, err)
		}
		if all[name], err = p.host.Describe(ctx, command); err != nil {
			return nil, fmt.Errorf("plugin %s: %w", name, err)
		}
	}
	return all, nil
}

// Open starts the plugin of one connection.
func (p *Plugins) Open(ctx context.Context, c config.Connection) (sdk.Conn, error) {
	spec := pluginhost.Spec{Connection: c.Name, Plugin: c.Plugin, Settings: c.Settings.Reveal(), Command: pluginhost.Self(c.Plugin)}
	if _, official := p.connectors[c.Plugin]; !official {
		var err error
		if spec.Command, err = pluginhost.Find(p.config.Dir, p.config.SHA256, c.Plugin); err != nil {
			return nil, err
		}
	}
	running, err := p.host.Start(ctx, spec)
	if err != nil {
		return nil, err
	}
	return running.Conn(), nil
}

// Close stops every plugin.
func (p *Plugins) Close() error { return p.host.Close() }
