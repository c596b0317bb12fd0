package jira

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// Find looks for the label, in every project, since a ticket may have been moved,
// and believes only the property, since people copy labels.
func (c *conn) Find(ctx context.Context, k sdk.Key) ([]sdk.Ticket, error) {
	if !keyShape.MatchString(string(k)) {
		return nil, fault.Errorf(fault.Invalid, "find issue", "not a key: %q", k)
	}
	q := search{op: "find issue", jql: "labels = " + quote(labelPrefix+string(k)) + " ORDER BY created ASC, id ASC", fields: append(basic(), "comment")}
	var found []sdk.Ticket
	for {
		rows, err := c.searchPage(ctx, &q)
		if err != nil {
			return nil, err
		}
		for _, b := range rows {
			t, err := c.verified(ctx, b)
			if err != nil {
				return nil, err
			}
			if t != nil && slices.Contains(t.Keys, k) {
				found = append(found, *t)
			}
		}
		if q.done {
			return found, nil
		}
	}
}

// verified returns the issue with the key of its property. Data Center's search
// shows no properties: there each hit is read once more.
func (c *conn) verified(ctx context.Context, b issueBean) (*sdk.Ticket, error) {
	if b.Properties == nil {
		t, err := c.Get(ctx, sdk.Ref{ID: b.ID}, sdk.Need{})
		if fault.ClassOf(err) == fault.NotFound {
			return nil, nil
		}
		return &t, err
	}
	t := c.reader().ticket(b)
	return &t, nil
}

// search is a query and how far it has been read.
type search struct {
	op, jql string
	fields  []string
	start   int    // Data Center
	token   string // Cloud
	done    bool
	header  http.Header // of the last answer
}

type searchBean struct {
	Issues        []issueBean `json:"issues"`
	Total         int         `json:"total"`
	NextPageToken string      `json:"nextPageToken"`
}

// searchPage reads the next page. Cloud has replaced the old search by one with
// tokens, which shows nothing but ids unless it is asked for fields.
func (c *conn) searchPage(ctx context.Context, q *search) ([]issueBean, error) {
	cloud, err := c.cloud(ctx)
	if err != nil {
		return nil, err
	}
	query := url.Values{"jql": {q.jql}, "fields": {strings.Join(q.fields, ",")}, "maxResults": {strconv.Itoa(page)}}
	where := path("search")
	if cloud {
		where = path("search", "jql")
		query.Set("properties", propertyName)
		if q.token != "" {
			query.Set("nextPageToken", q.token)
		}
	} else {
		query.Set("startAt", strconv.Itoa(q.start))
	}
	var b searchBean
	if q.header, err = c.do(ctx, call{op: q.op, method: http.MethodGet, path: where, query: query}, &b); err != nil {
		return nil, err
	}
	q.token, q.start = b.NextPageToken, q.start+len(b.Issues)
	q.done = cloud && q.token == "" || !cloud && (len(b.Issues) == 0 || q.start >= b.Total)
	for _, row := range b.Issues {
		c.remember(row)
	}
	return b.Issues, nil
}

func (c *conn) inProjects() string {
	names := make([]string, len(c.projects))
	for i, p := range c.projects {
		names[i] = quote(p)
	}
	return "project in (" + strings.Join(names, ", ") + ")"
}

// quote makes a JQL string.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
