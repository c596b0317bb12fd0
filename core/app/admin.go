package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
)

// openAdmin reads what was configured in the browser.
func (a *App) openAdmin(ctx context.Context) error {
	a.auth = auth.New(a.store, a.o.Now)
	a.plugins = pluginhost.New(pluginhost.Options{Log: a.o.Log})
	seal, err := sealOf(a.o.Config)
	if err != nil {
		return fmt.Errorf("the key that seals secrets: %w", err)
	}
	a.admin = admin.New(admin.Options{
		Store: a.store, Auth: a.auth, Base: a.o.Config, Manifests: a.manifests(ctx), Apply: a.takeOver, Try: a.try, Retry: a.retry, DryRun: a.tryMapping, Links: a.links, Seal: seal, Log: a.o.Log,
	})
	c, err := a.admin.Load(ctx)
	if err != nil {
		return err
	}
	a.parties = directory(c, a.url)
	return nil
}

// manifests are those of every plugin that may run. One that does not say what it
// is can serve the file's connections only.
func (a *App) manifests(ctx context.Context) map[string]sdk.Manifest {
	all := map[string]sdk.Manifest{}
	for name, connector := range a.o.Connectors {
		all[name] = connector.Manifest()
	}
	for name := range a.o.Config.Plugins.SHA256 {
		command, err := pluginhost.Find(a.o.Config.Plugins.Dir, a.o.Config.Plugins.SHA256, name)
		if err == nil {
			all[name], err = a.plugins.Describe(ctx, command)
		}
		if err != nil {
			delete(all, name)
			a.o.Log.WarnContext(ctx, "a plugin does not say what it is", "plugin", name, "error", err)
		}
	}
	return all
}

// tryFor is how long trying a connection may take.
const tryFor = 40 * time.Second

// try asks a connection's tool through a plugin process of its own.
func (a *App) try(ctx context.Context, all *config.Config, c config.Connection) (found admin.Found) {
	ctx, cancel := context.WithTimeout(ctx, tryFor)
	defer cancel()
	plugin, _, err := a.startPlugin(ctx, c)
	if err == nil {
		defer func() { _ = plugin.Stop(context.WithoutCancel(ctx)) }()
		var told Found
		told, err = Check(ctx, all, c.Name, plugin.Conn())
		found = admin.Found{Self: told.Self, May: told.May, Problems: told.Problems}
	}
	if err != nil {
		found.Trouble = err.Error()
	}
	return found
}

// tryTickets is on how many tickets a mapping is tried.
const tryTickets = 20

// tryMapping tells what a connection that is mapped so would do to its newest
// tickets.
func (a *App) tryMapping(ctx context.Context, by auth.Actor, c config.Connection, read bool) ([]admin.Tried, error) {
	links, err := a.desk.Tickets(ctx, by, c.Name, tryTickets)
	if err != nil {
		return nil, err
	}
	ids := make([]request.LinkID, len(links))
	for i, l := range links {
		ids[i] = l.Link.ID
	}
	found, err := a.dryRun(ctx, c.Name, mapping(c), ids, read)
	if err != nil {
		return nil, err
	}
	out := make([]admin.Tried, len(found))
	for i, t := range found {
		out[i] = admin.Tried{HeldLink: links[i], DryTicket: t}
	}
	return out, nil
}

func (a *App) retry(ctx context.Context, connection string) error {
	return a.plant.Load().engine.Retry(ctx, connection)
}

// links counts the tickets that are linked through a connection.
func (a *App) links(ctx context.Context, connection string) (int, error) {
	all, err := a.store.Connections(ctx)
	for _, c := range all {
		if c.Name == connection {
			return c.Links, err
		}
	}
	return 0, err
}

// sealOf is the seal of the configured key; beside a SQLite database a key is made
// where none is configured.
func sealOf(c *config.Config) (admin.Seal, error) {
	if key := c.Server.SealKey.Reveal(); key != "" {
		return admin.NewSeal(key)
	}
	path, embedded := sealPath(c)
	if !embedded {
		return admin.Seal{}, nil
	}
	key, err := keyFile(path)
	if err != nil {
		return admin.Seal{}, err
	}
	return admin.NewSeal(key)
}

// sealPath is where the key stands that is made beside a SQLite database.
func sealPath(c *config.Config) (string, bool) {
	path, embedded := strings.CutPrefix(c.Database.URL.Reveal(), "sqlite:")
	path, _, _ = strings.Cut(path, "?")
	return path + ".key", embedded && path != "" && !strings.Contains(path, ":memory:")
}

// keyFile reads a key, and makes it where there is none.
func keyFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return strings.TrimSpace(string(text)), err
	}
	key := rand.Text() + rand.Text()
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(key + "\n")
	return key, errors.Join(err, f.Sync(), f.Close())
}
