package app_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

var mara = auth.Actor{Login: "mara", Role: auth.Lead}

// A hub is started read only, then with one live team, by its configuration
// alone; what it holds back is read beside it from its database.
func TestAHubGoesLiveByItsConfiguration(t *testing.T) {
	server := jiratest.New(jiratest.Options{})
	defer server.Close()
	tool := httptest.NewServer(server)
	defer tool.Close()
	t.Setenv("TOKEN", fmt.Sprint(server.Settings(tool.URL)["token"]))
	h := household{t: t, dir: t.TempDir(), tool: tool.URL, user: fmt.Sprint(server.Settings(tool.URL)["user"]), project: server.Project()}
	c := h.config("true", "false")
	stop, hub := h.run(c)
	r, err := hub.Desk().Receive(t.Context(), mara, desk.Received{Draft: request.Request{Title: "No light", Client: "nordwind", Kind: request.Incident}})
	if err != nil {
		t.Fatal(err)
	}
	for _, team := range []request.TeamID{"day", "night"} {
		if _, _, err := hub.Desk().Delegate(t.Context(), mara, desk.Target{Key: r.Key}, request.Delegate{Team: team}, false); err != nil {
			t.Fatal(err)
		}
	}
	h.until("both are held back", func() bool { return h.held(c) == 2 })
	stop()
	if n := len(server.Issues()); n != 0 {
		t.Fatalf("a read-only hub made %d tickets", n)
	}
	c = h.config("false", "true")
	stop, _ = h.run(c)
	h.until("one team has gone live", func() bool { return h.held(c) == 1 && len(server.Issues()) == 1 })
	h.dryRun(c, server)
	stop()
	c = h.config("false", "false")
	stop, _ = h.run(c)
	h.until("both have", func() bool { return h.held(c) == 0 && len(server.Issues()) == 2 })
	stop()
}

// household is a hub with two teams at one tool.
type household struct {
	t                        *testing.T
	dir, tool, user, project string
}

func (h household) config(connection, night string) *config.Config {
	h.t.Helper()
	file := filepath.Join(h.dir, "spochub.yaml")
	text := fmt.Sprintf(`
server: { listen: "127.0.0.1:0" }
database: { url: "sqlite:%s/hub.db" }
connections:
  - { name: noc, plugin: jira, poll: 1s, read_only: %s, settings: { base_url: %q, user: %q, token: "env:TOKEN", project: %s } }
teams:
  - { name: day, connection: noc, target: %s }
  - { name: night, connection: noc, target: %s, read_only: %s }
clients: [{ name: nordwind }]
`, h.dir, connection, h.tool, h.user, h.project, h.project, h.project, night)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	c, err := config.Load(config.Options{File: file, Environ: []string{"TOKEN=" + os.Getenv("TOKEN")}, Manifests: map[string]sdk.Manifest{"jira": connectors()["jira"].Manifest()}})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func (h household) run(c *config.Config) (stop func(), hub *app.App) {
	h.t.Helper()
	hub, err := app.New(h.t.Context(), app.Options{Config: c, Connectors: connectors(), InProcess: true, Log: slog.New(slog.DiscardHandler), Durable: "off"})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := hub.Ready(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(h.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- hub.Run(ctx) }()
	return func() {
		cancel()
		if err := <-ended; err != nil {
			h.t.Error(err)
		}
		if err := hub.Close(); err != nil {
			h.t.Error(err)
		}
	}, hub
}

func (h household) until(what string, is func() bool) {
	h.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); !is(); <-tick.C {
		if time.Now().After(deadline) {
			h.t.Fatalf("not so: %s", what)
		}
	}
}

// held counts the links that hold writes back.
func (h household) held(c *config.Config) (n int) {
	h.t.Helper()
	guest, err := app.OpenGuest(h.t.Context(), c)
	if err != nil {
		h.t.Fatal(err)
	}
	defer guest.Close()
	if _, err := guest.Held(h.t.Context(), "noc", func(desk.HeldLink) error { n++; return nil }); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// dryRun tries another meaning of the ticket's state beside the running hub.
func (h household) dryRun(c *config.Config, server *jiratest.Server) {
	h.t.Helper()
	guest, err := app.OpenGuest(h.t.Context(), c)
	if err != nil {
		h.t.Fatal(err)
	}
	defer guest.Close()
	plugins := app.OpenPlugins(c.Plugins, connectors(), slog.New(slog.DiscardHandler))
	defer plugins.Close()
	conn, err := plugins.Open(h.t.Context(), c.Connections[0])
	if err != nil {
		h.t.Fatal(err)
	}
	var links []desk.HeldLink
	h.until("the hub knows its ticket", func() bool {
		if links, err = guest.Tickets(h.t.Context(), "noc", 20); err != nil {
			h.t.Fatal(err)
		}
		return len(links) == 1
	})
	wrong := *c
	wrong.Connections = slices.Clone(c.Connections)
	wrong.Connections[0].Priorities.Write = map[config.Priority]string{"P1": "Gibtsnicht"}
	told, err := app.Check(h.t.Context(), &wrong, "noc", conn)
	if err != nil || len(told.Problems) != 1 || !strings.Contains(told.Problems[0].What, `priorities.write.P1: "Gibtsnicht" is not known to the tool, which has Highest`) {
		h.t.Errorf("told %+v, %v", told, err)
	}
	changed := c.Connections[0]
	changed.States.Read = map[string]config.Category{server.Issues()[0].Status: config.Waiting}
	found, err := guest.DryRun(h.t.Context(), c, changed, conn, []request.LinkID{links[0].Link.ID}, true)
	if err != nil || len(found) != 1 || len(found[0].Reads) != 1 || found[0].Reads[0].Field != ticket.State || found[0].Reads[0].To != "waiting" {
		h.t.Errorf("found %+v, %v", found, err)
	}
}
