package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
)

// recorded is a command line whose parts say what they were asked for.
func recorded() commands {
	return commands{
		connectors:     map[string]sdk.Connector{"acme": acme()},
		serveConnector: func(c sdk.Connector) { fmt.Println("serving", c.Manifest().Name) },
		ping:           pingAcme,
		configured:     browsers,
		serve: func(_ context.Context, c *config.Config) error {
			fmt.Println("listening on", c.Server.Listen)
			return nil
		},
		demo: func(_ context.Context, o demoOptions, out io.Writer) error {
			_, err := fmt.Fprintf(out, "{%q:%q}\n", "url", "http://"+o.listen)
			return err
		},
		openPeople: func(context.Context, *config.Config) (people, error) { return onePerson{}, nil },
		backup: func(_ context.Context, c *config.Config, path string) error {
			return os.WriteFile(path, []byte(c.Database.URL.Reveal()), 0o600)
		},
		wouldWrite: func(_ context.Context, _ *config.Config, connection string, out io.Writer) error {
			_, err := fmt.Fprintln(out, "held at", connection)
			return err
		},
		dryRun: func(_ context.Context, o trialOptions, out io.Writer) error {
			_, err := fmt.Fprintln(out, o.changed.Name, o.now.Connections[0].States.Read, o.changed.States.Read, o.tickets, o.read)
			return err
		},
		importTickets: func(_ context.Context, _ *config.Config, o importOptions, out io.Writer) error {
			_, err := fmt.Fprintln(out, o.connection, o.since.Format(time.RFC3339), o.dryRun)
			return err
		},
	}
}

// browsers are the connections of a file that stands for the database.
func browsers(_ context.Context, c *config.Config, m map[string]sdk.Manifest) (*config.Config, []string, error) {
	text, err := os.ReadFile("browser.txt")
	if errors.Is(err, os.ErrNotExist) {
		return c, nil, nil
	}
	if strings.HasPrefix(string(text), "shut") {
		return nil, nil, errors.New("read the database: permission denied")
	}
	name := strings.TrimSpace(string(text))
	all, err := c.With([]config.Addition{{Section: "connections", Source: name, Value: map[string]any{
		"name": name, "plugin": "acme", "settings": map[string]any{"base_url": "https://acme.example", "token": config.Kept("sesame")},
	}}}, m)
	if name == "resting" {
		all.Connections[len(all.Connections)-1].Paused = true
	}
	return all, []string{"clients/x is not in effect: name is there twice"}[:len(name)%2], err
}

type acmeSettings struct {
	BaseURL string          `name:"base_url" required:"true" example:"https://acme.example"`
	Token   settings.Secret `name:"token" required:"true"`
	Account string          `name:"account" enum:"shared,dedicated" default:"shared"`
}

func acme() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name: "acme", Title: "Acme Desk", Version: "1.2.0",
		Webhook: sdk.Signature{Scheme: sdk.SchemeToken, Header: "X-Acme-Token"},
	}, func(context.Context, acmeSettings, sdk.Host) (sdk.Conn, error) {
		return nil, fault.New(fault.Unsupported)
	})
}

func pingAcme(ctx context.Context, all *config.Config, one config.Connection) (app.Found, error) {
	return app.Check(ctx, all, one.Name, acmeConn{token: one.Settings.Reveal()["token"]})
}

// acmeConn answers a ping after the token: sesame may do all.
type acmeConn struct {
	sdk.Conn
	token any
}

func (c acmeConn) Ping(context.Context) (sdk.Place, error) {
	p := sdk.Place{Self: sdk.Actor{Name: "bot"}, Containers: []sdk.Container{{ID: "1", Key: "NET"}}}
	switch c.token {
	case "closing":
		p.Can = []string{"Creator", "Editor", "Commenter"}
		p.Problems = []sdk.Problem{{
			Lacks: []string{"Uploader"}, What: "The account may not add files in NET.", Mend: "In Acme, give it the right to attach.",
		}}
		p.Expires = time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC)
		p.Containers[0].Public = true
	case "expired":
		return p, &fault.Error{Op: "ping", Class: fault.Unauthenticated}
	}
	return p, nil
}

// onePerson knows Dana alone.
type onePerson struct{}

const dana = "dana@elbline.example"

func (onePerson) Add(context.Context, person, string) error { return nil }

func (onePerson) List(context.Context) ([]person, error) {
	return []person{{mail: dana, name: "Dana Reyes", role: "lead"}}, nil
}

func (onePerson) SetPassword(_ context.Context, mail, _ string) error {
	if mail != dana {
		return fmt.Errorf("set password: %s: no such person", mail)
	}
	return nil
}

func (onePerson) Token(_ context.Context, mail string, valid time.Duration) (string, error) {
	return fmt.Sprintf("token of %s for %s", mail, valid), nil
}

func (onePerson) Close() error { return nil }
