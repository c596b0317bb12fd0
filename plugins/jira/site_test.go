package jira

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// site is one simulated Jira with a connection to it.
type site struct {
	t     *testing.T
	jira  *jiratest.Server
	calls *breakable.Handler
	url   string
	raw   settings.Raw
	conn  *conn
	place sdk.Place
}

// eachDeployment runs a test against Cloud and Data Center.
func eachDeployment(t *testing.T, o jiratest.Options, test func(*testing.T, *site)) {
	for _, deployment := range []string{jiratest.Cloud, jiratest.DataCenter} {
		o.Deployment = deployment
		t.Run(deployment, func(t *testing.T) { test(t, start(t, o)) })
	}
}

func start(t *testing.T, o jiratest.Options, set ...func(settings.Raw)) *site {
	t.Helper()
	j := jiratest.New(o)
	t.Cleanup(j.Close)
	calls := breakable.New(j)
	server := httptest.NewServer(calls)
	t.Cleanup(server.Close)
	s := &site{t: t, jira: j, calls: calls, url: server.URL, raw: j.Settings(server.URL)}
	for _, f := range set {
		f(s.raw)
	}
	s.conn = s.open()
	place, err := s.conn.Ping(t.Context())
	must(t, err)
	s.place = place
	calls.Reset()
	return s
}

func (s *site) open() *conn {
	s.t.Helper()
	c, err := New().Open(s.t.Context(), s.raw, sdk.Host{
		Connection: "noc-jira",
		Log:        slog.New(slog.DiscardHandler),
		HTTP:       rest.New(nil, 10*time.Second),
	})
	must(s.t, err)
	s.t.Cleanup(func() { _ = c.Close() })
	return c.(*conn)
}

// project is the target's immutable id.
func (s *site) project() string { return s.place.Containers[0].ID }

// make creates a ticket by the connector.
func (s *site) make(key sdk.Key, title string) sdk.Ref {
	s.t.Helper()
	made, err := s.conn.Create(s.t.Context(), sdk.Draft{Key: key, Container: s.project(), Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: sdk.Native(title)},
	}})
	must(s.t, err)
	return made.Ref
}

// seen is a ticket as a person sees it.
func (s *site) seen(r sdk.Ref) jiratest.Issue {
	s.t.Helper()
	x, ok := s.jira.Issue(r.ID)
	if !ok {
		s.t.Fatalf("issue %s is gone", r.ID)
	}
	return x
}

// counted runs f and returns how many calls it made, and how many of them were
// writes.
func (s *site) counted(f func()) (calls, writes int) {
	s.calls.Reset()
	f()
	for _, c := range s.calls.Calls() {
		calls++
		if breakable.Write(c.Method) {
			writes++
		}
	}
	return calls, writes
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func isPath(method, part string) func(*http.Request) bool {
	return func(r *http.Request) bool { return r.Method == method && containsAny(r.URL.Path, part) }
}
