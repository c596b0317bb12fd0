package app

import (
	"context"
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// connection joins what the configuration says of a connection with the plugin
// that serves it.
func connection(c config.Connection, m sdk.Manifest, conn sdk.Conn) sync.Connection {
	out := sync.Connection{
		Name: c.Name, Plugin: c.Plugin, Conn: conn, Signature: m.Webhook,
		Secret: c.WebhookSecret.Reveal(), Poll: c.Poll, ReadOnly: c.ReadOnly, Paused: c.Paused, People: c.People, Since: c.ImportSince,
		Directions: map[ticket.Field]reconcile.Direction{},
		Policies:   map[ticket.Field]reconcile.Policy{},
		Tables: map[ticket.Field]sync.Table{
			ticket.State:    table(c.States),
			ticket.Priority: table(c.Priorities),
			ticket.Assignee: people(c.People),
		},
		Adopt: sync.Adopt{All: c.Adopt.Rule == config.AdoptAll},
	}
	if c.Adopt.Rule == config.AdoptLabel {
		out.Adopt.Label = c.Adopt.Label
	}
	for f, d := range c.Fields {
		out.Directions[f] = reconcile.Direction(d)
	}
	for f, p := range c.Conflicts {
		out.Policies[f] = reconcile.Policy(p)
	}
	return out
}

func table[Ours ~string](m config.Mapping[Ours]) sync.Table {
	t := sync.Table{Read: map[string]string{}, Write: map[string]string{}}
	for theirs, ours := range m.Read {
		t.Read[theirs] = string(ours)
	}
	for ours, theirs := range m.Write {
		t.Write[string(ours)] = theirs
	}
	return t
}

// people are the accounts of the tool by the mail address that they belong to here.
func people(by map[string]string) sync.Table {
	t := sync.Table{Read: map[string]string{}}
	for account, mail := range by {
		t.Read[account] = strings.ToLower(mail)
	}
	return t
}

// staff lists who works at the desk.
func (a *App) staff(ctx context.Context) ([]sync.Person, error) {
	list, err := a.store.People(ctx)
	var out []sync.Person
	for _, p := range list {
		if !p.Disabled && auth.Role(p.Role) != auth.Client {
			out = append(out, sync.Person{Login: p.Login, Name: p.Name, Mail: p.Mail})
		}
	}
	return out, err
}
