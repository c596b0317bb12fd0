package jira

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// addLog fills in the change log after a version. The issue's own answer holds
// the newest entries only; where it was cut, Cloud has the rest in pages.
func (c *conn) addLog(ctx context.Context, t *sdk.Ticket, b issueBean, after sdk.Version) error {
	if b.Changelog == nil {
		return nil
	}
	entries, from := b.Changelog.Histories, sdk.Version(0)
	if len(entries) < b.Changelog.Total {
		cloud, err := c.cloud(ctx)
		if err != nil {
			return err
		}
		if from = oldest(entries); cloud && from > after {
			if entries, from, err = c.olderLog(ctx, t.Ref, b.Changelog.Total, after); err != nil {
				return err
			}
		}
	}
	r := c.reader()
	t.Log, t.LogAfter = r.edits(entries), from
	attribute(t)
	return nil
}

// olderLog reads the change log's pages from its end until they reach back to
// after. It is sorted oldest first.
func (c *conn) olderLog(ctx context.Context, r sdk.Ref, total int, after sdk.Version) ([]historyBean, sdk.Version, error) {
	var all []historyBean
	for end := total; ; {
		start := max(0, end-page)
		got, err := c.logPages(ctx, r, start)
		if err != nil {
			return nil, 0, err
		}
		if all = got; start == 0 {
			return all, 0, nil
		}
		if from := oldest(all); from <= after {
			return all, from, nil
		}
		end = start
	}
}

// logPages reads the change log from an index to its end.
func (c *conn) logPages(ctx context.Context, r sdk.Ref, start int) ([]historyBean, error) {
	var all []historyBean
	for {
		var p historyPage
		query := url.Values{"startAt": {strconv.Itoa(start)}, "maxResults": {strconv.Itoa(page)}}
		if _, err := c.do(ctx, call{op: "read change log", method: http.MethodGet, path: path("issue", nameOf(r), "changelog"), query: query}, &p); err != nil {
			return nil, err
		}
		all = append(all, p.Values...)
		start += len(p.Values)
		if len(p.Values) == 0 || p.IsLast || start >= p.Total {
			return all, nil
		}
	}
}

// oldest is the version of the oldest entry: the log is complete after it.
func oldest(entries []historyBean) sdk.Version {
	var low sdk.Version
	for _, h := range entries {
		if v := version(h.Created.Time); low == 0 || v < low {
			low = v
		}
	}
	return low
}

func (r reader) edits(entries []historyBean) []sdk.Edit {
	entries = slices.Clone(entries)
	slices.SortStableFunc(entries, func(a, b historyBean) int { return a.Created.Compare(b.Created.Time) })
	var log []sdk.Edit
	for _, h := range entries {
		from := len(log)
		for _, item := range h.Items {
			if e, ok := edit(item); ok {
				e.By, e.Version, e.At = r.actor(h.Author), version(h.Created.Time), h.Created.Time
				log = append(log, e)
			}
		}
		r.judgeLog(h, log[from:])
	}
	return log
}

// edit reads one line of the log. Fields are told by their id: names follow the
// site's language. Data Center sends names only.
func edit(i itemBean) (sdk.Edit, bool) {
	id := i.FieldID
	if id == "" {
		id = strings.ToLower(i.Field)
	}
	e := sdk.Edit{Field: fieldNamed(id)}
	switch e.Field {
	case ticket.Title:
		e.From, e.To = sdk.Native(oneLine(string(i.FromString))), sdk.Native(oneLine(string(i.ToString)))
	case ticket.Description:
		e.From, e.To = sdk.Native(canonical(string(i.FromString))), sdk.Native(canonical(string(i.ToString)))
	case ticket.State, ticket.Priority, ticket.Due:
		e.From, e.To = sdk.Native(i.From), sdk.Native(i.To)
	case ticket.Assignee:
		e.From, e.To = sdk.Native(either(i.TmpFrom, i.From)), sdk.Native(either(i.TmpTo, i.To))
	case ticket.Labels:
		e.From, e.To = labelLine(i.FromString), labelLine(i.ToString)
	default:
		return e, false
	}
	return e, e.From != e.To
}

func either(a, b loose) loose {
	if a != "" && a != "null" {
		return a
	}
	return b
}

// labelLine is a set of labels as one value, without our marker.
func labelLine(s loose) sdk.Native {
	_, set := partLabels(strings.Fields(string(s)))
	words := make([]string, len(set))
	for i, l := range set {
		words[i] = string(l)
	}
	return sdk.Native(strings.Join(words, " "))
}

// attribute names in each cell its last author, as far as the log knows.
func attribute(t *sdk.Ticket) {
	for _, e := range t.Log {
		if cell, shown := t.Cells[e.Field]; shown {
			cell.By, cell.At = e.By, e.At
			t.Cells[e.Field] = cell
		}
	}
}
