package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/api"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

const maxFile = 300_000

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

type world struct {
	api    *api.API
	store  *sqlstore.Store
	tokens map[auth.Role]string
	token  string
	// forecast is what a connection says that its tool would receive.
	forecast reconcile.Forecast
	// What the tools of connections are made to do, and what was asked of them.
	retry  map[string]error
	links  map[string]int
	mapped []string
}

func open(t *testing.T) *world {
	t.Helper()
	return openWith(t, func(*api.Options) {})
}

func openWith(t *testing.T, change func(*api.Options)) *world {
	t.Helper()
	w := &world{tokens: map[auth.Role]string{}}
	now := func() time.Time { return noon }
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "spochub.db"), Now: now, Sync: "off"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.store = s
	var ids atomic.Int64
	accounts := auth.New(s, now)
	o := api.Options{
		Desk: desk.New(desk.Options{
			Store: s, Directory: directory(), Marker: reconcile.Marker{Hub: "h"}, Now: now,
			Preview: func(context.Context, *request.Request, request.LinkID) (reconcile.Forecast, error) {
				return w.forecast, nil
			},
			IDs: func() string { return fmt.Sprintf("id%d", ids.Add(1)) },
		}),
		Auth: accounts, Answers: accounts, Plugins: func() map[string]string { return map[string]string{"jira": "jira"} },
		Version: "1.0.0", Now: now, Log: slog.New(slog.DiscardHandler), MaxFile: maxFile,
	}
	o.Admin = w.openAdmin(t, accounts)
	change(&o)
	w.api = api.New(o)
	for _, role := range auth.Roles() {
		if w.tokens[role], err = accounts.NewToken(t.Context(), "test "+string(role), "", role, time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
	w.token = w.tokens[auth.Admin]
	return w
}

// hunter is the secret that the tool of the tests takes.
const hunter = "hunter2-of-acme"

// openAdmin is the administration of a hub whose file names one connection and one
// client.
func (w *world) openAdmin(t *testing.T, accounts *auth.Service) *admin.Service {
	t.Helper()
	base := config.Default()
	base.Clients = []config.Client{{Name: "nordwind", Title: "Nordwind"}}
	base.Connections = []config.Connection{{Name: "jira", Plugin: "acme", Poll: time.Minute, Settings: config.Settings{"base_url": "https://acme.example", "token": config.Kept(hunter)}}}
	seal, err := admin.NewSeal("a key for tests that is long enough")
	if err != nil {
		t.Fatal(err)
	}
	acme := sdk.Manifest{Name: "acme", Version: "1.0", Webhook: sdk.Signature{Scheme: sdk.SchemeToken}, Schema: settings.Schema(struct {
		BaseURL string          `name:"base_url" title:"Address" required:"true"`
		Token   settings.Secret `name:"token" title:"Token" required:"true"`
		Pages   int             `name:"pages" default:"3"`
	}{})}
	s := admin.New(admin.Options{
		Store: w.store, Auth: accounts, Base: base, Log: slog.New(slog.DiscardHandler), Manifests: map[string]sdk.Manifest{"acme": acme}, Seal: seal,
		Try: func(_ context.Context, _ *config.Config, c config.Connection) admin.Found {
			if c.Settings.Reveal()["token"] != hunter {
				return admin.Found{Trouble: "acme: denied: the token is not good", Problems: []ticket.Problem{{Mend: "Make a new token."}}}
			}
			return admin.Found{Self: "spochub@acme.example", May: []string{"read_tickets"}}
		},
		Retry: func(_ context.Context, name string) error { return w.retry[name] },
		DryRun: func(_ context.Context, _ auth.Actor, c config.Connection, read bool) ([]admin.Tried, error) {
			w.mapped = append(w.mapped, fmt.Sprint(c.States.Read, c.Fields[ticket.Title], read))
			return nil, nil
		},
		Links: func(_ context.Context, name string) (int, error) { return w.links[name], nil },
	})
	if _, err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func directory() *request.Directory {
	return &request.Directory{
		Accounts: map[string]request.Account{"jira": {Secrets: []string{"token (env:JIRA_TOKEN)"}}},
		Clients: map[request.ClientID]request.Client{
			"nordwind": {ID: "nordwind", Contacts: []request.Contact{{Name: "Mareike Brandt"}}}, "argent": {ID: "argent"},
		},
		Services: map[request.ServiceID]request.Service{"FRA3": {ID: "FRA3", Client: "nordwind"}},
		Teams: map[request.TeamID]request.Team{
			"core":  {ID: "core", Connection: "jira", Plugin: "jira", Target: "NET"},
			"dc":    {ID: "dc", Connection: "jira", Plugin: "jira", Target: "DC", Clients: []request.ClientID{"argent"}},
			"field": {ID: "field", Connection: request.ByHand},
		},
	}
}

// answer is what a call was answered.
type answer struct {
	status int
	header http.Header
	text   string
}

// at reads a value out of the answer: names and indexes joined by dots.
func (a answer) at(t *testing.T, path string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(a.text), &v); err != nil {
		t.Fatalf("%s: %v", a.text, err)
	}
	for name := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[name]
		case []any:
			var i int
			if fmt.Sscan(name, &i); i >= len(x) {
				t.Fatalf("no %s in %s", path, a.text)
			}
			v = x[i]
		default:
			t.Fatalf("no %s in %s", path, a.text)
		}
	}
	return v
}

func (w *world) call(t *testing.T, method, path string, body any, headers ...string) answer {
	t.Helper()
	in, raw := body.(io.Reader)
	if body != nil && !raw {
		text, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, api.Prefix+path, in)
	r.Header.Set("Content-Type", "application/json")
	if w.token != "" {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	out := httptest.NewRecorder()
	w.api.ServeHTTP(out, r)
	checkContract(t, w.api, r, out)
	return answer{out.Code, out.Header(), out.Body.String()}
}

type m = map[string]any

func (w *world) created(t *testing.T) string {
	t.Helper()
	a := w.call(t, "POST", "/requests", m{"kind": "incident", "title": "Loss", "client": "nordwind"})
	if a.status != http.StatusCreated {
		t.Fatal(a.status, a.text)
	}
	return a.at(t, "key").(string)
}

// conflict makes both sides of a link disagree, as the sync would.
func (w *world) conflict(t *testing.T, link string) {
	t.Helper()
	err := w.store.Link(context.WithoutCancel(t.Context()), store.Claim{Kind: store.LinkWork, ID: link}, func(d *store.LinkDoc) error {
		_, err := request.Do(d.Request, request.House{Directory: directory()}, request.Cause{At: noon, Link: d.Link.ID},
			request.Contest{ID: "c1", Field: "priority", Base: "P3", Hub: "P2", Tool: "P1"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// restrict leaves a request to the people named.
func (w *world) restrict(t *testing.T, key string, people ...string) {
	t.Helper()
	err := w.store.Update(t.Context(), request.Key(key), func(d *store.Doc) error {
		d.Request.Restricted = people
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func fileID(n int) request.FileID { return request.FileID(fmt.Sprintf("id%d", n)) }

// sync changes a link as the sync would.
func (w *world) sync(t *testing.T, link string, change func(*request.Link)) {
	t.Helper()
	err := w.store.Link(t.Context(), store.Claim{Kind: store.LinkWork, ID: link}, func(d *store.LinkDoc) error {
		change(d.Link)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
