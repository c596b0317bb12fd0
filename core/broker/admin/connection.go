package admin

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// The kinds of entries about connections, by the connection's name.
const (
	connections = "connections" // as configured
	pauses      = "pauses"      // who makes no calls
	mappings    = "mappings"    // what is read and written as what
)

// What the audit trail tells of connections.
const (
	ConnectionAdded   = "connection.added"
	ConnectionChanged = "connection.changed"
	ConnectionRemoved = "connection.removed"
	ConnectionPaused  = "connection.paused"
	ConnectionResumed = "connection.resumed"
	ConnectionRetried = "connection.retried"
	MappingChanged    = "mapping.changed"
	RuleChanged       = "rule.changed"
)

// Connection is a connection as it is configured.
type Connection struct {
	config.Connection
	File    bool // of the configuration file, which alone changes its settings
	Version int64
	Secrets []string      // the settings that hold a secret
	Faults  config.Faults // why it is not in effect
}

// Plugin is what a connection can be served by.
type Plugin struct {
	Name, Version string
	Schema        []settings.Property
	Hooks         bool // the tool's webhooks can be verified
}

// Plugins lists what connections can be made of, by name.
func (s *Service) Plugins() []Plugin {
	var out []Plugin
	for _, name := range slices.Sorted(maps.Keys(s.o.Manifests)) {
		m := s.o.Manifests[name]
		out = append(out, Plugin{Name: name, Version: m.Version, Schema: m.Schema, Hooks: m.Webhook.Scheme != "" && m.Webhook.Scheme != sdk.SchemeNone})
	}
	return out
}

// Plugin finds one of them.
func (s *Service) Plugin(name string) (Plugin, bool) {
	all := s.Plugins()
	i := slices.IndexFunc(all, func(p Plugin) bool { return p.Name == name })
	if i < 0 {
		return Plugin{}, false
	}
	return all[i], true
}

// Connections lists every connection that is configured, by name.
func (s *Service) Connections(by auth.Actor) ([]Connection, error) {
	if err := by.Check(auth.Read); err != nil {
		return nil, err
	}
	st := s.current()
	var out []Connection
	for _, c := range st.config.Connections {
		x := Connection{Connection: c, File: s.ofFile(c.Name)}
		x.Secrets = secretsOf(c.Settings)
		if e := st.entry(connections, c.Name); e != nil && !x.File {
			x.Version = e.Version
		}
		out = append(out, x)
	}
	for _, e := range st.entries {
		if faults := st.broken[ref(connections, e.ID)]; e.Kind == connections && len(faults) > 0 {
			out = append(out, s.broken(e, faults))
		}
	}
	slices.SortFunc(out, func(a, b Connection) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// broken is a stored connection that is not in effect, as far as it can be read.
func (s *Service) broken(e store.Entry, faults config.Faults) Connection {
	own, _ := s.connectionOf(e).Value["settings"].(map[string]any)
	poll, _ := time.ParseDuration(e.Values["poll"]) // what is none is a fault, and told
	c := config.Connection{Name: e.ID, Plugin: e.Values["plugin"], Settings: own, Poll: poll, ReadOnly: e.Values["read_only"] == "true"}
	if _, kept := s.o.Seal.open(ref(e.ID, WebhookSecret), e.Values[WebhookSecret]); kept {
		c.WebhookSecret = config.Kept("")
	}
	return Connection{Connection: c, Version: e.Version, Secrets: secretsOf(own), Faults: faults}
}

// Connection finds one of them; ErrNotFound.
func (s *Service) Connection(by auth.Actor, name string) (Connection, error) {
	all, err := s.Connections(by)
	i := slices.IndexFunc(all, func(c Connection) bool { return c.Name == name })
	if err == nil && i < 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Connection{}, err
	}
	return all[i], nil
}

func (s *Service) ofFile(name string) bool {
	return slices.ContainsFunc(s.o.Base.Connections, func(c config.Connection) bool { return c.Name == name })
}

func secretsOf(all config.Settings) []string {
	var out []string
	for name, value := range all {
		if _, ok := value.(config.Secret); ok {
			out = append(out, name)
		}
	}
	return out
}

// entry finds a stored entry.
func (st state) entry(kind, id string) *store.Entry {
	for i := range st.entries {
		if e := &st.entries[i]; e.Kind == kind && e.ID == id {
			return e
		}
	}
	return nil
}

// SaveConnection stores a draft. A new connection starts paused.
func (s *Service) SaveConnection(ctx context.Context, by auth.Actor, n NewConnection) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	return s.alone(ctx, func(st state) error {
		_, e, err := s.drafted(st, n)
		if err != nil {
			return err
		}
		rows, act := []store.Entry{e}, ConnectionChanged
		var was Values
		if n.Was == "" {
			act = ConnectionAdded
			rows = append(rows, store.Entry{Kind: pauses, ID: n.Name, Values: Values{"paused": "true"}})
		} else {
			was = st.entry(connections, n.Was).Values
		}
		told := s.o.Auth.Entry(ctx, act, n.Name, unsealed(was, e.Values)...)
		return s.put(ctx, st, rows, told)
	})
}

// LinkedError says that tickets are linked through a connection that was to go.
type LinkedError struct{ Links int }

func (e *LinkedError) Error() string {
	return fmt.Sprintf("%d tickets are linked through it: pause it instead", e.Links)
}

// RemoveConnection takes a connection away that was added in the browser and that
// nothing hangs on. What still does is a [LinkedError], or [request.FieldErrors].
func (s *Service) RemoveConnection(ctx context.Context, by auth.Actor, name string, version int64) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	return s.alone(ctx, func(st state) error {
		switch e := st.entry(connections, name); {
		case e == nil:
			return ErrNotFound
		case e.Version != version:
			return ErrMoved
		}
		if err := s.unlinked(ctx, name); err != nil {
			return err
		}
		rows := []store.Entry{{Kind: connections, ID: name}, {Kind: pauses, ID: name}, {Kind: mappings, ID: name}}
		next := s.judge(merged(st.entries, rows))
		for _, at := range slices.Sorted(maps.Keys(next.broken)) {
			if st.broken[at] == nil {
				return request.FieldErrors{{Text: notFitting(at, next.broken[at])}}
			}
		}
		return s.put(ctx, st, rows, s.o.Auth.Entry(ctx, ConnectionRemoved, name))
	})
}

// unlinked refuses a connection that tickets are linked through.
func (s *Service) unlinked(ctx context.Context, name string) error {
	if s.o.Links == nil {
		return nil
	}
	n, err := s.o.Links(ctx, name)
	if err == nil && n > 0 {
		err = &LinkedError{n}
	}
	return err
}

// unsealed are the values that differ, of secrets only the names.
func unsealed(was, is Values) []auth.Detail {
	var out []auth.Detail
	names := maps.Clone(is)
	if names == nil {
		names = Values{}
	}
	maps.Copy(names, was)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if was[name] == is[name] {
			continue
		}
		d := auth.Detail{Field: name, From: was[name], To: is[name]}
		if strings.HasPrefix(d.From, sealed) || strings.HasPrefix(d.To, sealed) {
			d.From, d.To = "", ""
		}
		out = append(out, d)
	}
	return out
}

// overlay lays what the browser says of connections over a configuration.
func overlay(entries []store.Entry, c *config.Config) *config.Config {
	out := *c
	out.Connections = slices.Clone(c.Connections)
	for _, e := range entries {
		i := slices.IndexFunc(out.Connections, func(x config.Connection) bool { return x.Name == e.ID })
		switch {
		case i < 0:
		case e.Kind == pauses:
			out.Connections[i].Paused = true
		case e.Kind == mappings:
			lay(e.Values, &out.Connections[i])
		}
	}
	return &out
}
