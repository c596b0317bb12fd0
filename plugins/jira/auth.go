package jira

import (
	"net/http"
	"net/url"

	jira "github.com/andygrunwald/go-jira"
)

// guard sends the credential to the site and to nobody else: go-jira's
// transports add it on every hop, a redirect to another host included.
type guard struct {
	site        *url.URL
	with, plain http.RoundTripper
}

func newGuard(s Settings, site *url.URL, base http.RoundTripper) guard {
	if base == nil {
		base = http.DefaultTransport
	}
	if s.User == "" {
		return guard{site, &jira.PATAuthTransport{Token: s.Token.Reveal(), Transport: base}, base}
	}
	return guard{site, &jira.BasicAuthTransport{Username: s.User, Password: s.Token.Reveal(), Transport: base}, base}
}

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if sameOrigin(g.site, r.URL) {
		return g.with.RoundTrip(r)
	}
	return g.plain.RoundTrip(r)
}

func sameOrigin(a, b *url.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// client is Host.HTTP with another transport; it never follows a redirect.
func client(base *http.Client, t http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     t,
		Timeout:       base.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
