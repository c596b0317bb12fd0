package redmine_test

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/plugins/redmine/redminetest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/sdktest"
	"github.com/spochub/spochub/sdk/settings"
)

// shared is the one Redmine of all tests; each has a project of its own there.
var shared struct {
	once   sync.Once
	dir    string
	server *redminetest.Server
	err    error
}

func TestMain(m *testing.M) {
	code := m.Run()
	if shared.server != nil {
		if err := shared.server.Stop(context.Background()); err != nil {
			code = 1
		}
	}
	if shared.dir != "" {
		_ = os.RemoveAll(shared.dir)
	}
	os.Exit(code)
}

func missing(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		t.Fatal(why)
	}
	t.Skip(why)
}

func start() {
	if shared.dir, shared.err = os.MkdirTemp("", "redmine"); shared.err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	shared.server, shared.err = redminetest.Start(ctx, os.Getenv("SPOCHUB_TEST_TRACKERS"), shared.dir)
}

func server(t *testing.T) *redminetest.Server {
	t.Helper()
	if os.Getenv("SPOCHUB_TEST_TRACKERS") == "" {
		missing(t, "SPOCHUB_TEST_TRACKERS does not name the folder with redmine.sh")
	}
	if testing.Short() {
		t.Skip("starts a Redmine")
	}
	shared.once.Do(start)
	if errors.Is(shared.err, redminetest.ErrMissing) {
		missing(t, shared.err.Error())
	}
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.server
}

// bench is an empty project, the way to it, and people in it.
type bench struct {
	*testing.T
	server  *redminetest.Server
	project string
	calls   *breakable.Handler
	raw     settings.Raw
}

func newBench(t *testing.T, role string) *bench {
	t.Helper()
	s := server(t)
	name := "p-" + strings.ToLower(rand.Text()[:10])
	project, err := s.NewProject(t.Context(), name, role)
	if err != nil {
		t.Fatal(err)
	}
	target, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	calls := breakable.New(&httputil.ReverseProxy{
		Rewrite:  func(r *httputil.ProxyRequest) { r.SetURL(target) },
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	})
	door := httptest.NewServer(calls)
	t.Cleanup(door.Close)
	return &bench{T: t, server: s, project: project, calls: calls, raw: settings.Raw{
		"base_url": door.URL, "api_key": s.BotKey, "project": name, "account": "dedicated",
	}}
}

func (b *bench) open() sdk.Conn {
	b.Helper()
	c, err := redmine.New().Open(b.Context(), b.raw, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
	b.must(err)
	b.Cleanup(func() { _ = c.Close() })
	return c
}

func (b *bench) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// people acts as the team, for the suite.
type people struct{ *bench }

func (p people) ref(id string) sdk.Ref { return sdk.Ref{ID: id, Container: p.project} }

func (p people) Create(title, description string) sdk.Ref {
	p.Helper()
	id, err := p.server.NewIssue(context.Background(), p.project, title, description)
	p.must(err)
	return p.ref(id)
}

func (p people) update(r sdk.Ref, a map[string]any) {
	p.Helper()
	p.must(p.server.Update(context.Background(), r.ID, a))
}

func (p people) SetTitle(r sdk.Ref, title string) { p.update(r, map[string]any{"subject": title}) }

func (p people) SetState(r sdk.Ref, category string) {
	ids := map[string]int{"todo": 1, "in_progress": 2, "done": 5}
	p.update(r, map[string]any{"status_id": ids[category]})
}

func (p people) Comment(r sdk.Ref, text string) string {
	p.Helper()
	id, err := p.server.Say(context.Background(), r.ID, text)
	p.must(err)
	return id
}

func (p people) Tickets() int {
	p.Helper()
	n, err := p.server.Count(context.Background(), p.project)
	p.must(err)
	return n
}

func (p people) Comments(r sdk.Ref) int {
	p.Helper()
	notes, err := p.server.Notes(context.Background(), r.ID)
	p.must(err)
	return len(notes)
}

func (p people) Delete(r sdk.Ref) {
	p.Helper()
	p.must(p.server.Delete(context.Background(), r.ID))
}

func (b *bench) subject() sdktest.Subject {
	return sdktest.Subject{
		Settings: b.raw, Container: b.project, Secrets: []string{b.server.BotKey}, Calls: b.calls, People: people{b},
	}
}
