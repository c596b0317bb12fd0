package github_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// specs is the folder of third parties' descriptions.
func specs(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SPECS")
	if dir == "" && os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		t.Fatal("SPOCHUB_TEST_SPECS is not set, and every part is required")
	}
	if dir == "" {
		t.Skip("SPOCHUB_TEST_SPECS is not set: no description of GitHub to test against")
	}
	return dir
}

// contract is a transport that holds every request and every answer against
// GitHub's own description of its API.
type contract struct {
	t      *testing.T
	router routers.Router
	base   http.RoundTripper
	seen   atomic.Int64
}

func newContract(t *testing.T) *contract {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile(filepath.Join(specs(t), "openapi", "github-issues.openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	base := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(base.CloseIdleConnections)
	return &contract{t: t, router: router, base: base}
}

func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	body := drain(&r.Body)
	asked := r.Clone(r.Context())
	asked.Body = io.NopCloser(bytes.NewReader(body))
	asked.URL.Scheme, asked.URL.Host, asked.Host = "https", "api.github.com", "api.github.com"
	resp, err := c.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer := drain(&resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	c.check(asked, resp, answer)
	return resp, nil
}

func drain(body *io.ReadCloser) []byte {
	if *body == nil {
		return nil
	}
	b, _ := io.ReadAll(*body)
	_ = (*body).Close()
	*body = io.NopCloser(bytes.NewReader(b))
	return b
}

func (c *contract) check(r *http.Request, resp *http.Response, answer []byte) {
	c.t.Helper()
	c.seen.Add(1)
	what := r.Method + " " + r.URL.Path
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		c.t.Errorf("%s: not in the description: %v", what, err)
		return
	}
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: route, QueryParams: r.URL.Query(),
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
	}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		c.t.Errorf("%s: the request: %v", what, err)
	}
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Options: in.Options}
	out.SetBodyBytes(answer)
	if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
		c.t.Errorf("%s: the answer %d: %v", what, resp.StatusCode, err)
	}
}

// TestContract makes every call of the connector, with all that a call can
// carry, and holds both sides against the description.
func TestContract(t *testing.T) {
	c := newContract(t)
	w := newWorld(t, githubtest.Options{})
	w.conn = dial(t, settings.Raw{"base_url": w.url, "token": w.tool.Token(githubtest.Bot), "repository": githubtest.Repository, "type_labels": map[string]any{"incident": "incident"}}, c)
	ctx := t.Context()
	_, start := w.poll("")
	made, err := as[sdk.Creator](w).Create(ctx, sdk.Draft{Key: "sp-1", Container: w.container(), Type: "incident", Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: "Link down"}, ticket.Description: {Native: "No light."}, ticket.State: {Native: "open/status: waiting"},
		ticket.Priority: {Native: "priority: P1"}, ticket.Assignee: {Native: "dana-reyes,mia-berg"}, ticket.Labels: {Set: []sdk.Native{"bug"}},
	}})
	w.must(err)
	for _, p := range []sdk.Patch{
		{Set: map[sdk.Field]sdk.Native{ticket.Title: "Changed", ticket.Description: "", ticket.Assignee: "", ticket.Priority: ""}},
		{Set: map[sdk.Field]sdk.Native{ticket.State: "open/status: in progress"}, Add: []sdk.Native{"question"}, Remove: []sdk.Native{"bug"}},
		{Set: map[sdk.Field]sdk.Native{ticket.State: "closed/not_planned"}},
		{Set: map[sdk.Field]sdk.Native{ticket.State: "open"}},
		{Add: []sdk.Native{"circuit: FRA3/AMS1 100%"}},
		{Remove: []sdk.Native{"circuit: FRA3/AMS1 100%"}},
	} {
		_, err := as[sdk.Editor](w).Edit(ctx, made.Ref, "sp-1", p)
		w.must(err)
	}
	said, err := as[sdk.Commenter](w).Comment(ctx, made.Ref, "sp-1-c", sdk.CommentDraft{Native: "A word."})
	w.must(err)
	_, err = as[sdk.CommentEditor](w).EditComment(ctx, made.Ref, said.ID, "sp-1-c", sdk.CommentDraft{Native: "A better word."})
	w.must(err)
	_, err = w.conn.Get(ctx, made.Ref, sdk.Need{Comments: true, Log: true})
	w.must(err)
	_, next := w.poll(start)
	w.poll(next)
	_, err = as[sdk.Finder](w).Find(ctx, "sp-1")
	w.must(err)
	_, err = as[sdk.Cataloger](w).Catalog(ctx, w.container())
	w.must(err)
	w.must(as[sdk.CommentDeleter](w).DeleteComment(ctx, made.Ref, said.ID))
	twin := w.create("sp-1", nil)
	w.must(as[sdk.Retirer](w).Retire(ctx, twin.Ref, made.Ref))
	if c.seen.Load() < 25 {
		t.Errorf("only %d calls were checked", c.seen.Load())
	}
}

// TestContractOfSimulator asks the simulator for what the connector does not,
// and for what goes wrong.
func TestContractOfSimulator(t *testing.T) {
	c := newContract(t)
	w := newWorld(t, githubtest.Options{PageSize: 1})
	n, closed, deleted := w.open("One", "Text.", "bug"), w.open("Two", ""), w.open("Three", "")
	pull, err := w.team.OpenPull("Fix it")
	w.must(err)
	w.must(w.team.Close(closed, "duplicate"))
	w.must(w.team.Delete(deleted))
	w.must(w.team.Assign(n, "kofi-mensah"))
	w.must(w.team.SetTitle(n, "One, renamed"))
	gone, err := w.team.Transfer(w.open("Moves", ""), githubtest.Elsewhere)
	w.must(err)
	_, err = w.team.Comment(pull, "Looks good.")
	w.must(err)
	for _, path := range []string{
		"/rate_limit", "/user", "/users/dana-reyes", "/users/nobody", "/repos/" + githubtest.Repository, "/repos/elbline/none",
		"/repos/elbline/platform/issues?state=all", "/repos/elbline/platform/issues/1", "/repos/elbline/platform/issues/3", "/repos/elbline/platform/issues/99",
		"/repos/elbline/platform/issues/1/events", "/repos/elbline/platform/issues/1/timeline", "/repos/elbline/platform/issues/1/labels",
		"/repos/elbline/platform/issues/comments", "/repos/elbline/platform/labels", "/repos/elbline/platform/assignees", "/repos/elbline/platform/issues/5",
	} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+path, nil)
		w.must(err)
		req.Header.Set("Authorization", w.tool.Authorization("dana-reyes"))
		resp, err := c.RoundTrip(req)
		w.must(err)
		_ = resp.Body.Close()
	}
	if gone != 1 {
		t.Errorf("the transferred issue became #%d", gone)
	}
}
