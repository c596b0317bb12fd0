package admin

import (
	"context"
	"errors"
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
	"github.com/spochub/spochub/sdk/ticket"
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
			out = append(out, Connection{Connection: config.Connection{Name: e.ID, Plugin: e.Values["plugin"]}, Version: e.Version, Faults: faults})
		}
	}
	slices.SortFunc(out, func(a, b Connection) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
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

// NewConnection is a connection as somebody enters it.
type NewConnection struct {
	Name, Plugin string
	Was          string // the connection that is changed, "" for a new one
	Version      int64
	Poll         string
	ReadOnly     bool
	Settings     map[string]string // without secrets
	// Secrets are those that were entered; one that was not stays as it was.
	Secrets map[string]string
}

// hookSecret names the webhook's secret among the others.
const hookSecret = "webhook_secret"

// values are a draft as it is stored. Secrets are sealed.
func (s *Service) values(st state, n NewConnection) (Values, error) {
	v := Values{"name": n.Name, "plugin": n.Plugin, "poll": strings.TrimSpace(n.Poll), "read_only": yes(n.ReadOnly)}
	for name, text := range n.Settings {
		v["settings."+name] = strings.TrimSpace(text)
	}
	if e := st.entry(connections, n.Was); e != nil && n.Was != "" && e.Values["plugin"] == n.Plugin {
		for name, text := range e.Values {
			if strings.HasPrefix(text, sealed) {
				v[name] = text
			}
		}
	}
	for name, secret := range n.Secrets {
		if secret == "" {
			continue
		}
		at := "settings." + name
		if name == hookSecret {
			at = name
		}
		text, err := s.o.Seal.close(ref(n.Name, at), secret)
		if err != nil {
			return nil, request.FieldErrors{{Field: at, Text: err.Error()}}
		}
		v[at] = text
	}
	maps.DeleteFunc(v, func(_, text string) bool { return text == "" })
	return v, nil
}

// connectionOf is a stored connection as the configuration takes it.
func (s *Service) connectionOf(e store.Entry) config.Addition {
	fields, own := map[string]any{}, map[string]any{}
	schema := s.o.Manifests[e.Values["plugin"]].Schema
	for name, text := range e.Values {
		setting, isSetting := strings.CutPrefix(name, "settings.")
		secret, isSecret := s.o.Seal.open(ref(e.ID, name), text)
		switch {
		case isSecret && isSetting:
			own[setting] = config.Kept(secret)
		case isSecret:
			fields[name] = config.Kept(secret)
		case strings.HasPrefix(text, sealed): // of a key that is lost: it must be entered again
		case isSetting:
			own[setting] = settingOf(schema, setting, text)
		case name == "read_only":
			fields[name] = flagValue(text)
		default:
			fields[name] = text
		}
	}
	fields["settings"] = own
	return config.Addition{Section: connections, Source: ref(e.Kind, e.ID), Value: fields}
}

// settingOf is a setting's text as the plugin's schema wants it.
func settingOf(schema []settings.Property, name, text string) any {
	i := slices.IndexFunc(schema, func(p settings.Property) bool { return p.Name == name })
	if i < 0 || schema[i].Type != "table" {
		return text
	}
	table := map[string]any{}
	for line := range strings.Lines(text) {
		if key, value, ok := strings.Cut(line, "="); ok {
			table[strings.TrimSpace(key)] = strings.TrimSpace(value)
		}
	}
	return table
}

// Found is what trying a connection brought.
type Found struct {
	Self     string
	May      []string
	Problems []ticket.Problem // with the way to mend each
	Trouble  string           // why it does not work
	Took     time.Duration
}

// Works reports whether the tool answered.
func (f Found) Works() bool { return f.Trouble == "" }

// Try checks a draft, and asks its tool through a plugin process of its own. Nothing
// is stored. What is wrong with the draft is [request.FieldErrors].
func (s *Service) Try(ctx context.Context, by auth.Actor, n NewConnection) (Found, error) {
	if err := by.Check(auth.Manage); err != nil {
		return Found{}, err
	}
	st := s.current()
	next, _, err := s.drafted(st, n)
	if err != nil {
		return Found{}, err
	}
	i := slices.IndexFunc(next.config.Connections, func(c config.Connection) bool { return c.Name == n.Name })
	if i < 0 || s.o.Try == nil {
		return Found{}, ErrNotFound
	}
	began := time.Now()
	found := s.o.Try(ctx, next.config, next.config.Connections[i])
	found.Took = time.Since(began)
	return found, nil
}

// drafted judges a draft among everything else.
func (s *Service) drafted(st state, n NewConnection) (state, store.Entry, error) {
	v, err := s.values(st, n)
	if err != nil {
		return state{}, store.Entry{}, err
	}
	e := store.Entry{Kind: connections, ID: n.Name, Values: v}
	was := st.entry(connections, n.Name)
	switch {
	case n.Was != "" && (was == nil || n.Was != n.Name):
		return state{}, e, ErrNotFound
	case n.Was != "" && was.Version != n.Version:
		return state{}, e, ErrMoved
	case n.Was == "" && (was != nil || s.ofFile(n.Name)):
		return state{}, e, request.FieldErrors{{Field: "name", Text: "is there already"}}
	case n.Plugin == "":
		return state{}, e, request.FieldErrors{{Field: "plugin", Text: "is required"}}
	}
	next := s.judge(merged(st.entries, []store.Entry{e}))
	var faults request.FieldErrors
	for _, f := range next.broken[ref(connections, n.Name)] {
		faults = append(faults, &request.FieldError{Field: f.Field, Text: f.What})
	}
	if len(faults) > 0 {
		return state{}, e, faults
	}
	return next, e, nil
}

// SaveConnection stores a draft. A new connection starts paused.
func (s *Service) SaveConnection(ctx context.Context, by auth.Actor, n NewConnection) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.load(ctx); err != nil {
		return err
	}
	st := s.current()
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
	if _, err := s.o.Store.PutEntries(ctx, st.revision, rows, told); err != nil {
		return err
	}
	return s.takeOver(ctx)
}

// RemoveConnection takes a connection away that was added in the browser and that
// nothing hangs on. What still does is [request.FieldErrors].
func (s *Service) RemoveConnection(ctx context.Context, by auth.Actor, name string, version int64) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.load(ctx); err != nil {
		return err
	}
	st := s.current()
	switch e := st.entry(connections, name); {
	case e == nil:
		return ErrNotFound
	case e.Version != version:
		return ErrMoved
	}
	rows := []store.Entry{{Kind: connections, ID: name}, {Kind: pauses, ID: name}, {Kind: mappings, ID: name}}
	next := s.judge(merged(st.entries, rows))
	for _, at := range slices.Sorted(maps.Keys(next.broken)) {
		if st.broken[at] == nil {
			return request.FieldErrors{{Text: notFitting(at, next.broken[at])}}
		}
	}
	if _, err := s.o.Store.PutEntries(ctx, st.revision, rows, s.o.Auth.Entry(ctx, ConnectionRemoved, name)); err != nil {
		return err
	}
	return s.takeOver(ctx)
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

// Pause has a connection make no calls, or go on: what came meanwhile waits.
func (s *Service) Pause(ctx context.Context, by auth.Actor, name string, paused bool) error {
	if err := by.Check(auth.Manage); err != nil {
		return err
	}
	if _, err := s.Connection(by, name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.load(ctx); err != nil {
		return err
	}
	if (s.current().entry(pauses, name) != nil) == paused {
		return nil
	}
	row, act := store.Entry{Kind: pauses, ID: name}, ConnectionResumed
	if paused {
		row.Values, act = Values{"paused": "true"}, ConnectionPaused
	}
	if _, err := s.o.Store.PutEntries(ctx, s.current().revision, []store.Entry{row}, s.o.Auth.Entry(ctx, act, name)); err != nil {
		return err
	}
	return s.takeOver(ctx)
}

// Retry has a connection make calls again at once, whatever it was told to wait
// for.
func (s *Service) Retry(ctx context.Context, by auth.Actor, name string) error {
	if err := by.Check(auth.Work); err != nil {
		return err
	}
	if _, err := s.Connection(by, name); err != nil {
		return err
	}
	if s.o.Retry == nil {
		return errors.New("retry: nothing runs")
	}
	if err := s.o.Auth.Record(ctx, ConnectionRetried, name); err != nil {
		return err
	}
	return s.o.Retry(ctx, name)
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
