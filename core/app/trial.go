package app

import (
	"context"
	"log/slog"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk"
)

// Held calls each with every link of a connection that holds writes back, and
// returns how many more belong to restricted requests, which no list shows.
func (g *Guest) Held(ctx context.Context, connection string, each func(desk.HeldLink) error) (hidden int, err error) {
	q := store.HeldQuery{Connection: connection, Limit: desk.MaxLimit}
	for {
		page, err := g.store.Held(ctx, q)
		if err != nil {
			return hidden, err
		}
		for _, h := range page.Items {
			if len(h.Request.Restricted) > 0 {
				hidden++
			} else if err := each(h); err != nil {
				return hidden, err
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return hidden, nil
		}
	}
}

// Tickets returns the links of the newest requests that have a ticket at a
// connection, but for restricted ones.
func (g *Guest) Tickets(ctx context.Context, connection string, n int) ([]desk.HeldLink, error) {
	all, err := g.store.Tickets(ctx, connection, n)
	var list []desk.HeldLink
	for _, h := range all {
		if len(h.Request.Restricted) == 0 {
			list = append(list, h)
		}
	}
	return list, err
}

// DryRun tells what a changed mapping of a connection would do to links, see
// [sync.Engine.DryRun]. now is the configuration as it is, conn the running
// plugin of the connection.
func (g *Guest) DryRun(ctx context.Context, now *config.Config, changed config.Connection, conn sdk.Conn, links []request.LinkID, read bool) ([]sync.DryTicket, error) {
	marker, err := markerOf(ctx, g.store)
	if err != nil {
		return nil, err
	}
	var is []sync.Connection
	for _, c := range now.Connections {
		if c.Name == changed.Name {
			is = append(is, connection(c, sdk.Manifest{}, conn))
		}
	}
	e := sync.New(sync.Options{
		Store: g.store, Connections: is, Marker: marker, TimeZone: now.Desk.Location(), Now: time.Now, Log: slog.New(slog.DiscardHandler),
		House: request.House{Directory: directory(now, now.Server.PublicURL), IDs: newID}, Epoch: g.store.Epoch(),
	})
	found, err := e.DryRun(ctx, changed.Name, mapping(changed), links, read)
	if err != nil {
		return nil, err
	}
	return found, e.Flush(ctx)
}

// mapping is what a connection's configuration says of its mapping.
func mapping(c config.Connection) sync.Mapping {
	of := connection(c, sdk.Manifest{}, nil)
	if of.People == nil {
		of.People = map[string]string{}
	}
	return sync.Mapping{Tables: of.Tables, People: of.People, Directions: of.Directions}
}

// markerOf makes and checks the keys of a database.
func markerOf(ctx context.Context, s *sqlstore.Store) (reconcile.Marker, error) {
	secret, err := s.Secret(ctx, "marker")
	return reconcile.Marker{Hub: hubID(secret), Secret: secret}, err
}
