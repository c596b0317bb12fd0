package github

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk/fault"
)

// get reads an address, relative to the API's root or as a link of an answer
// gave it. With an ETag the answer may be 304 and leave into as it is. One
// redirect is followed by hand, never to another host; where the answer came
// from is in resp.Request.
func (c *conn) get(ctx context.Context, op, address, etag string, into any) (*gh.Response, error) {
	resp, err := c.once(ctx, address, etag, into)
	if to := elsewhere(resp); to != "" {
		resp, err = c.once(ctx, to, "", into)
	}
	if err != nil && resp != nil && resp.Response != nil && resp.StatusCode == http.StatusNotModified && etag != "" {
		return resp, nil // go-github calls it an error
	}
	if err != nil {
		return resp, failed(op, http.MethodGet, resp, err)
	}
	return resp, nil
}

func (c *conn) once(ctx context.Context, address, etag string, into any) (*gh.Response, error) {
	req, err := c.client.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return nil, fault.Errorf(fault.Misread, "", "an address that is none")
	}
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	return c.client.Do(ctx, req, into)
}

// elsewhere is the address that a redirect points to.
func elsewhere(resp *gh.Response) string {
	if resp == nil || resp.Response == nil {
		return ""
	}
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if to, err := resp.Location(); err == nil {
			return to.String()
		}
	}
	return ""
}

var nextLink = regexp.MustCompile(`<([^>]*)>\s*;[^,<]*\brel="?next"?`)

// next is the address of the page after this one. It is taken from the header
// alone: where pages have cursors and no numbers, go-github's NextPage is 0.
func next(h http.Header) string {
	m := nextLink.FindStringSubmatch(strings.Join(h.Values("Link"), ", "))
	if m == nil {
		return ""
	}
	return m[1]
}

// pages reads a list page by page to its end.
func pages[T any](ctx context.Context, c *conn, op, address string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		for seen := map[string]bool{}; address != ""; {
			seen[address] = true
			var page []T
			resp, err := c.get(ctx, op, address, "", &page)
			if err != nil {
				yield(zero, err)
				return
			}
			for _, row := range page {
				if !yield(row, nil) {
					return
				}
			}
			if address = next(resp.Header); seen[address] {
				yield(zero, fault.Errorf(fault.Misread, op, "the pages go round in a circle"))
				return
			}
		}
	}
}

// serverTime is the tool's clock as an answer tells it, zero if it does not.
func serverTime(resp *gh.Response) time.Time {
	t, err := http.ParseTime(resp.Header.Get("Date"))
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// memory keeps the issues read last with their ETags: asking again for one that
// did not change costs nothing of the rate limit. It is no state: without it the
// same calls are made.
type memory struct {
	mu   sync.Mutex
	held map[string]remembered
}

type remembered struct {
	etag  string
	issue gh.Issue
}

const memorySize = 256

func (m *memory) load(address string) remembered {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.held[address]
}

func (m *memory) store(address string, r remembered) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.held == nil || len(m.held) >= memorySize {
		m.held = map[string]remembered{}
	}
	m.held[address] = r
}

// issue reads one issue and says where it was found.
func (c *conn) issue(ctx context.Context, address string) (*gh.Issue, *url.URL, error) {
	const op = "read issue"
	held := c.issues.load(address)
	var is gh.Issue
	resp, err := c.get(ctx, op, address, held.etag, &is)
	if err != nil {
		return nil, nil, err
	}
	at := resp.Request.URL
	if resp.StatusCode == http.StatusNotModified {
		return &held.issue, at, nil
	}
	if err := whole(op, &is); err != nil {
		return nil, nil, err
	}
	if is.IsPullRequest() {
		return nil, nil, fault.Errorf(fault.NotFound, op, "#%d is a pull request", is.GetNumber())
	}
	if etag := resp.Header.Get("ETag"); etag != "" && strings.HasSuffix(at.Path, address) {
		c.issues.store(address, remembered{etag, is})
	}
	return &is, at, nil
}

var errHollow = errors.New("the answer shows no issue")

// whole checks that an answer shows an issue at all: go-github takes an empty
// body for success.
func whole(op string, is *gh.Issue) error {
	if is.GetNumber() == 0 || is.State == nil || is.UpdatedAt == nil {
		return &fault.Error{Op: op, Class: fault.Misread, Err: errHollow}
	}
	return nil
}
