package app

import (
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
		Secret: c.WebhookSecret.Reveal(), Poll: c.Poll, ReadOnly: c.ReadOnly, People: c.People, Since: c.ImportSince,
		Directions: map[ticket.Field]reconcile.Direction{},
		Policies:   map[ticket.Field]reconcile.Policy{},
		Tables: map[ticket.Field]sync.Table{
			ticket.State:    table(c.States),
			ticket.Priority: table(c.Priorities),
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
