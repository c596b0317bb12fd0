package redmine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

const maxAnswer = 64 << 20

// client speaks HTTP to one Redmine and turns its answers into faults.
type client struct {
	http *http.Client
	base string
	key  settings.Secret
}

// call is one request.
type call struct {
	op, method, path string
	query            url.Values
	body             any       // sent as JSON
	stream           io.Reader // sent as it is
	size             int64     // of stream, 0 unknown
	anonymous        bool
}

func (c client) get(ctx context.Context, op, path string, query url.Values, out any) error {
	return c.do(ctx, call{op: op, method: http.MethodGet, path: path, query: query}, out)
}

// put changes something; Redmine answers with an empty body.
func (c client) put(ctx context.Context, op, path string, body any) error {
	return c.do(ctx, call{op: op, method: http.MethodPut, path: path, body: body}, nil)
}

// do makes a call and decodes the answer into out, unless out is nil.
func (c client) do(ctx context.Context, q call, out any) error {
	resp, err := c.send(ctx, q)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return rest.Transport(q.op, q.method, err)
	}
	if out == nil {
		if len(bytes.TrimSpace(body)) == 0 {
			return nil
		}
		out = new(json.RawMessage)
	}
	if err := json.Unmarshal(body, out); err != nil {
		return rest.Unreadable(q.op, resp, err)
	}
	return nil
}

// send makes a call and returns a good answer with its body unread.
func (c client) send(ctx context.Context, q call) (*http.Response, error) {
	req, err := c.request(ctx, q)
	if err != nil {
		return nil, err
	}
	by := c.http
	if q.stream != nil {
		by = rest.Patient(by)
	}
	resp, err := by.Do(req)
	if err != nil {
		return nil, rest.Transport(q.op, q.method, err)
	}
	if resp.StatusCode < 300 {
		return resp, nil
	}
	defer func() { _ = resp.Body.Close() }()
	body, _ := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	return nil, refusal(q, resp, body)
}

func (c client) request(ctx context.Context, q call) (*http.Request, error) {
	body, typ := q.stream, "application/octet-stream"
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
	if body != nil {
		req.Header.Set("Content-Type", typ)
	}
	req.Header.Set("Accept", "application/json")
	if !q.anonymous {
		req.Header.Set("X-Redmine-API-Key", c.key.Reveal())
	}
	return req, nil
}

// afterWrite is the fault of a read that was to show what a write did: the write
// stands, so the whole is uncertain and never simply tried again.
func afterWrite(op string, err error) error {
	e := &fault.Error{Op: op, Class: fault.Uncertain, Err: err}
	if cause := (*fault.Error)(nil); errors.As(err, &cause) {
		e.After = cause.After
	}
	return e
}
