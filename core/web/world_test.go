package web_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/web"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

const password = "correct horse battery"

// world is a whole site over a real desk and a real database.
type world struct {
	*desk.Service
	site  *web.Site
	auth  *auth.Service
	store *sqlstore.Store
	http  *httptest.Server
	log   strings.Builder
	jana  auth.Actor
	ahead *atomic.Int64 // how far the desk's clock is ahead
	// forecast is what a connection says that its tool would receive.
	forecast reconcile.Forecast
}

func open(t *testing.T, change ...func(*web.Options)) *world {
	t.Helper()
	return openAt(t, sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "spochub.db"), Sync: "off"}, change...)
}

// openAt is a site over another database.
func openAt(t testing.TB, at sqlstore.Options, change ...func(*web.Options)) *world {
	t.Helper()
	w := &world{ahead: new(atomic.Int64), jana: auth.Actor{Login: "jana", Name: "Jana Kovář", Role: auth.SPOC}}
	s, err := sqlstore.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	w.store, w.auth = s, auth.New(s, time.Now)
	var ids atomic.Int64
	w.Service = desk.New(desk.Options{
		Store: s, Directory: directory(), Marker: reconcile.Marker{Hub: "h", Secret: []byte("secret")},
		Public: func(_, target string) bool { return target == "open" }, Now: w.now,
		Preview: func(context.Context, *request.Request, request.LinkID) (reconcile.Forecast, error) {
			return w.forecast, nil
		},
		IDs: func() string { return fmt.Sprintf("id%d", ids.Add(1)) },
	})
	for _, role := range auth.Roles() {
		p := auth.NewPerson{Login: string(role), Name: string(role), Role: role}
		if role == auth.Client {
			p.Client = "nordwind"
		}
		w.add(t, p)
	}
	w.add(t, auth.NewPerson{Login: "jana", Name: "Jana Kovář", Role: auth.SPOC})
	o := web.Options{
		Desk: w.Service, Auth: w.auth, Receive: noDoor, ReceiveAt: noDoorAt, Feed: s.Kick(store.FeedWork), Locale: "en",
		DeskName: "Elbline SPOC", Log: slog.New(slog.NewTextHandler(io.MultiWriter(&w.log, t.Output()), nil)),
	}
	o.Admin = w.openAdmin(t)
	for _, f := range change {
		f(&o)
	}
	if w.site, err = web.New(o); err != nil {
		t.Fatal(err)
	}
	w.http = httptest.NewServer(w.site)
	t.Cleanup(func() {
		w.site.Close()
		w.http.CloseClientConnections()
		w.http.Close()
	})
	return w
}

func (w *world) now() time.Time { return time.Now().Add(time.Duration(w.ahead.Load())) }

// sent lets the replies that wait go.
func (w *world) sent(t *testing.T) {
	t.Helper()
	w.ahead.Add(int64(desk.Pause))
	if _, err := w.SendDue(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// openAdmin is the administration of a hub whose file names one client.
func (w *world) openAdmin(t testing.TB) *admin.Service {
	t.Helper()
	base := config.Default()
	base.Clients = []config.Client{{Name: "nordwind", Title: "Nordwind Logistik"}}
	base.Connections = []config.Connection{
		{Name: "noc-jira", Plugin: "acme", Poll: time.Minute, Settings: config.Settings{"base_url": "https://acme.example"}},
		{Name: "jira", Plugin: "acme", Poll: time.Minute, Settings: config.Settings{"base_url": "https://jira.example"}},
	}
	seal, err := admin.NewSeal("a key for tests that is long enough")
	if err != nil {
		t.Fatal(err)
	}
	s := admin.New(admin.Options{
		Store: w.store, Auth: w.auth, Base: base, Log: slog.New(slog.DiscardHandler), Manifests: map[string]sdk.Manifest{"acme": acme()}, Seal: seal,
		Try: func(_ context.Context, _ *config.Config, c config.Connection) admin.Found {
			if c.Settings.Reveal()["token"] != hunter {
				return admin.Found{Trouble: "acme: denied: the token is not good", Problems: []ticket.Problem{{Mend: "Make a new token."}}}
			}
			return admin.Found{Self: "spochub@acme.example", May: []string{"read_tickets"}}
		},
		Retry: func(context.Context, string) error { return nil },
	})
	if _, err := s.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// hunter is the secret that the tool of the tests takes.
const hunter = "hunter2-of-acme"

// acme is a plugin for tests.
func acme() sdk.Manifest {
	return sdk.Manifest{Name: "acme", Version: "1.0", Webhook: sdk.Signature{Scheme: sdk.SchemeToken}, Schema: settings.Schema(struct {
		BaseURL string          `name:"base_url" title:"Address" required:"true"`
		Token   settings.Secret `name:"token" title:"Token"`
		Account string          `name:"account" title:"Account" enum:"shared,dedicated" default:"shared"`
		Strict  bool            `name:"strict" title:"Strict"`
	}{})}
}

func (w *world) add(t testing.TB, p auth.NewPerson) {
	t.Helper()
	if _, err := w.store.Person(t.Context(), p.Login); err == nil {
		return // the database was kept
	}
	if err := w.auth.Add(t.Context(), p); err != nil {
		t.Fatal(err)
	}
}

func directory() *request.Directory {
	return &request.Directory{
		Desk:     "Elbline SPOC",
		Accounts: map[string]request.Account{"jira": {Secrets: []string{"token (env:JIRA_TOKEN)"}, Hook: "https://spoc.example.net/hooks/jira"}, "github": {}, "noc-jira": {}, "platform-github": {}, "dc-servicenow": {}, "dc": {}},
		Clients: map[request.ClientID]request.Client{
			"nordwind": {ID: "nordwind", Title: "Nordwind Logistik", Contacts: []request.Contact{{Name: "Mareike Brandt", Mail: "noc@nordwind.example", Phone: "+49 30 23125 418"}}},
			"argent":   {ID: "argent", Title: "Argent Pay"},
		},
		Services: map[request.ServiceID]request.Service{
			"FRA3-10G-014": {ID: "FRA3-10G-014", Client: "nordwind", Title: "IP Transit Frankfurt", Site: "FRA3"},
		},
		Teams: map[request.TeamID]request.Team{
			"core":  {ID: "core", Title: "Core Network", Connection: "jira", Plugin: "jira", Target: "NET"},
			"plat":  {ID: "plat", Title: "Platform", Connection: "github", Plugin: "github", Target: "elbline/platform"},
			"open":  {ID: "open", Title: "Public", Connection: "github", Plugin: "github", Target: "open"},
			"field": {ID: "field", Title: "Field Service", Connection: request.ByHand, Phone: "+49 40 5550100"},
		},
	}
}

// received stores a request of Nordwind's.
func (w *world) received(t *testing.T, title string) request.Key {
	t.Helper()
	r, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{
		Client: "nordwind", Contact: "Mareike Brandt", Service: "FRA3-10G-014", Title: title, Channel: request.Mail,
		Description: "Since about **01:25** we see loss.\n\n- WMS in Hamburg", Impact: 1, Urgency: 2,
	}})
	if err != nil {
		t.Fatal(err)
	}
	return r.Key
}

func (w *world) delegated(t *testing.T, key request.Key, team request.TeamID) request.LinkID {
	t.Helper()
	r, id, err := w.Delegate(t.Context(), w.jana, desk.Target{Key: key}, request.Delegate{Team: team}, false)
	if err != nil {
		t.Fatal(err)
	}
	return r.Delegation(id).Link
}

func (w *world) item(t *testing.T, key request.Key) desk.Item {
	t.Helper()
	item, err := w.Get(t.Context(), w.jana, key)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

// tool changes a link as the sync would.
func (w *world) tool(t *testing.T, id request.LinkID, f func(*store.LinkDoc)) {
	t.Helper()
	err := w.store.Link(t.Context(), store.Claim{Kind: store.LinkWork, ID: string(id)}, func(d *store.LinkDoc) error {
		f(d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// contested makes a conflict on the title.
func (w *world) contested(t *testing.T, id request.LinkID) string {
	t.Helper()
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Link.Ticket = ticket.Ref{ID: "10001", Key: "NET-482", URL: "https://jira.example/browse/NET-482"}
		dec, err := request.Do(d.Request, request.House{Directory: directory(), IDs: func() string { return "conf1" }},
			request.Cause{By: request.Actor{Name: "Pavel Novák", Origin: "jira"}, At: time.Now(), Link: id},
			request.Contest{ID: "conf1", Field: ticket.Title, Base: "Loss", Hub: "Loss in FRA", Tool: "Line card fault", ToolBy: "Pavel Novák"})
		if err != nil {
			t.Error(err)
		}
		d.Events = append(d.Events, dec.Events...)
	})
	return "conf1"
}

// browser is somebody with a browser without scripts.
type browser struct {
	t    *testing.T
	w    *world
	c    *http.Client
	lang string
}

func (w *world) browser(t *testing.T) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{t: t, w: w, lang: "en", c: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as signs somebody in.
func (w *world) as(t *testing.T, login string) *browser {
	t.Helper()
	b := w.browser(t)
	path, err := w.site.SignInLink(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	if got := b.post(path); got.code != http.StatusSeeOther {
		t.Fatalf("the sign-in link answers %d", got.code)
	}
	return b
}

type answer struct {
	code   int
	body   string
	header http.Header
}

func (b *browser) do(r *http.Request) answer {
	b.t.Helper()
	r.Header.Set("Accept-Language", b.lang)
	res, err := b.c.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, string(body), res.Header}
}

func (b *browser) get(path string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.w.http.URL+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

func (b *browser) post(path string, fields ...string) answer {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.w.http.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}
