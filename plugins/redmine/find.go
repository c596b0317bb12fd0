package redmine

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"github.com/spochub/spochub/sdk"
)

const pageSize = 100

type issues struct {
	Issues []issue `json:"issues"`
	Total  int     `json:"total_count"`
}

// Find asks for a key in every project, since an issue may have been moved.
// Redmine ignores a filter that it does not know, so each hit is looked at.
func (c *conn) Find(ctx context.Context, key sdk.Key) ([]sdk.Ticket, error) {
	s, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	query := url.Values{"status_id": {"*"}, "sort": {"id"}, "limit": {strconv.Itoa(pageSize)}}
	if s.key != 0 {
		query.Set("cf_"+strconv.Itoa(s.key), string(key))
	} else {
		query.Set("author_id", "me")
		query.Set("description", "~"+string(key))
	}
	var found []sdk.Ticket
	for offset, total := 0, 1; offset < total; offset += pageSize {
		query.Set("offset", strconv.Itoa(offset))
		var page issues
		if err := c.client.get(ctx, "find issue", "/issues.json", query, &page); err != nil {
			return nil, err
		}
		for _, i := range page.Issues {
			if t := c.reader(s).ticket(i); slices.Contains(t.Keys, key) {
				found = append(found, t)
			}
		}
		total = page.Total
	}
	return found, nil
}
