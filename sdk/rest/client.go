package rest

import (
	"net/http"
	"time"
)

// New returns the client that a Host lends to connections: calls are counted in
// the context's [Meter], a call takes at most timeout (30 s if 0), redirects are
// not followed. base is the transport below, nil for a clone of the default.
func New(base http.RoundTripper, timeout time.Duration) *http.Client {
	if base == nil {
		kept := http.DefaultTransport.(*http.Transport).Clone()
		kept.MaxIdleConnsPerHost = kept.MaxIdleConns // the default keeps 2 of those that calls at a time have opened
		kept.DialContext = dialing()
		base = kept
	}
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	return &http.Client{
		Transport:     counting{base},
		Timeout:       timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

type counting struct{ base http.RoundTripper }

func (c counting) RoundTrip(r *http.Request) (*http.Response, error) {
	MeterOf(r.Context()).Count(r.Method)
	return c.base.RoundTrip(r)
}
