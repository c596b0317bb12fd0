package rest

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/spochub/spochub/sdk/fault"
)

// Status turns an answer's status into a fault, nil for 2xx and 304. message is
// what the tool's error body says, without secrets. A 5xx on a write is
// Uncertain, since the effect may have happened; on a read Unavailable.
func Status(op string, resp *http.Response, message string) error {
	code := resp.StatusCode
	if code < 300 || code == http.StatusNotModified {
		return nil
	}
	e := &fault.Error{Op: op, Class: classOf(resp), Err: fmt.Errorf("HTTP %d: %s", code, message)}
	e.After = RetryAfter(resp.Header, time.Now())
	if code == http.StatusServiceUnavailable && e.After > 0 {
		e.Class = fault.Unavailable
	}
	if e.Class == fault.Misread {
		e.Hint = "the tool points elsewhere: check the connection's address, and whether a sign-in page stands before the tool"
	}
	return e
}

func classOf(resp *http.Response) fault.Class {
	write := resp.Request == nil || (resp.Request.Method != http.MethodGet && resp.Request.Method != http.MethodHead)
	switch code := resp.StatusCode; {
	case code == http.StatusUnauthorized:
		return fault.Unauthenticated
	case code == http.StatusForbidden:
		return fault.Denied
	case code == http.StatusNotFound:
		return fault.NotFound
	case code == http.StatusGone:
		return fault.Gone
	case code == http.StatusConflict, code == http.StatusPreconditionFailed:
		return fault.Conflict
	case code == http.StatusTooManyRequests:
		return fault.Throttled
	case code == http.StatusNotImplemented, code == http.StatusMethodNotAllowed:
		return fault.Unsupported
	case code >= 500 && write:
		return fault.Uncertain
	case code >= 500:
		return fault.Unavailable
	case code >= 300 && code < 400:
		return fault.Misread
	}
	return fault.Invalid
}

// Transport turns an error of http.Client.Do into a fault: Unavailable where the
// request certainly did not go out (refused, no such host), else Uncertain for a
// write and Unavailable for a read.
func Transport(op, method string, err error) error {
	if err == nil {
		return nil
	}
	class := fault.Unavailable
	if method != http.MethodGet && method != http.MethodHead && !neverSent(err) {
		class = fault.Uncertain
	}
	if errors.Is(err, context.Canceled) {
		return &fault.Error{Op: op, Class: class, Err: context.Canceled}
	}
	return &fault.Error{Op: op, Class: class, Err: err}
}

func neverSent(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.Is(err, syscall.ECONNREFUSED)
}

// RetryAfter reads a Retry-After header: seconds or an HTTP date. 0 if absent.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil && t.After(now) {
		return t.Sub(now)
	}
	return 0
}
