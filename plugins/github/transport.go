package github

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
)

// credential signs the calls of one client.
type credential interface {
	// header returns the Authorization header's value.
	header(ctx context.Context) (string, error)
	// refused tells that the tool did not accept value; true: there may be a
	// newer one.
	refused(value string) bool
}

// token is a credential that stays the same.
type token string

func (t token) header(context.Context) (string, error) { return "Bearer " + string(t), nil }
func (t token) refused(string) bool                    { return false }

// signed adds the credential to calls to one host and refuses any other host,
// so that no redirect and no link in an answer carries it away.
type signed struct {
	base         http.RoundTripper
	scheme, host string
	with         credential
}

func (s signed) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != s.host || r.URL.Scheme != s.scheme {
		closeBody(r)
		return nil, fault.Errorf(fault.Misread, "", "the answer points to another host, %s", r.URL.Host)
	}
	value, err := s.with.header(r.Context())
	if err != nil {
		closeBody(r)
		return nil, err
	}
	resp, err := s.send(r, value)
	if err != nil || resp.StatusCode != http.StatusUnauthorized || !s.with.refused(value) {
		return resp, err
	}
	again, ok := rewound(r)
	if !ok {
		return resp, nil
	}
	_ = resp.Body.Close()
	if value, err = s.with.header(r.Context()); err != nil {
		return nil, err
	}
	return s.send(again, value)
}

func (s signed) send(r *http.Request, value string) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", value)
	resp, err := s.base.RoundTrip(r)
	if err == nil {
		note(r.Context(), resp)
	}
	return resp, err
}

// rewound returns the request with its body at the start again.
func rewound(r *http.Request) (*http.Request, bool) {
	c := r.Clone(r.Context())
	if r.Body == nil {
		return c, true
	}
	if r.GetBody == nil {
		return nil, false
	}
	body, err := r.GetBody()
	c.Body = body
	return c, err == nil
}

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

// note reads what an answer says of the rate limit. A secondary limit is not
// about the primary one: its reset is taken away, or go-github would refuse
// every call until then, up to an hour.
func note(ctx context.Context, resp *http.Response) {
	left, err := strconv.Atoi(resp.Header.Get("X-Ratelimit-Remaining"))
	reset := resetAt(resp.Header)
	if err == nil && !reset.IsZero() {
		rest.MeterOf(ctx).Allow(left, reset)
	}
	if resp.StatusCode == http.StatusForbidden && left > 0 && resp.Header.Get("Retry-After") == "" {
		resp.Header.Del("X-Ratelimit-Reset")
	}
}

func resetAt(h http.Header) time.Time {
	sec, err := strconv.ParseInt(h.Get("X-Ratelimit-Reset"), 10, 64)
	if err != nil || sec <= 0 {
		return time.Time{}
	}
	return time.Unix(sec, 0)
}
