package servicenow_test

import (
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// bench is an instance with a connection to it.
type bench struct {
	t     *testing.T
	sim   *servicenowtest.Server
	calls *breakable.Handler
	raw   settings.Raw
	conn  sdk.Conn
	logs  *strings.Builder
	hold  func(*http.Request) // called before the instance sees a request
	reach http.RoundTripper
}

// within reaches a handler without a socket, so that a bubble knows when all wait.
type within struct{ http.Handler }

func (h within) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	if r = r.Clone(r.Context()); r.Body == nil {
		r.Body = http.NoBody
	}
	h.ServeHTTP(w, r)
	return w.Result(), nil
}

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 1, 15, 10, 30, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func newBench(t *testing.T, o servicenowtest.Options, more settings.Raw) *bench {
	t.Helper()
	b := unconnected(t, o)
	server := httptest.NewServer(b.calls)
	t.Cleanup(server.Close)
	b.connect(server.URL, &http.Transport{}, more)
	return b
}

// newBubbleBench is a bench without sockets.
func newBubbleBench(t *testing.T) *bench {
	t.Helper()
	b := unconnected(t, servicenowtest.Options{})
	b.connect("http://127.0.0.1", within{b.calls}, nil)
	return b
}

func unconnected(t *testing.T, o servicenowtest.Options) *bench {
	sim := servicenowtest.New(o)
	t.Cleanup(sim.Close)
	b := &bench{t: t, sim: sim, logs: &strings.Builder{}, hold: func(*http.Request) {}}
	b.calls = breakable.New(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.hold(r); sim.ServeHTTP(w, r) }))
	return b
}

func (b *bench) connect(url string, reach http.RoundTripper, more settings.Raw) {
	b.t.Helper()
	b.reach = reach
	b.raw = settings.Raw{"base_url": url, "user": servicenowtest.HubUser, "password": servicenowtest.HubPassword, "assignment_group": "Data Centre"}
	maps.Copy(b.raw, more)
	b.conn = b.open()
}

func (b *bench) open() sdk.Conn {
	b.t.Helper()
	base := b.reach
	if file := specs(b.t, filepath.Join("openapi", "servicenow-table.openapi.json")); file != "" {
		base = newContract(b.t, file, base)
	}
	client := rest.New(base, 5*time.Second)
	b.t.Cleanup(client.CloseIdleConnections)
	c, err := servicenow.New().Open(b.t.Context(), b.raw, sdk.Host{Connection: "test", Log: slog.New(slog.NewTextHandler(b.logs, nil)), HTTP: client})
	if err != nil {
		b.t.Fatalf("open: %v", err)
	}
	b.t.Cleanup(func() { _ = c.Close() })
	return c
}

func capability[T any](b *bench) T {
	b.t.Helper()
	c, ok := sdk.As[T](b.conn)
	if !ok {
		b.t.Fatalf("no %s", sdk.CapabilityName[T]())
	}
	return c
}

func draft(key sdk.Key, title string) sdk.Draft {
	return sdk.Draft{Key: key, Container: "incident", Cells: map[sdk.Field]sdk.Cell{
		ticket.Title:       {Native: sdk.Native(title)},
		ticket.Description: {Native: "Loss of 12 % since 10:21 UTC."},
		ticket.Priority:    {Native: "2/1"},
	}}
}

func (b *bench) create(key sdk.Key, title string) sdk.Ticket {
	b.t.Helper()
	made, err := capability[sdk.Creator](b).Create(b.t.Context(), draft(key, title))
	if err != nil {
		b.t.Fatalf("create: %v", err)
	}
	return made
}

func (b *bench) get(r sdk.Ref) sdk.Ticket {
	b.t.Helper()
	got, err := b.conn.Get(b.t.Context(), r, sdk.Need{Comments: true, Files: true})
	if err != nil {
		b.t.Fatalf("get: %v", err)
	}
	return got
}

func (b *bench) comment(r sdk.Ref, k sdk.Key, text string, private bool) (sdk.Comment, error) {
	return capability[sdk.Commenter](b).Comment(b.t.Context(), r, k, sdk.CommentDraft{Native: sdk.Native(text), Private: private})
}

func (b *bench) edit(r sdk.Ref, set map[sdk.Field]sdk.Native) (sdk.Ticket, error) {
	return capability[sdk.Editor](b).Edit(b.t.Context(), r, "", sdk.Patch{Set: set})
}

// poll reads all changes and the cursor to go on from.
func (b *bench) poll(from sdk.Cursor) ([]sdk.Change, sdk.Cursor) {
	b.t.Helper()
	var list []sdk.Change
	for change, err := range capability[sdk.Watcher](b).Changes(b.t.Context(), from) {
		if err != nil {
			b.t.Fatalf("poll: %v", err)
		}
		list, from = append(list, change), change.Cursor
	}
	if n := len(list) - 1; n > 0 && list[n].Kind == ticket.Mark {
		list = list[:n] // the end of a poll
	}
	return list, from
}

func (b *bench) pollError(from sdk.Cursor) error {
	for _, err := range capability[sdk.Watcher](b).Changes(b.t.Context(), from) {
		if err != nil {
			return err
		}
	}
	return nil
}

// count is how many calls fn makes.
func (b *bench) count(fn func()) int {
	b.calls.Reset()
	fn()
	return len(b.calls.Calls())
}

func on(method, part string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method && strings.Contains(r.URL.Path, part) }
}

func wantClass(t *testing.T, err error, want fault.Class) {
	t.Helper()
	if err == nil || fault.ClassOf(err) != want {
		t.Fatalf("error is %v, want class %s", err, want)
	}
}

func kinds(list []sdk.Change) []sdk.Kind {
	var out []sdk.Kind
	for _, c := range list {
		out = append(out, c.Kind)
	}
	return out
}

func wantKinds(t *testing.T, list []sdk.Change, want ...sdk.Kind) {
	t.Helper()
	if got := kinds(list); !slices.Equal(got, want) {
		t.Fatalf("changes are %v, want %v", got, want)
	}
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}
