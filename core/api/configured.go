package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
)

// Configured is a connection as it is configured. Its secrets are named and never
// shown.
type Configured struct {
	Name          string            `json:"name"`
	Plugin        string            `json:"plugin"`
	File          bool              `json:"file" doc:"It stands in the configuration file, which alone changes its settings"`
	Version       int64             `json:"version" doc:"0 where it stands in the file"`
	Paused        bool              `json:"paused" doc:"It makes no calls"`
	ReadOnly      bool              `json:"read_only"`
	Poll          Text              `json:"poll" doc:"A duration such as 1m0s"`
	Settings      map[string]string `json:"settings" doc:"Without the secrets"`
	Secrets       []string          `json:"secrets" nullable:"false" doc:"The settings that hold a secret"`
	WebhookSecret bool              `json:"webhook_secret" doc:"The tool's webhooks can be verified"`
	Webhook       Text              `json:"webhook" doc:"Where the tool's webhooks go; null where it has none"`
	Faults        []Fault           `json:"faults" nullable:"false" doc:"Why it is not in effect"`
}

// Fault is what is wrong with a value that is stored.
type Fault struct {
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

// Plugin is what a connection can be served by.
type Plugin struct {
	Name     string    `json:"name"`
	Version  string    `json:"version"`
	Webhooks bool      `json:"webhooks" doc:"The tool's webhooks can be verified"`
	Settings []Setting `json:"settings" nullable:"false"`
}

// Setting is one that a plugin takes.
type Setting struct {
	Name     string   `json:"name"`
	Type     string   `json:"type" enum:"text,secret,bool,int,duration,list,table"`
	Title    Text     `json:"title"`
	Help     Text     `json:"help"`
	Default  Text     `json:"default"`
	Example  Text     `json:"example"`
	Enum     []string `json:"enum" nullable:"false"`
	Required bool     `json:"required"`
}

type pluginList struct {
	Body struct {
		Items []Plugin `json:"items" nullable:"false"`
	}
}

type configured struct {
	ETag     string `header:"ETag"`
	Location string `header:"Location"`
	Body     Configured
}

func (a *API) configure() {
	if a.o.Admin == nil {
		return
	}
	register(a, auth.Manage, huma.Operation{
		OperationID: "plugins", Method: http.MethodGet, Path: "/plugins", Summary: "List what a connection can be made of, with the settings of each",
	}, a.plugins)
	register(a, auth.Manage, huma.Operation{
		OperationID: "get-connection", Method: http.MethodGet, Path: "/connections/{name}",
		Summary: "Read how a connection is configured, without its secrets", Errors: []int{http.StatusNotFound},
	}, func(ctx context.Context, in *OnConnection) (*configured, error) { return a.configured(ctx, in.Name) })
	a.connecting()
	a.steering()
	a.mappings()
	a.catalogue()
	a.importing()
}

func (a *API) plugins(context.Context, *struct{}) (*pluginList, error) {
	out := &pluginList{}
	out.Body.Items = []Plugin{}
	for _, p := range a.o.Admin.Plugins() {
		x := Plugin{Name: p.Name, Version: p.Version, Webhooks: p.Hooks, Settings: []Setting{}}
		for _, s := range p.Schema {
			x.Settings = append(x.Settings, Setting{
				Name: s.Name, Type: s.Type, Title: Text(s.Title), Help: Text(s.Help), Default: Text(s.Default), Example: Text(s.Example),
				Enum: append([]string{}, s.Enum...), Required: s.Required,
			})
		}
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

// configured is a connection as an answer.
func (a *API) configured(ctx context.Context, name string) (*configured, error) {
	c, err := a.o.Admin.Connection(by(ctx), name)
	if err != nil {
		return nil, missing("connection", name, err)
	}
	out := &configured{Body: Configured{
		Name: c.Name, Plugin: c.Plugin, File: c.File, Version: c.Version, Paused: c.Paused, ReadOnly: c.ReadOnly,
		Settings: texts(c.Settings), Secrets: append([]string{}, c.Secrets...), WebhookSecret: !c.WebhookSecret.IsZero(), Faults: faultsOf(c.Faults),
	}}
	slices.Sort(out.Body.Secrets)
	if c.Poll > 0 {
		out.Body.Poll = Text(c.Poll.String())
	}
	if p, _ := a.o.Admin.Plugin(c.Plugin); p.Hooks {
		out.Body.Webhook = Text(a.o.Desk.Directory().BaseURL + "/hooks/" + c.Name)
	}
	if c.Version > 0 {
		out.ETag = tag(c.Version)
	}
	return out, nil
}

// texts are settings as they are entered, without secrets.
func texts(all config.Settings) map[string]string {
	out := map[string]string{}
	for name, value := range all {
		if text := admin.Text(value); text != "" {
			out[name] = text
		}
	}
	return out
}

func faultsOf(list config.Faults) []Fault {
	out := []Fault{}
	for _, f := range list {
		out = append(out, Fault{f.Field, f.What})
	}
	return out
}
