package admin

import (
	"context"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

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

// WebhookSecret names the secret of a connection's webhooks among the others.
const WebhookSecret = "webhook_secret"

// leadsTo lists the hosts that the settings name: a secret that was entered for one
// must not be sent to another.
func leadsTo(v Values) string {
	var hosts []string
	for name, text := range v {
		if u, err := url.Parse(text); err == nil && u.Host != "" && strings.HasPrefix(name, "settings.") {
			hosts = append(hosts, name+" "+u.Scheme+" "+u.Host)
		}
	}
	slices.Sort(hosts)
	return strings.Join(hosts, "\n")
}

// values are a draft as it is stored. Secrets are sealed; those that were entered
// before stay while they go to the same place.
func (s *Service) values(st state, n NewConnection) (Values, error) {
	v := Values{"name": n.Name, "plugin": n.Plugin, "poll": strings.TrimSpace(n.Poll), "read_only": yes(n.ReadOnly)}
	for name, text := range n.Settings {
		v["settings."+name] = strings.TrimSpace(text)
	}
	if e := st.entry(connections, n.Was); e != nil && n.Was != "" && e.Values["plugin"] == n.Plugin && leadsTo(e.Values) == leadsTo(v) {
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
		if name == WebhookSecret {
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
