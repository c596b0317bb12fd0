package servicenow

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

const maxAnswer = 64 << 20

// client speaks HTTP to one instance and turns its answers into faults.
type client struct {
	http *http.Client
	base string
	auth authorizer
}

func newClient(s Settings, h *http.Client) *client {
	if s.ClientID == "" {
		return &client{http: h, base: s.BaseURL, auth: basic{s.User, s.Password}}
	}
	return &client{http: h, base: s.BaseURL, auth: newOAuth(s, h)}
}

// call is one request to the instance.
type call struct {
	op     string
	method string
	path   string
	query  url.Values
	body   any       // sent as JSON
	stream io.Reader // sent as it is, cannot be sent twice
	typ    string    // of stream, or of the file that is asked for
	size   int64     // of stream, 0 unknown
	raw    bool      // the answer is a file
}

func (c call) write() bool { return c.method != http.MethodGet }

// do makes the call and decodes the answer's JSON into out, unless out is nil.
func (c *client) do(ctx context.Context, q call, out any) (http.Header, error) {
	resp, err := c.open(ctx, q)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return resp.Header, rest.Transport(q.op, q.method, err)
	}
	if resp.StatusCode == http.StatusNoContent || out == nil && len(bytes.TrimSpace(body)) == 0 {
		return resp.Header, nil
	}
	if err := refused(q, body); err != nil {
		return resp.Header, err
	}
	if out == nil {
		out = new(json.RawMessage)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return resp.Header, rest.Unreadable(q.op, resp, err)
	}
	return resp.Header, nil
}

// open makes the call and returns its answer with the body unread, if it is a
// good one. A 401 may mean that a token has expired: it was not executed, so the
// call is made once more with a fresh one.
func (c *client) open(ctx context.Context, q call) (*http.Response, error) {
	resp, err := c.send(ctx, q)
	if err == nil && resp.StatusCode == http.StatusUnauthorized && c.auth.renew(resp.Request) {
		_ = resp.Body.Close()
		if q.stream != nil {
			return nil, fault.Errorf(fault.Unavailable, q.op, "the token ended; nothing was sent")
		}
		resp, err = c.send(ctx, q)
	}
	if err != nil {
		return nil, err
	}
	if err := c.judge(ctx, q, resp); err != nil {
		_ = resp.Body.Close()
		return nil, err
	}
	return resp, nil
}

func (c *client) send(ctx context.Context, q call) (*http.Response, error) {
	req, err := c.request(ctx, q)
	if err != nil {
		return nil, err
	}
	by := c.http
	if q.raw || q.stream != nil {
		by = rest.Patient(by)
	}
	resp, err := by.Do(req)
	if err != nil {
		return nil, rest.Transport(q.op, q.method, err)
	}
	return resp, nil
}

func (c *client) request(ctx context.Context, q call) (*http.Request, error) {
	body, typ := q.stream, q.typ
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return nil, fault.Errorf(fault.Internal, q.op, "%w", err)
		}
		body, typ = bytes.NewReader(b), "application/json"
	}
	address := c.base + q.path
	if len(q.query) > 0 {
		address += "?" + q.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, q.method, address, body)
	if err != nil {
		return nil, fault.Errorf(fault.Internal, q.op, "%w", err)
	}
	if q.size > 0 {
		req.ContentLength = q.size
	}
	if typ != "" && body != nil {
		req.Header.Set("Content-Type", typ)
	}
	req.Header.Set("Accept", "application/json")
	return req, c.auth.sign(ctx, req)
}

// judge turns a bad answer into a fault.
func (c *client) judge(ctx context.Context, q call, resp *http.Response) error {
	if resp.StatusCode < 300 {
		return c.awake(q, resp)
	}
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	said := readFailure(body)
	err := rest.Status(q.op, resp, said.text())
	var e *fault.Error
	if !errors.As(err, &e) {
		return err
	}
	switch resp.StatusCode {
	case http.StatusForbidden:
		forbidden(e, q, said)
	case http.StatusTooManyRequests:
		throttled(ctx, e, resp.Header)
	case http.StatusUnauthorized:
		e.Hint = "check the user, the password and whether the account is locked"
	}
	return e
}

// awake refuses the HTML page with which a sleeping instance, or a login in
// front of it, answers any call with status 200. The call was not executed.
func (c *client) awake(q call, resp *http.Response) error {
	typ, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if typ != "text/html" || q.method == http.MethodGet && strings.HasPrefix(q.typ, "text/html") {
		return nil
	}
	return &fault.Error{
		Op: q.op, Class: fault.Unavailable, Err: errors.New("a page instead of data"),
		Hint: "the instance is asleep or another login stands before it: open it in a browser",
	}
}

func throttled(ctx context.Context, e *fault.Error, h http.Header) {
	seconds, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil {
		return
	}
	reset := time.Unix(seconds, 0)
	rest.MeterOf(ctx).Allow(0, reset)
	if wait := time.Until(reset); e.After == 0 && wait > 0 {
		e.After = wait
	}
}
