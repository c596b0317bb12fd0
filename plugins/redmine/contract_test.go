package redmine_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// contract is a transport that holds requests against a description of
// Redmine's API.
type contract struct {
	t      *testing.T
	router routers.Router
	base   *http.Transport
	known  atomic.Int64
}

func newContract(t *testing.T) *contract {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SPECS")
	if dir == "" {
		missing(t, "SPOCHUB_TEST_SPECS is not set: no description of Redmine to test against")
	}
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(dir, "openapi", "redmine-issues.openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	doc.Servers = openapi3.Servers{{URL: "https://redmine.test"}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	base := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(base.CloseIdleConnections)
	return &contract{t: t, router: router, base: base}
}

// undescribed are the calls that the description leaves out.
var undescribed = []string{"/roles/", "/memberships.json"}

func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	asked := r.Clone(r.Context())
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		r.Body, asked.Body = io.NopCloser(bytes.NewReader(body)), io.NopCloser(bytes.NewReader(body))
	}
	asked.URL.Scheme, asked.URL.Host, asked.Host = "https", "redmine.test", "redmine.test"
	c.check(asked)
	return c.base.RoundTrip(r)
}

func (c *contract) check(r *http.Request) {
	c.t.Helper()
	for _, path := range undescribed {
		if strings.Contains(r.URL.Path, path) {
			return
		}
	}
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		c.t.Errorf("%s %s: not in the description: %v", r.Method, r.URL.Path, err)
		return
	}
	c.known.Add(1)
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
}

// Every call of the connector fits the description, and a real Redmine takes it.
func TestContract(t *testing.T) {
	k, b := newContract(t), newBench(t, "Manager")
	c, err := redmine.New().Open(t.Context(), b.raw, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(k, 0)})
	b.must(err)
	made, twin := create(b, c, "c-1"), create(b, c, "c-1")
	_, err = c.Ping(t.Context())
	b.must(err)
	_, err = as[sdk.Finder](t, c).Find(t.Context(), "c-1")
	b.must(err)
	_, err = as[sdk.Cataloger](t, c).Catalog(t.Context(), b.project)
	b.must(err)
	_, err = as[sdk.Editor](t, c).Edit(t.Context(), made.Ref, "c-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x", ticket.State: "2", ticket.Priority: "2", ticket.Due: "2031-01-01"}})
	b.must(err)
	note, err := as[sdk.Commenter](t, c).Comment(t.Context(), made.Ref, "c-2", sdk.CommentDraft{Native: "A word.", Private: true})
	b.must(err)
	_, err = as[sdk.CommentEditor](t, c).EditComment(t.Context(), made.Ref, note.ID, "c-2", sdk.CommentDraft{Native: "Another.", Private: true})
	b.must(err)
	file, err := as[sdk.Uploader](t, c).Upload(t.Context(), made.Ref, "c-3", sdk.File{Name: "a b.txt", Type: "text/plain", Size: 5}, strings.NewReader("hello"))
	b.must(err)
	body, err := as[sdk.Downloader](t, c).Download(t.Context(), made.Ref, file)
	b.must(err)
	b.must(body.Close())
	for _, from := range []sdk.Cursor{"", "since:2026-01-01T00:00:00Z"} {
		for _, err := range as[sdk.Watcher](t, c).Changes(t.Context(), from) {
			b.must(err)
		}
	}
	b.must(as[sdk.Retirer](t, c).Retire(t.Context(), twin.Ref, made.Ref))
	if n := k.known.Load(); n < 15 {
		t.Errorf("only %d calls were held against the description", n)
	}
}
