package github

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"time"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk/fault"
)

// list is a list that can be asked from a time on.
type list struct {
	path  string
	query url.Values
}

// from is the list's address: what changed at or after since, oldest first.
func (l list) from(since time.Time) string {
	q := maps.Clone(l.query)
	q.Set("sort", "updated")
	q.Set("direction", "asc")
	q.Set("per_page", "100")
	if !since.IsZero() {
		q.Set("since", since.UTC().Format(time.RFC3339))
	}
	return l.path + "?" + q.Encode()
}

// walk reads a list from a time on, to its end, and returns the first answer,
// which with an ETag may say that nothing changed. After a page it asks again
// from that page's last time rather than for the next page, since rows move to
// the end, or vanish, while we read; so a row may be visited twice, and none is
// passed over. Only a page within one second is followed by its link. visit
// returns the row's time.
func walk[T any](ctx context.Context, c *conn, op string, l list, since time.Time, etag string, visit func(*gh.Response, T) (time.Time, error)) (first *gh.Response, err error) {
	for address := l.from(since); address != ""; etag = "" {
		var page []T
		resp, err := c.get(ctx, op, address, etag, &page)
		if err != nil {
			return nil, err
		}
		if first == nil {
			first = resp
		}
		if resp.StatusCode == http.StatusNotModified {
			return first, nil
		}
		last := since
		for _, row := range page {
			if last, err = visit(resp, row); err != nil {
				return nil, err
			}
		}
		further := next(resp.Header)
		if further != "" && last.After(since) {
			since, further = last, l.from(last)
		}
		if further == address {
			return nil, fault.Errorf(fault.Misread, op, "the pages go round in a circle")
		}
		address = further
	}
	return first, nil
}
