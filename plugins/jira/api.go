package jira

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	jira "github.com/andygrunwald/go-jira"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

const (
	maxAnswer = 32 << 20 // bytes of one answer
	maxError  = 64 << 10 // bytes of an error's body
)

// call is one request to Jira's REST API. Bodies are our own maps: go-jira's
// types send members that Jira refuses.
type call struct {
	op     string // for messages
	method string
	path   string // below the base address, escaped; see [path]
	query  url.Values
	body   any
}

// path joins the parts of an API path and escapes each.
func path(parts ...string) string {
	var b strings.Builder
	b.WriteString("rest/api/2")
	for _, p := range parts {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(p))
	}
	return b.String()
}

// do carries out a call and decodes the answer into into, if that is not nil.
func (c *conn) do(ctx context.Context, k call, into any) (http.Header, error) {
	return c.send(ctx, c.api, k, into)
}

func (c *conn) send(ctx context.Context, by *jira.Client, k call, into any) (http.Header, error) {
	target := k.path
	if len(k.query) > 0 {
		target += "?" + k.query.Encode()
	}
	req, err := by.NewRequestWithContext(ctx, k.method, target, k.body)
	if err != nil {
		return nil, fault.Errorf(fault.Invalid, k.op, "%w", err)
	}
	req.Header.Set("Accept", "application/json")
	return c.exchange(by, k.op, req, into)
}

// exchange sends a request and turns whatever comes back into an answer or a
// fault. go-jira leaves the body open, and no response at all on a network error.
func (c *conn) exchange(by *jira.Client, op string, req *http.Request, into any) (http.Header, error) {
	resp, err := by.Do(req, nil)
	if resp == nil {
		return nil, rest.Transport(op, req.Method, err)
	}
	defer drain(resp.Body)
	note(req.Context(), resp.Header)
	if err := c.refusal(op, resp.Response); err != nil {
		return resp.Header, err
	}
	if into == nil || resp.StatusCode == http.StatusNoContent {
		return resp.Header, nil
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind != "application/json" {
		return resp.Header, rest.Unreadable(op, resp.Response, fmt.Errorf("%q instead of JSON", kind))
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(into); err != nil {
		return resp.Header, rest.Unreadable(op, resp.Response, err)
	}
	return resp.Header, nil
}

func drain(body io.ReadCloser) {
	_, _ = io.Copy(io.Discard, io.LimitReader(body, maxError))
	_ = body.Close()
}
