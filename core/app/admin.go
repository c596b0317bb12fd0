package app

import (
	"context"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
)

// openAdmin reads what was configured in the browser.
func (a *App) openAdmin(ctx context.Context) error {
	a.auth = auth.New(a.store, a.o.Now)
	manifests := map[string]sdk.Manifest{}
	for name, connector := range a.o.Connectors {
		manifests[name] = connector.Manifest()
	}
	a.admin = admin.New(admin.Options{Store: a.store, Auth: a.auth, Base: a.o.Config, Manifests: manifests, Apply: a.takeOver, Log: a.o.Log})
	c, err := a.admin.Load(ctx)
	if err != nil {
		return err
	}
	a.parties = directory(c, a.url)
	return nil
}

// takeOver has the running hub go by a changed configuration.
func (a *App) takeOver(ctx context.Context, c *config.Config) error {
	parties := directory(c, a.url)
	a.desk.Redirect(parties)
	return a.engine.Redirect(ctx, parties)
}
