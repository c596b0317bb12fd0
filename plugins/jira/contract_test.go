package jira

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// specs is the folder of third-party descriptions.
func specs(t *testing.T, parts ...string) string {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SPECS")
	if dir == "" && os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
		t.Fatal("SPOCHUB_TEST_SPECS is not set")
	}
	if dir == "" {
		t.Skip("SPOCHUB_TEST_SPECS is not set: no vendor descriptions to test against")
	}
	return filepath.Join(append([]string{dir}, parts...)...)
}

// The vendor's description is the judge: of every request that the connector
// makes, and of every answer of the simulator.
func TestEveryCallKeepsTheContract(t *testing.T) {
	for deployment, file := range map[string]string{jiratest.Cloud: "jira-cloud-v2.openapi.json", jiratest.DataCenter: "jira-dc-10.3.openapi.json"} {
		t.Run(deployment, func(t *testing.T) {
			judge := newJudge(t, specs(t, "openapi", file))
			j := jiratest.New(jiratest.Options{Deployment: deployment, ServiceDesk: true, Embedded: 2})
			t.Cleanup(j.Close)
			server := httptest.NewServer(j)
			t.Cleanup(server.Close)
			judge.doc.Servers = openapi3.Servers{{URL: server.URL}}
			judge.route()
			for _, prefix := range []string{"", "bearer"} {
				tour(t, j, server.URL, judge, prefix != "" && deployment == jiratest.DataCenter)
			}
			if len(judge.seen) < 18 {
				t.Errorf("only %d operations were seen: %v", len(judge.seen), judge.seen)
			}
		})
	}
}

// judge validates the traffic that passes through it.
type judge struct {
	t      *testing.T
	doc    *openapi3.T
	router routers.Router
	mu     sync.Mutex
	seen   map[string]int
}

func newJudge(t *testing.T, file string) *judge {
	doc, err := openapi3.NewLoader().LoadFromFile(file)
	must(t, err)
	correct(doc)
	return &judge{t: t, doc: doc, seen: map[string]int{}}
}

// correct mends what the descriptions say against the servers' habits: on Data
// Center a property's value is any JSON, empty ends of a change are null and a
// list of words is a text; and no answer 204 has a body.
func correct(doc *openapi3.T) {
	anything := openapi3.NewSchemaRef("", openapi3.NewSchema().WithNullable())
	if p := doc.Components.Schemas["EntityPropertyBean"]; p != nil {
		p.Value.Properties["value"] = anything
	}
	if p := doc.Components.Schemas["ChangeItemBean"]; p != nil {
		for _, name := range []string{"from", "fromString", "to", "toString"} {
			p.Value.Properties[name] = anything
		}
	}
	if p := doc.Components.Schemas["StringList"]; p != nil {
		*p.Value = *openapi3.NewStringSchema()
	}
	for _, item := range doc.Paths.Map() {
		for _, op := range item.Operations() {
			if r := op.Responses.Status(http.StatusNoContent); r != nil {
				r.Value.Content = nil
			}
		}
	}
}

func (j *judge) route() {
	router, err := gorillamux.NewRouter(j.doc)
	must(j.t, err)
	j.router = router
}

func (j *judge) RoundTrip(r *http.Request) (*http.Response, error) {
	body := swallow(&r.Body)
	route, params, err := j.router.FindRoute(r)
	if err != nil {
		if !strings.HasPrefix(r.URL.Path, "/secure/attachment/") {
			j.t.Errorf("%s %s is no operation: %v", r.Method, r.URL.Path, err)
		}
		return http.DefaultTransport.RoundTrip(r)
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route, Options: &openapi3filter.Options{
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, SkipSettingDefaults: true,
	}}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		j.t.Errorf("%s %s: request: %v\n%s", r.Method, r.URL, err, body)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer := swallow(&resp.Body)
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: resp.StatusCode, Header: resp.Header, Body: io.NopCloser(bytes.NewReader(answer)), Options: in.Options}
	if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
		j.t.Errorf("%s %s: answer %d: %v\n%s", r.Method, r.URL, resp.StatusCode, err, answer)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.seen[r.Method+" "+route.Path]++
	return resp, nil
}

// swallow reads a body and puts it back.
func swallow(body *io.ReadCloser) []byte {
	if *body == nil {
		return nil
	}
	raw, _ := io.ReadAll(*body)
	_ = (*body).Close()
	*body = io.NopCloser(bytes.NewReader(raw))
	return raw
}

// tour makes every kind of call.
func tour(t *testing.T, j *jiratest.Server, address string, judge *judge, bearer bool) {
	raw := j.Settings(address)
	if bearer {
		delete(raw, "user")
	}
	opened, err := New().Open(t.Context(), raw, sdk.Host{Connection: "x", HTTP: &http.Client{Transport: judge, Timeout: 10 * time.Second}})
	must(t, err)
	c := opened.(*conn)
	ctx := t.Context()
	_, err = c.Ping(ctx)
	must(t, err)
	codes, err := c.Catalog(ctx, "NET")
	must(t, err)
	made, err := c.Create(ctx, sdk.Draft{Key: "tour-1", Container: "NET", Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: "Tour"}, ticket.Description: {Native: "h1. Text"}, ticket.Priority: {Native: "2"}, ticket.Due: {Native: "2026-12-31"},
		ticket.Labels: {Set: []sdk.Native{"a"}}, ticket.Assignee: {Native: sdk.Native(j.Account("jo"))},
	}})
	must(t, err)
	r := made.Ref
	_, err = c.Edit(ctx, r, "tour-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Tour 2", ticket.Description: "", ticket.Assignee: "", ticket.Due: ""}, Add: []sdk.Native{"b"}, Remove: []sdk.Native{"a"}})
	must(t, err)
	for _, k := range codes {
		if k.Field == ticket.State && k.Value == "done" && k.Write {
			_, err = c.Edit(ctx, r, "tour-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.State: k.Native}})
			must(t, err)
		}
	}
	for i := range 3 {
		k, err := c.Comment(ctx, r, sdk.Key(fmt.Sprintf("tour-c%d", i)), sdk.CommentDraft{Native: "word"})
		must(t, err)
		must(t, j.Restrict("dana", r.Key, k.ID, "Developers"))
		c.audience = newRecent[commentVisibility](10)
		_, err = c.EditComment(ctx, r, k.ID, "tour-c", sdk.CommentDraft{Native: "other word"})
		must(t, err)
		if i == 0 {
			must(t, c.DeleteComment(ctx, r, k.ID))
		}
	}
	_, err = c.Comment(ctx, r, "tour-d", sdk.CommentDraft{Native: "last"})
	must(t, err)
	up, err := c.Upload(ctx, r, "f", sdk.File{Name: "a.txt", Type: "text/plain"}, strings.NewReader("bytes"))
	must(t, err)
	body, err := c.Download(ctx, r, up)
	must(t, err)
	must(t, body.Close())
	_, err = c.Get(ctx, r, sdk.Need{Log: true, Comments: true, Files: true})
	must(t, err)
	for range 45 { // more than one answer embeds
		must(t, j.SetField("dana", r.Key, "summary", "A"))
		must(t, j.SetField("dana", r.Key, "summary", "B"))
	}
	got, err := c.Get(ctx, r, sdk.Need{Log: true})
	must(t, err)
	if len(got.Log) < 90 || got.LogAfter != 0 {
		t.Errorf("%d lines of the log, complete after %d", len(got.Log), got.LogAfter)
	}
	found, err := c.Find(ctx, "tour-1")
	must(t, err)
	if len(found) != 1 {
		t.Errorf("found %d", len(found))
	}
	for _, err := range c.Changes(ctx, "since:2000-01-01T00:00:00Z") {
		must(t, err)
	}
	must(t, c.Retire(ctx, r, sdk.Ref{ID: "1"}))
	if _, err := c.Get(ctx, r, sdk.Need{}); fault.ClassOf(err) != fault.NotFound {
		t.Errorf("after retiring: %v", err)
	}
}
