// Package demo shows the hub without any set-up: a temporary database, three
// simulated tools whose teams a visitor can play, the three plugins out of
// process, and sample clients, teams and requests.
package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"text/template"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
)

//go:embed demo.yaml
var configuration string

// Options say how to show the demo.
type Options struct {
	Listen     string // "": 127.0.0.1:8080 or the next free port
	JSON       bool   // one JSON line when all is ready, and nothing else
	Folder     string // keeps the database here; "": a temporary folder, removed at the end
	Connectors map[string]sdk.Connector
	InProcess  bool // run the plugins inside this process, for tests
	Out        io.Writer
	Log        *slog.Logger
}

// secrets are made anew for each demo.
type secrets struct{ jiraHook, githubHook, snowHook string }

// Run shows the demo until the context ends.
func Run(ctx context.Context, o Options) (err error) {
	if !o.JSON {
		_, _ = fmt.Fprintln(o.Out, "Starting the hub, three simulated tools and their plugins ...")
	}
	if o.Folder == "" {
		if o.Folder, err = os.MkdirTemp("", "spochub-demo-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(o.Folder)) }()
	}
	w, err := newWorld(ctx)
	if err != nil {
		return err
	}
	defer w.close()
	s := secrets{rand.Text(), rand.Text(), rand.Text()}
	c, err := load(ctx, o, w, s)
	if err != nil {
		return err
	}
	hub, err := app.New(ctx, app.Options{Config: c, Connectors: o.Connectors, InProcess: o.InProcess, Log: o.Log})
	if err != nil {
		return err
	}
	w.hook(hub.URL(), s)
	err = serve(ctx, o, hub, w)
	return errors.Join(err, hub.Close())
}

// load fills in the configuration and reads it as any other.
func load(ctx context.Context, o Options, w *world, s secrets) (*config.Config, error) {
	listen, err := address(ctx, o.Listen)
	if err != nil {
		return nil, err
	}
	pin, err := keepPIN(o.Folder)
	if err != nil {
		return nil, err
	}
	text, err := template.New("demo.yaml").Parse(configuration)
	if err != nil {
		return nil, err
	}
	var filled bytes.Buffer
	err = text.Execute(&filled, map[string]string{
		"Listen": listen, "Folder": filepath.ToSlash(o.Folder), "Jira": w.urls["jira"], "GitHub": w.urls["github"], "ServiceNow": w.urls["servicenow"],
		"PIN": pin,
	})
	if err != nil {
		return nil, err
	}
	file := filepath.Join(o.Folder, "spochub.yaml")
	if err := os.WriteFile(file, filled.Bytes(), 0o600); err != nil {
		return nil, err
	}
	manifests := map[string]sdk.Manifest{}
	for name, connector := range o.Connectors {
		manifests[name] = connector.Manifest()
	}
	return config.Load(config.Options{File: file, Manifests: manifests, Environ: []string{
		"JIRA_TOKEN=" + fmt.Sprint(w.jira.Settings("")["token"]),
		"GITHUB_TOKEN=" + w.github.Token(githubtest.Bot),
		"SERVICENOW_PASSWORD=" + servicenowtest.HubPassword,
		"JIRA_HOOK_SECRET=" + s.jiraHook, "GITHUB_HOOK_SECRET=" + s.githubHook, "SERVICENOW_HOOK_SECRET=" + s.snowHook,
	}})
}

// callersPIN is what Mareike Brandt says when the desk asks who calls.
const callersPIN = "4711"

// keepPIN stores its hash and returns the reference that the configuration holds.
func keepPIN(folder string) (string, error) {
	hash, err := auth.HashPIN(callersPIN)
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, "brandt.pin")
	return "file:" + filepath.ToSlash(file), os.WriteFile(file, []byte(hash), 0o600)
}

// address takes port 8080, or the next free one, where nothing else is asked for.
func address(ctx context.Context, listen string) (string, error) {
	if listen != "" {
		return listen, nil
	}
	var network net.ListenConfig
	for port := 8080; port < 8180; port++ {
		at := fmt.Sprintf("127.0.0.1:%d", port)
		if l, err := network.Listen(ctx, "tcp", at); err == nil {
			return at, l.Close()
		}
	}
	return "", errors.New("no port from 8080 to 8179 is free: choose one with --listen")
}

// serve runs the hub, fills it, says where it is and waits.
func serve(ctx context.Context, o Options, hub *app.App, w *world) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	if err := prepare(ctx, o, hub, w); err != nil {
		stop()
		<-ended
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	}
	return <-ended
}

func prepare(ctx context.Context, o Options, hub *app.App, w *world) error {
	ready, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := hub.Ready(ready); err != nil {
		return err
	}
	people := []auth.NewPerson{
		{Login: "mara", Name: "Mara Lindt", Mail: "mara.lindt@elbline.example", Role: auth.Admin},
		{Login: "tomas", Name: "Tomás Vidal", Mail: "tomas.vidal@elbline.example", Role: auth.SPOC},
		{Login: contact, Name: "Mareike Brandt", Mail: "mareike.brandt@nordwind.example", Role: auth.Client, Client: "nordwind"},
	}
	for _, p := range people {
		if err := hub.Auth().Add(ctx, p); err != nil {
			return err
		}
	}
	token, err := hub.Auth().NewToken(ctx, "demo", "mara", auth.Admin, time.Now().Add(24*time.Hour))
	if err != nil {
		return err
	}
	if err := fill(ctx, hub.Desk(), w); err != nil {
		return fmt.Errorf("sample requests: %w", err)
	}
	return announce(ctx, o, hub, w, token)
}
