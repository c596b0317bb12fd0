package github_test

import (
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// world is a simulator, a way to break it, and a connection to it.
type world struct {
	*testing.T
	tool  *githubtest.Server
	calls *breakable.Handler
	url   string
	conn  sdk.Conn
	team  *githubtest.Person
}

func newWorld(t *testing.T, o githubtest.Options, change ...func(settings.Raw)) *world {
	t.Helper()
	tool := githubtest.New(o)
	t.Cleanup(tool.Close)
	calls := breakable.New(tool)
	web := httptest.NewServer(calls)
	t.Cleanup(web.Close)
	w := &world{T: t, tool: tool, calls: calls, url: web.URL, team: tool.As("dana-reyes")}
	raw := settings.Raw{"base_url": web.URL, "token": tool.Token(githubtest.Bot), "repository": githubtest.Repository}
	for _, c := range change {
		c(raw)
	}
	w.conn = dial(t, raw, nil)
	return w
}

func dial(t *testing.T, raw settings.Raw, below http.RoundTripper) sdk.Conn {
	t.Helper()
	if below == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		t.Cleanup(transport.CloseIdleConnections)
		below = transport
	}
	conn, err := github.New().Open(t.Context(), raw, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(below, 20*time.Second)})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func as[T any](w *world) T {
	w.Helper()
	c, ok := sdk.As[T](w.conn)
	if !ok {
		w.Fatalf("no %s", sdk.CapabilityName[T]())
	}
	return c
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *world) container() string { return strconv.FormatInt(w.tool.ID(githubtest.Repository), 10) }

func (w *world) ref(n int) sdk.Ref { return sdk.Ref{ID: strconv.Itoa(n), Container: w.container()} }

// warm lets the connection learn where it is, and forgets the calls.
func (w *world) warm() {
	w.Helper()
	_, err := w.conn.Ping(w.Context())
	w.must(err)
	w.calls.Reset()
}

// made lists the calls since warm as "METHOD path".
func (w *world) made() []string {
	var list []string
	for _, c := range w.calls.Calls() {
		list = append(list, c.Method+" "+strings.TrimPrefix(c.Path, "/repos/"+githubtest.Repository))
	}
	return list
}

func (w *world) open(title, body string, labels ...string) int {
	w.Helper()
	n, err := w.team.Open(title, body, labels...)
	w.must(err)
	return n
}

func (w *world) stored(n int) githubtest.Issue {
	w.Helper()
	is, ok := w.tool.Issue(githubtest.Repository, n)
	if !ok {
		w.Fatalf("#%d is gone", n)
	}
	return is
}

func (w *world) get(n int, need sdk.Need) sdk.Ticket {
	w.Helper()
	t, err := w.conn.Get(w.Context(), w.ref(n), need)
	w.must(err)
	return t
}

func (w *world) create(key sdk.Key, cells map[sdk.Field]sdk.Cell) sdk.Ticket {
	w.Helper()
	if cells == nil {
		cells = map[sdk.Field]sdk.Cell{ticket.Title: {Native: "Link down"}, ticket.Description: {Native: "No light on port 3."}}
	}
	t, err := as[sdk.Creator](w).Create(w.Context(), sdk.Draft{Key: key, Container: w.container(), Cells: cells})
	w.must(err)
	return t
}

func (w *world) edit(n int, p sdk.Patch) (sdk.Ticket, error) {
	return as[sdk.Editor](w).Edit(w.Context(), w.ref(n), "sp-1", p)
}

// poll ranges all changes and returns them with the cursor to go on from.
func (w *world) poll(at sdk.Cursor) ([]sdk.Change, sdk.Cursor) {
	w.Helper()
	var got []sdk.Change
	for c, err := range as[sdk.Watcher](w).Changes(w.Context(), at) {
		w.must(err)
		got, at = append(got, c), c.Cursor
	}
	return got, at
}

// ids are the tickets that changes are about, in order.
func ids(changes []sdk.Change) (list []string) {
	for _, c := range changes {
		if c.Kind != ticket.Mark {
			list = append(list, c.Ref.ID)
		}
	}
	return list
}

func class(t *testing.T, err error, want fault.Class) *fault.Error {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Class != want {
		t.Fatalf("got %v, want a fault of class %q", err, want)
	}
	return f
}

// clock is a clock that a test moves.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Now().Truncate(time.Second)} }

func (c *clock) now() time.Time          { return c.at }
func (c *clock) advance(d time.Duration) { c.at = c.at.Add(d) }
