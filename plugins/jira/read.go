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

const page = 100

// basic are the fields that every read asks for.
func basic() []string {
	return []string{"summary", "description", "status", "resolution", "priority", "assignee", "duedate", "labels", "updated", "created", "creator", "project", "issuetype"}
}

// Get reads one issue by its immutable id.
func (c *conn) Get(ctx context.Context, r sdk.Ref, need sdk.Need) (sdk.Ticket, error) {
	fields := append(basic(), "attachment") // which costs no call
	if need.Comments {
		fields = append(fields, "comment")
	}
	query := url.Values{"fields": {strings.Join(fields, ",")}, "properties": {propertyName}}
	if need.Log {
		query.Set("expand", "changelog")
	}
	b, err := c.issue(ctx, r, query)
	if err != nil {
		return sdk.Ticket{}, err
	}
	t := c.reader().ticket(b)
	t.Was = was(r, t.Ref)
	if need.Comments {
		if err := c.completeComments(ctx, &t); err != nil {
			return sdk.Ticket{}, err
		}
	}
	if need.Log {
		err = c.addLog(ctx, &t, b, need.LogAfter)
	}
	return t, err
}

func (c *conn) issue(ctx context.Context, r sdk.Ref, query url.Values) (issueBean, error) {
	var b issueBean
	if nameOf(r) == "" {
		return b, fault.Errorf(fault.NotFound, "read issue", "no issue is named")
	}
	_, err := c.do(ctx, call{op: "read issue", method: http.MethodGet, path: path("issue", nameOf(r)), query: query}, &b)
	if fault.ClassOf(err) == fault.NotFound {
		return b, c.confirm(ctx, err)
	}
	if err == nil && b.ID == "" {
		err = fault.Errorf(fault.Misread, "read issue", "the answer has no id")
	}
	if err == nil {
		c.remember(b)
	}
	return b, err
}

// confirm makes sure that we are still who we were before anybody believes that
// an issue is gone: an expired credential gets the same answer.
func (c *conn) confirm(ctx context.Context, absent error) error {
	if _, err := c.myself(ctx); err != nil {
		return err
	}
	return absent
}

// remember keeps what saves calls later.
func (c *conn) remember(b issueBean) {
	if t := decode[codeBean](b.Fields["issuetype"]).Name; t != "" && b.ID != "" {
		c.types.put(b.ID, t)
	}
	if state := decode[codeBean](b.Fields["status"]); state.ID != "" {
		c.categories.put(state.ID, state.StatusCategory.Key)
	}
	if page := decode[*commentPage](b.Fields["comment"]); page != nil {
		for _, k := range page.Comments {
			c.audience.put(k.ID, k.audience())
		}
	}
}

// nameOf is the id, or the key where a person has typed one.
func nameOf(r sdk.Ref) string {
	if r.ID != "" {
		return r.ID
	}
	return strings.TrimSpace(r.Key)
}

// was returns the ref asked for where the answer shows another: an old key
// answers with the issue under its new key and project.
func was(asked, got sdk.Ref) *sdk.Ref {
	moved := asked.ID != "" && asked.ID != got.ID ||
		asked.Container != "" && asked.Container != got.Container ||
		asked.ID == "" && !strings.EqualFold(asked.Key, got.Key)
	if !moved {
		return nil
	}
	return &asked
}

// completeComments lists an issue's comments apart where the issue's own answer
// was cut, or holds comments of ours, whose keys it never shows.
func (c *conn) completeComments(ctx context.Context, t *sdk.Ticket) error {
	ours := func(k sdk.Comment) bool { return k.By != nil && k.By.Self }
	if t.AllComments && !slices.ContainsFunc(t.Comments, ours) {
		return nil
	}
	beans, err := c.listComments(ctx, t.Ref)
	if err != nil {
		return err
	}
	t.Comments, t.AllComments, t.NComments = c.reader().comments(beans, t.Ref.Container), true, len(beans)
	return nil
}

// listComments reads every page. The total of the last page counts: comments may
// come and go meanwhile, and the server may give fewer than asked for.
func (c *conn) listComments(ctx context.Context, r sdk.Ref) ([]commentBean, error) {
	var all []commentBean
	known := map[string]bool{}
	for start := 0; ; {
		var p commentPage
		query := url.Values{"startAt": {strconv.Itoa(start)}, "maxResults": {strconv.Itoa(page)}, "expand": {"properties"}, "orderBy": {"created"}}
		if _, err := c.do(ctx, call{op: "list comments", method: http.MethodGet, path: path("issue", nameOf(r), "comment"), query: query}, &p); err != nil {
			return nil, err
		}
		for _, b := range p.Comments {
			c.audience.put(b.ID, b.audience())
			if !known[b.ID] {
				known[b.ID] = true
				all = append(all, b)
			}
		}
		start += len(p.Comments)
		if len(p.Comments) == 0 || start >= p.Total {
			return all, nil
		}
	}
}
