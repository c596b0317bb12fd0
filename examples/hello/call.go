package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

const maxAnswer = 4 << 20

// call makes one request and decodes its answer. An answer that cannot be read
// is Misread: on a write the effect may have happened all the same.
func (c *conn) call(ctx context.Context, op, method, path string, body, into any) error {
	var data bytes.Buffer
	if body != nil {
		if err := json.NewEncoder(&data).Encode(body); err != nil {
			return &fault.Error{Op: op, Class: fault.Internal, Err: err}
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, &data)
	if err != nil {
		return &fault.Error{Op: op, Class: fault.Invalid, Field: "base_url", Err: err}
	}
	req.Header.Set("Authorization", "Bearer "+c.token.Reveal())
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return rest.Transport(op, method, err)
	}
	defer resp.Body.Close()
	return read(op, resp, into)
}

func read(op string, resp *http.Response, into any) error {
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err := rest.Status(op, resp, message(text)); err != nil {
		return err
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		return &fault.Error{Op: op, Class: fault.Misread, Err: err}
	}
	return nil
}

func message(body []byte) string {
	var said struct{ Error string }
	if json.Unmarshal(body, &said) != nil {
		return "no reason given"
	}
	return said.Error
}
