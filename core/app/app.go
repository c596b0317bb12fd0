// Package app wires the hub together and runs it: store, plugins, sync, desk,
// API and pages. Tests run the whole hub through it.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/web"
	"github.com/spochub/spochub/sdk"
)

// Options are what a hub is made of.
type Options struct {
	Config *config.Config
	// Connectors are those that come with the hub, by name; the others are looked
	// for in plugins.dir.
	Connectors map[string]sdk.Connector
	InProcess  bool // serve the connectors inside this process, for tests
	Log        *slog.Logger
	Now        func() time.Time // nil: the clock
	// Durable is SQLite's synchronous setting: full (default), normal, off.
	Durable string
}

// App is a hub. New prepares it, Run runs it, Close ends it.
type App struct {
	o        Options
	listener net.Listener
	url      string
	store    *sqlstore.Store
	admin    *admin.Service
	parties  *request.Directory // as the hub started
	marker   reconcile.Marker
	plugins  *pluginhost.Host
	plant    atomic.Pointer[plant]
	changing sync.Mutex   // the plant
	work     func(*plant) // starts its workers, once the hub runs
	desk     *desk.Service
	auth     *auth.Service
	site     *web.Site
	metrics  *metrics
	lags     lags
}

// New opens the database, starts the plugins and listens. Nothing is served
// before Run. On an error everything is closed again.
func New(ctx context.Context, o Options) (_ *App, err error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	a := &App{o: o, work: func(*plant) {}}
	defer func() {
		if err != nil {
			_ = a.Close()
		}
	}()
	var network net.ListenConfig
	if a.listener, err = network.Listen(ctx, "tcp", o.Config.Server.Listen); err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Config.Server.Listen, err)
	}
	if a.url = o.Config.Server.PublicURL; a.url == "" {
		a.url = "http://" + a.listener.Addr().String()
	}
	if err := a.openStore(ctx); err != nil {
		return nil, err
	}
	if err := a.openAdmin(ctx); err != nil {
		return nil, err
	}
	if err := a.openEngine(ctx); err != nil {
		return nil, err
	}
	if err := a.openSite(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *App) openStore(ctx context.Context) (err error) {
	a.store, err = sqlstore.Open(ctx, sqlstore.Options{
		URL: a.o.Config.Database.URL.Reveal(), KeyPrefix: a.o.Config.Desk.KeyPrefix, Now: a.o.Now, IDs: newID, Sync: a.o.Durable,
		Keep: a.o.Config.Retention.Deliveries,
	})
	return err
}

// openEngine starts the plugins and joins them to the store.
func (a *App) openEngine(ctx context.Context) error {
	marker, err := markerOf(ctx, a.store)
	if err != nil {
		return err
	}
	a.marker = marker
	p, err := a.build(ctx, a.admin.Config(), a.parties, nil)
	if err != nil {
		return err
	}
	a.plant.Store(p)
	a.desk = desk.New(desk.Options{
		Store: a.store, Directory: a.parties, Marker: marker, Public: a.public, Holds: a.holds, Files: a.carriage, Preview: a.preview,
		PIN: a.pin, Now: a.o.Now, IDs: newID, TimeZone: a.o.Config.Desk.Location(),
	})
	return p.engine.Start(ctx)
}

// startPlugin starts the process that serves a connection.
func (a *App) startPlugin(ctx context.Context, c config.Connection) (*pluginhost.Plugin, sdk.Manifest, error) {
	spec := pluginhost.Spec{Connection: c.Name, Plugin: c.Plugin, Settings: c.Settings.Reveal()}
	if connector, official := a.o.Connectors[c.Plugin]; official {
		if a.o.InProcess {
			p, err := a.plugins.InProcess(connector, spec)
			return p, connector.Manifest(), err
		}
		spec.Command = pluginhost.Self(c.Plugin)
		p, err := a.plugins.Start(ctx, spec)
		return p, connector.Manifest(), err
	}
	command, err := pluginhost.Find(a.o.Config.Plugins.Dir, a.o.Config.Plugins.SHA256, c.Plugin)
	if err != nil {
		return nil, sdk.Manifest{}, err
	}
	manifest, err := a.plugins.Describe(ctx, command)
	if err != nil {
		return nil, sdk.Manifest{}, err
	}
	spec.Command = command
	p, err := a.plugins.Start(ctx, spec)
	return p, manifest, err
}

// URL is where the hub is reached.
func (a *App) URL() string { return a.url }

// Desk is what people do with requests.
func (a *App) Desk() *desk.Service { return a.desk }

// Auth signs people in.
func (a *App) Auth() *auth.Service { return a.auth }

// Site is the hub's pages.
func (a *App) Site() *web.Site { return a.site }

// Store is the hub's database.
func (a *App) Store() *sqlstore.Store { return a.store }

// PluginPID is the process that serves a connection, 0 if there is none now.
func (a *App) PluginPID(connection string) int {
	if s, ok := a.plant.Load().served[connection]; ok {
		return s.plugin.State().PID
	}
	return 0
}

// Ready waits until every connection's tool has answered once; the error says
// which one does not.
func (a *App) Ready(ctx context.Context) error {
	var faults []error
	p := a.plant.Load()
	for _, c := range p.config.Connections {
		if _, runs := p.served[c.Name]; !runs || c.Paused {
			continue
		}
		if err := p.engine.Ready(ctx, c.Name); err != nil {
			faults = append(faults, fmt.Errorf("connection %s: %w", c.Name, err))
		}
	}
	return errors.Join(faults...)
}

// Run serves until the context ends, then lets work under way come to an end.
func (a *App) Run(ctx context.Context) error {
	server := &http.Server{Handler: a.site, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	serving := make(chan error, 1)
	go func() { serving <- server.Serve(a.listener) }()
	var work sync.WaitGroup
	a.begin(ctx, &work)
	work.Go(func() { a.flush(ctx) })
	work.Go(func() {
		a.desk.RunFlow(ctx, time.Second, func(err error) { a.o.Log.WarnContext(ctx, "let umbrellas flow", "error", err) })
	})
	work.Go(func() {
		a.desk.RunReplies(ctx, time.Second, func(err error) { a.o.Log.WarnContext(ctx, "send replies to clients", "error", err) })
	})
	a.o.Log.InfoContext(ctx, "the hub is running", "url", a.url, "connections", len(a.o.Config.Connections))
	var err error
	select {
	case <-ctx.Done():
	case err = <-serving:
	}
	return errors.Join(err, a.stop(server, &work))
}

// stop ends serving and working, for at most half a minute.
func (a *App) stop(server *http.Server, work *sync.WaitGroup) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	err := server.Shutdown(ctx)
	work.Wait()
	return errors.Join(err, a.plant.Load().engine.Flush(ctx))
}

// flush stores the counts of calls now and then, and looks for what another node
// has configured.
func (a *App) flush(ctx context.Context) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := a.plant.Load().engine.Flush(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "store the counts of calls", "error", err)
			}
			if err := a.plant.Load().engine.Recall(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "take over what another node has found", "error", err)
			}
			if err := a.lags.note(a.o.Now(), func() ([]desk.Connection, error) { return a.connectionViews(ctx) }); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "note the connections' lag", "error", err)
			}
			if err := a.admin.Refresh(ctx); err != nil && ctx.Err() == nil {
				a.o.Log.WarnContext(ctx, "take over what another node has configured", "error", err)
			}
		}
	}
}

// Close stops the plugins and closes the database.
func (a *App) Close() error {
	var faults []error
	if a.site != nil {
		faults = append(faults, a.site.Close())
	}
	if a.plugins != nil {
		faults = append(faults, a.plugins.Close())
	}
	if a.store != nil {
		faults = append(faults, a.store.Close())
	}
	if a.listener != nil {
		if err := a.listener.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
