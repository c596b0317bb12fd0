package app

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/spochub/spochub/core/api"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/web"
)

// openSite makes the pages, the API and the webhook door.
func (a *App) openSite(ctx context.Context) error {
	c := a.o.Config
	secret, err := a.store.Secret(ctx, "site")
	if err != nil {
		return err
	}
	a.metrics = newMetrics(a.connectionViews, a.o.Now)
	a.site, err = web.New(web.Options{
		Desk: a.desk, Auth: a.auth, Admin: a.admin, Lags: a.lags.list, API: a.api(), Receive: a.receive, ReceiveAt: a.receiveAt,
		Health: func(context.Context) error { return nil }, Ready: a.ready, Metrics: a.metrics.handler(),
		OpenID: openID(c.SignIn.OpenID, a.url), NoPasswords: !c.SignIn.Passwords,
		Feed: a.store.Kick(store.FeedWork), Sessions: a.store.Sessions(), Locale: string(c.Desk.Locale), TimeZone: c.Desk.Location(), DeskName: c.Desk.Name,
		PublicURL: a.url, BodyLimit: int64(c.Limits.BodySize), FileSize: int64(c.Limits.FileSize), Secret: secret, Now: a.o.Now, Log: a.o.Log,
	})
	return err
}

// openID is the provider that the configuration names, nil if it names none.
func openID(c config.OpenID, url string) *auth.OpenID {
	if c.Issuer == "" {
		return nil
	}
	roles := map[string]auth.Role{}
	for group, role := range c.Roles {
		roles[group] = auth.Role(role)
	}
	return auth.NewOpenID(auth.OpenIDOptions{
		Title: c.Title, Issuer: c.Issuer, ClientID: c.ClientID, ClientSecret: c.ClientSecret.Reveal(),
		Back: url + "/signin/openid/back", Login: c.Login, Groups: c.Groups, Roles: roles,
	})
}

func (a *App) api() *api.API {
	return api.New(api.Options{
		Desk: a.desk, Auth: a.auth, Answers: a.auth, Trail: a.auth.Trail, Plugins: a.pluginNames, Admin: a.admin, DryRun: a.dryRun, MaxBody: int64(a.o.Config.Limits.BodySize), MaxFile: int64(a.o.Config.Limits.FileSize), Version: Version(), Now: a.o.Now, Log: a.o.Log,
	})
}

// ready says whether the hub can do its work: the database answers and takes what
// is stored, and every plugin runs.
func (a *App) ready(ctx context.Context) error {
	if err := a.store.Trouble(); err != nil {
		return fmt.Errorf("database: nothing can be stored: %w", err)
	}
	if _, err := a.store.Connections(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	for name, served := range a.plant.Load().served {
		if s := served.plugin.State(); s.Name != pluginhost.Ready {
			return fmt.Errorf("plugin of %s: %s %s", name, s.Name, s.Error)
		}
	}
	return nil
}

// Version is the program's version, as the build recorded it.
func Version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
