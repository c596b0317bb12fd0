package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"time"

	engine "github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// plant is what keeps the connections of one configuration in step. A change of
// connections builds another, which takes over from the store, as after a
// restart; plugins that are configured as before run on.
type plant struct {
	config *config.Config
	engine *engine.Engine
	served map[string]served
	unfit  map[string]error // connections whose plugin cannot be started

	stop context.CancelFunc // of its workers; nil: they were never started
	work sync.WaitGroup
}

// served is a connection with the plugin that serves it.
type served struct {
	config   config.Connection
	plugin   *pluginhost.Plugin
	manifest sdk.Manifest
}

// build makes a plant; plugins of the one before that fit are taken over. A
// connection of the file that cannot be served is an error, another is left out.
func (a *App) build(ctx context.Context, c *config.Config, parties *request.Directory, before *plant) (*plant, error) {
	p := &plant{config: c, served: map[string]served{}, unfit: map[string]error{}}
	var connections []engine.Connection
	for _, conn := range c.Connections {
		s, err := a.serve(ctx, conn, before)
		switch own := a.ofFile(conn.Name); {
		case err != nil && own:
			return nil, fmt.Errorf("connection %s: %w", conn.Name, err)
		case err != nil:
			a.o.Log.WarnContext(ctx, "a connection cannot be served", "connection", conn.Name, "error", err)
			p.unfit[conn.Name] = err
			continue
		}
		p.served[conn.Name] = s
		connections = append(connections, connection(conn, s.manifest, s.plugin.Conn()))
	}
	p.engine = engine.New(engine.Options{
		Store: a.store, Files: a.store, FileSize: int64(c.Limits.FileSize), Connections: connections, Marker: a.marker, TimeZone: c.Desk.Location(), Now: a.o.Now, Log: a.o.Log,
		House: request.House{Directory: parties, IDs: newID}, Epoch: a.store.Epoch(), People: a.staff,
	})
	return p, nil
}

func (a *App) ofFile(name string) bool {
	return slices.ContainsFunc(a.o.Config.Connections, func(c config.Connection) bool { return c.Name == name })
}

// serve finds the plugin of a connection that runs already, or starts it.
func (a *App) serve(ctx context.Context, c config.Connection, before *plant) (served, error) {
	if before != nil {
		if s, ok := before.served[c.Name]; ok && s.config.Plugin == c.Plugin && reflect.DeepEqual(s.config.Settings, c.Settings) {
			s.config = c
			return s, nil
		}
	}
	plugin, manifest, err := a.startPlugin(ctx, c)
	return served{c, plugin, manifest}, err
}

// takeOver has the running hub go by a changed configuration.
func (a *App) takeOver(ctx context.Context, c *config.Config) error {
	a.changing.Lock()
	defer a.changing.Unlock()
	old, parties := a.plant.Load(), directory(c, a.url)
	if reflect.DeepEqual(old.config.Connections, c.Connections) && len(old.unfit) == 0 {
		a.desk.Redirect(parties)
		return old.engine.Redirect(ctx, parties)
	}
	next, err := a.build(ctx, c, parties, old)
	if err != nil {
		return err
	}
	old.end(a.o.Log.WarnContext)
	a.plant.Store(next)
	a.desk.Redirect(parties)
	if err := next.engine.Start(ctx); err != nil {
		return err
	}
	a.work(next)
	return errors.Join(old.engine.Flush(ctx), old.leave(ctx, next))
}

// patience is how long the calls under way may take to end.
const patience = 15 * time.Second

// end stops the workers, and waits a while for what is under way.
func (p *plant) end(warn func(context.Context, string, ...any)) {
	if p.stop == nil {
		return
	}
	p.stop()
	ended := make(chan struct{})
	go func() { p.work.Wait(); close(ended) }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
		warn(context.Background(), "work of the connections as they were before is still under way")
	}
}

// leave stops the plugins that the next plant has not taken over.
func (p *plant) leave(ctx context.Context, next *plant) error {
	var faults []error
	for name, s := range p.served {
		if next.served[name].plugin != s.plugin {
			faults = append(faults, s.plugin.Stop(ctx))
		}
	}
	return errors.Join(faults...)
}

// begin starts the workers, and from now on those of every plant that follows.
func (a *App) begin(ctx context.Context, work *sync.WaitGroup) {
	a.changing.Lock()
	defer a.changing.Unlock()
	a.work = func(p *plant) {
		var mine context.Context
		mine, p.stop = context.WithCancel(ctx)
		for _, w := range p.engine.Workers(a.store.Kick) {
			p.work.Add(1)
			work.Go(func() {
				defer p.work.Done()
				w.Run(mine)
			})
		}
	}
	a.work(a.plant.Load())
}

// What others ask of the connections, whichever plant there is.

func (a *App) public(connection, target string) bool {
	return a.plant.Load().engine.Public(connection, target)
}

func (a *App) holds(connection string, f ticket.Field) bool {
	return a.plant.Load().engine.Holds(connection, f)
}

func (a *App) carriage(connection string) request.Carriage {
	return a.plant.Load().engine.Carriage(connection)
}

func (a *App) preview(ctx context.Context, r *request.Request, link request.LinkID) (reconcile.Forecast, error) {
	return a.plant.Load().engine.Preview(ctx, r, link)
}

func (a *App) receive(ctx context.Context, connection string, header http.Header, body []byte) error {
	return a.plant.Load().engine.Receive(ctx, connection, header, body)
}

func (a *App) receiveAt(ctx context.Context, connection, secret string, header http.Header, body []byte) error {
	return a.plant.Load().engine.ReceiveAt(ctx, connection, secret, header, body)
}

func (a *App) dryRun(ctx context.Context, connection string, m engine.Mapping, links []request.LinkID, read bool) ([]engine.DryTicket, error) {
	return a.plant.Load().engine.DryRun(ctx, connection, m, links, read)
}

func (a *App) pluginNames() map[string]string {
	names := map[string]string{}
	for _, c := range a.plant.Load().config.Connections {
		names[c.Name] = c.Plugin
	}
	return names
}
