package app_test

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/app"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
)

// bare is a hub whose file says nothing of connections, teams and clients, beside
// a simulated Jira.
type bare struct {
	t      *testing.T
	hub    *app.App
	folder string
	tool   string
	token  string
	writes atomic.Int64 // to the tool's issues
	client *http.Client
	config *config.Config

	mu    sync.Mutex
	calls map[string]int // that write to the tool's issues, as "POST comment"
}

func openBare(t *testing.T) *bare {
	t.Helper()
	b := besideJira(t)
	b.start("server: { listen: '127.0.0.1:0' }\ndatabase: { url: 'sqlite:" + filepath.ToSlash(b.folder) + "/hub.db' }\n")
	sure(t, b.hub.Auth().Add(t.Context(), auth.NewPerson{Login: "mara", Name: "Mara", Role: auth.Admin}))
	b.signIn()
	return b
}

// besideJira is what a hub needs, beside a simulated Jira.
func besideJira(t *testing.T) *bare {
	t.Helper()
	b := &bare{t: t, folder: t.TempDir()}
	jira := jiratest.New(jiratest.Options{Project: "NET", ProjectName: "Core Network"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && strings.Contains(r.URL.Path, "/issue") {
			b.writes.Add(1)
			b.made(r.Method + " " + path.Base(r.URL.Path))
		}
		jira.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(jira.Close)
	b.tool, b.token = server.URL, fmt.Sprint(jira.Settings("")["token"])
	return b
}

// start runs a hub of a configuration.
func (b *bare) start(yaml string, environ ...string) {
	b.t.Helper()
	file := filepath.Join(b.folder, "spochub.yaml")
	sure(b.t, os.WriteFile(file, []byte(yaml), 0o600))
	var err error
	b.config, err = config.Load(config.Options{File: file, Environ: append([]string{"HOME=/"}, environ...)})
	sure(b.t, err)
	b.hub, err = app.New(b.t.Context(), app.Options{Config: b.config, Connectors: connectors(), Log: slog.New(slog.NewTextHandler(b.t.Output(), nil))})
	sure(b.t, err)
	b.run()
}

// signIn signs Mara in.
func (b *bare) signIn() {
	b.t.Helper()
	jar, err := cookiejar.New(nil)
	sure(b.t, err)
	b.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	link, err := b.hub.Site().SignInLink(b.t.Context(), "mara")
	sure(b.t, err)
	b.post(http.StatusSeeOther, link)
}

// made counts a writing call to the tool.
func (b *bare) made(call string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.calls == nil {
		b.calls = map[string]int{}
	}
	b.calls[call]++
}

// times is how often a writing call was made.
func (b *bare) times(call string) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls[call]
}

func (b *bare) run() {
	b.t.Helper()
	ctx, stop := context.WithCancel(b.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- b.hub.Run(ctx) }()
	b.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			b.t.Error(err)
		}
		sure(b.t, b.hub.Close())
	})
}

func (b *bare) post(want int, path string, fields ...string) string {
	b.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.hub.URL()+path, strings.NewReader(form.Encode()))
	sure(b.t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(want, r)
}

func (b *bare) get(path string) string {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.hub.URL()+path, nil)
	sure(b.t, err)
	return b.do(http.StatusOK, r)
}

func (b *bare) do(want int, r *http.Request) string {
	b.t.Helper()
	res, err := b.client.Do(r)
	sure(b.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	sure(b.t, err)
	if res.StatusCode != want {
		b.t.Fatalf("%s %s: %d, want %d: %s", r.Method, r.URL.Path, res.StatusCode, want, wrong(string(body)))
	}
	if strings.Contains(string(body), b.token) {
		b.t.Errorf("%s %s shows the token", r.Method, r.URL.Path)
	}
	return string(body)
}

// wrong is what a page says that is wrong.
func wrong(page string) string {
	var out []string
	for _, m := range regexp.MustCompile(`(?s)class="wrong".*?<span>(.*?)</span>`).FindAllStringSubmatch(page, -1) {
		out = append(out, html.UnescapeString(m[1]))
	}
	return strings.Join(out, "; ")
}

// A connection is added in the browser: tried through a process of its own, saved
// paused with its secret sealed, started, and then carries a request to the tool,
// all without a restart.
func TestAConnectionIsAddedInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("starts plugin processes")
	}
	b := openBare(t)
	if page := b.get("/connections/add?plugin=jira"); !strings.Contains(page, `name="secret.token"`) || !strings.Contains(page, "Key of the project") {
		t.Error("the form is not made of the plugin's schema")
	}
	entered := func(more ...string) []string {
		return append([]string{"plugin", "jira", "name", "noc-jira", "setting.base_url", b.tool, "setting.user", "spochub@elbline.example", "setting.project", "NET", "setting.write_lag", "1s", "poll", "1s"}, more...)
	}
	if page := b.post(422, "/connections/add", entered("step", "test", "setting.pages", "x")...); wrong(page) == "" {
		t.Error("an unknown setting is taken")
	}
	if page := b.post(200, "/connections/add", entered("step", "save", "secret.token", "not it")...); !strings.Contains(page, "The tool refuses") && wrong(page) == "" {
		t.Errorf("a bad token: %s", page)
	}
	if page := b.post(200, "/connections/add", entered("step", "test", "secret.token", b.token)...); !strings.Contains(page, "Test passed") {
		t.Fatalf("the test says %s", wrong(page))
	}
	b.post(303, "/connections/add", entered("step", "save")...) // with the token of the test
	if page := b.get("/connections"); !strings.Contains(page, "Paused") || !strings.Contains(page, "noc-jira") {
		t.Error("it is not there, paused")
	}
	b.sealed()
	b.seenBeside()
	b.post(303, "/catalogue/clients/entry", "name", "nordwind", "title", "Nordwind")
	b.post(303, "/catalogue/contacts/entry", "client", "nordwind", "mail", "ann@nordwind.example", "name", "Ann", "pin", "480915")
	if !b.hub.Desk().HasPIN("nordwind", "ann@nordwind.example") {
		t.Error("the desk does not know the PIN that was entered in the browser")
	}
	b.post(303, "/catalogue/teams/entry", "name", "core", "connection", "noc-jira", "target", "NET", "follows_status", "true")
	b.post(303, "/connections/noc-jira/retry") // asks the tool, so that the place is known
	by := auth.Actor{Login: "mara", Name: "Mara", Role: auth.Admin}
	r, err := b.hub.Desk().Receive(t.Context(), by, desk.Received{Draft: request.Request{Client: "nordwind", Title: "Line down", Channel: request.Phone}})
	sure(t, err)
	_, _, err = b.hub.Desk().Delegate(t.Context(), by, desk.Target{Key: r.Key}, request.Delegate{Team: "core"}, false)
	sure(t, err)
	if n := b.writes.Load(); n != 0 {
		t.Errorf("%d writes while it is paused", n)
	}
	b.post(303, "/connections/noc-jira/resume")
	eventually(t, func() string {
		item, err := b.hub.Desk().Get(t.Context(), by, r.Key)
		sure(t, err)
		if l := item.Request.Links[0]; l.Ticket.Key == "" || l.ToolState == "" {
			return fmt.Sprintf("the link is %s: %s", l.Health, l.Error)
		}
		return ""
	})
	page := b.get("/audit?object=noc-jira")
	for _, want := range []string{"connection added", "connection started", "settings.token", "settings.base_url"} {
		if !strings.Contains(page, want) {
			t.Errorf("the audit trail lacks %q", want)
		}
	}
	b.maps(r.Key)
	b.keepsToItsHost(entered)
	b.post(303, "/connections/noc-jira/pause")
}

// keepsToItsHost changes where a connection leads to: the secret that was entered for
// another host does not go there.
func (b *bare) keepsToItsHost(entered func(...string) []string) {
	b.t.Helper()
	heard := make(chan string, 100)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { heard <- r.Header.Get("Authorization") }))
	b.t.Cleanup(other.Close)
	version := regexp.MustCompile(`name="version" value="([0-9]+)"`).FindStringSubmatch(b.get("/connections/noc-jira/settings"))[1]
	fields := entered("version", version, "step", "test")
	fields[slices.Index(fields, b.tool)] = other.URL
	if page := b.post(422, "/connections/noc-jira/settings", fields...); !strings.Contains(wrong(page), "is required") {
		b.t.Errorf("a new host is asked with the old secret: %s", wrong(page))
	}
	if len(heard) > 0 {
		b.t.Errorf("the other host was sent %q", <-heard)
	}
}

// seenBeside reads what was configured beside the hub, as commands do, with its
// secrets and without.
func (b *bare) seenBeside() {
	b.t.Helper()
	manifests := map[string]sdk.Manifest{}
	for name, c := range connectors() {
		manifests[name] = c.Manifest()
	}
	all, unfit, err := app.Configured(b.t.Context(), b.config, manifests)
	sure(b.t, err)
	if len(unfit) != 0 || len(all.Connections) != 1 || all.Connections[0].Settings.Reveal()["token"] != b.token || !all.Connections[0].Paused {
		b.t.Errorf("beside the hub: %d connections, %v", len(all.Connections), unfit)
	}
	other := *b.config
	other.Server.SealKey = config.Kept("another key, which is long enough")
	all, unfit, err = app.Configured(b.t.Context(), &other, manifests)
	sure(b.t, err)
	if len(all.Connections) != 0 || len(unfit) != 1 || !strings.Contains(unfit[0], "its secrets cannot be opened with the key that is here") {
		b.t.Errorf("with another key: %d connections, %v", len(all.Connections), unfit)
	}
}

// maps changes what a state of the tool is read as: tried first with no write, then
// live.
func (b *bare) maps(key request.Key) {
	b.t.Helper()
	by := auth.Actor{Login: "mara", Name: "Mara", Role: auth.Admin}
	item, err := b.hub.Desk().Get(b.t.Context(), by, key)
	sure(b.t, err)
	state := item.Request.Links[0].ToolState
	page := b.get("/connections/noc-jira/mapping")
	if !strings.Contains(page, `name="states.read.`+html.EscapeString(state)+`"`) || !strings.Contains(page, `name="priorities.write.P1"`) {
		b.t.Fatalf("the editor lacks the tool's state %q", state)
	}
	before := b.writes.Load()
	row := []string{"version", "0", "states.read." + state, "waiting", "fields.title", "off"}
	if got := b.post(422, "/connections/noc-jira/mapping", "version", "0", "states.read.Nowhere", "done"); !strings.Contains(got, "is not known to the tool") {
		b.t.Errorf("an unknown state: %s", wrong(got))
	}
	if got := b.post(200, "/connections/noc-jira/mapping", append(row, "step", "live")...); !strings.Contains(got, "Tried on 1 tickets") {
		b.t.Error("it goes live untried")
	}
	tried := b.post(200, "/connections/noc-jira/mapping", append(row, "step", "try", "read", "1")...)
	if !strings.Contains(tried, "Waiting") || b.writes.Load() != before {
		b.t.Errorf("tried with %d writes", b.writes.Load()-before)
	}
	stamp := regexp.MustCompile(`name="tried" value="([0-9a-f]+)"`).FindStringSubmatch(tried)[1]
	b.post(303, "/connections/noc-jira/mapping", append(row, "step", "live", "tried", stamp)...)
	again := b.post(422, "/connections/noc-jira/mapping", append(row, "step", "live", "tried", stamp)...)
	if !strings.Contains(again, "Somebody else") {
		b.t.Errorf("an old version: %s", wrong(again))
	}
	if page := b.get("/audit?object=noc-jira&action=mapping.changed"); !strings.Contains(page, html.EscapeString(state)+" is read as") {
		b.t.Error("the mapping is not on record")
	}
	_, _, err = b.hub.Desk().Message(b.t.Context(), by, desk.Target{Key: key}, desk.Text{Body: "How is it?"})
	sure(b.t, err)
	eventually(b.t, func() string {
		item, err := b.hub.Desk().Get(b.t.Context(), by, key)
		sure(b.t, err)
		if l := item.Request.Links[0]; l.State != request.Waiting {
			return fmt.Sprintf("%s is read as %s", state, l.State)
		}
		return ""
	})
}

// sealed checks that the token stands nowhere in the hub's files.
func (b *bare) sealed() {
	b.t.Helper()
	sure(b.t, filepath.WalkDir(b.folder, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(name)
		if bytes.Contains(data, []byte(b.token)) {
			b.t.Errorf("%s holds the token", filepath.Base(name))
		}
		return err
	}))
}

func sure(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually waits until nothing is wrong any more.
func eventually(t *testing.T, wrong func() string) {
	t.Helper()
	tick, end := time.NewTicker(20*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for {
		text := wrong()
		if text == "" {
			return
		}
		select {
		case <-tick.C:
		case <-end:
			t.Fatal(text)
		}
	}
}
