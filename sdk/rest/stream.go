package rest

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"

	"github.com/spochub/spochub/sdk/fault"
)

// Patient is a client for streams: it bounds no call by itself, so that a large
// file over a slow line ends by its context alone.
func Patient(c *http.Client) *http.Client {
	patient := *c
	patient.Timeout = 0
	return &patient
}

// Whole is the body of an answer whose size is known: one that ends early, or goes
// on, ends with io.ErrUnexpectedEOF. A size of 0 is unknown.
func Whole(resp *http.Response, size int64) io.ReadCloser {
	if size <= 0 {
		return resp.Body
	}
	return &whole{ReadCloser: resp.Body, left: size}
}

type whole struct {
	io.ReadCloser
	left int64
}

func (w *whole) Read(p []byte) (int, error) {
	n, err := w.ReadCloser.Read(p)
	w.left -= int64(n)
	if w.left < 0 || err == io.EOF && w.left != 0 {
		return n, io.ErrUnexpectedEOF
	}
	return n, err
}

// Source is where a tool keeps its files: its own address, and hosts that the
// settings name. Nothing is fetched from anywhere else, whoever points there: a
// redirect may lead into the network that the hub stands in.
type Source struct {
	Client *http.Client // follows no redirect, see [New]
	Site   *url.URL     // the tool's own address: always allowed
	Hosts  []string     // further hosts, with or without a port
	// Sign puts the credential into a request to the site; others never carry it.
	Sign func(*http.Request) error
	// Judge turns a bad answer into a fault; nil: [Status].
	Judge func(*http.Response) error
}

// Open asks for a file of a size, see [Whole], and follows at most three
// redirects.
func (s Source) Open(ctx context.Context, op string, at *url.URL, size int64) (io.ReadCloser, error) {
	for range 4 {
		resp, next, err := s.hop(ctx, op, at)
		if err != nil {
			return nil, err
		}
		if next == nil {
			return Whole(resp, size), nil
		}
		at = next
	}
	return nil, fault.Errorf(fault.Misread, op, "too many redirects")
}

func (s Source) hop(ctx context.Context, op string, at *url.URL) (*http.Response, *url.URL, error) {
	if err := s.allowed(op, at); err != nil {
		return nil, nil, err
	}
	if !s.own(at) {
		ctx = s.guarded(ctx, at.Hostname())
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, nil, fault.Errorf(fault.Misread, op, "%w", err)
	}
	if s.Sign != nil && s.own(at) {
		if err := s.Sign(req); err != nil {
			return nil, nil, err
		}
	}
	resp, err := s.Client.Do(req)
	if errors.Is(err, errInner) {
		return nil, nil, fault.Errorf(fault.Denied, op, "its address leads to %s, which is in the hub's own network: open it at the tool", at.Host)
	}
	if err != nil {
		return nil, nil, Transport(op, http.MethodGet, err)
	}
	if next, err := resp.Location(); err == nil && resp.StatusCode >= 300 && resp.StatusCode < 400 {
		_ = resp.Body.Close()
		return nil, next, nil
	}
	if err := s.judge(op, resp); err != nil {
		_ = resp.Body.Close()
		return nil, nil, err
	}
	return resp, nil, nil
}

func (s Source) judge(op string, resp *http.Response) error {
	if s.Judge != nil {
		return s.Judge(resp)
	}
	return Status(op, resp, "")
}

func (s Source) own(at *url.URL) bool { return at.Scheme == s.Site.Scheme && at.Host == s.Site.Host }

func (s Source) allowed(op string, at *url.URL) error {
	listed := at.Scheme == "https" || at.Scheme == s.Site.Scheme
	if s.own(at) || listed && (slices.Contains(s.Hosts, at.Host) || slices.Contains(s.Hosts, at.Hostname())) {
		return nil
	}
	return fault.Errorf(fault.Denied, op, "its address leads to %s, which is not the tool's: open it at the tool; if %s is the tool's own file server, an administrator adds it to file_hosts",
		at.Scheme+"://"+at.Host, cmp.Or(at.Host, at.Scheme)) // no more of an address, which may hold a secret
}
