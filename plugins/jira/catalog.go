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
	"github.com/spochub/spochub/sdk/ticket"
)

const maxPeople = 1000

// Catalog lists a project's states, priorities and the people to whom its issues
// can be assigned.
func (c *conn) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	p, err := c.target(ctx, container)
	if err != nil {
		return nil, err
	}
	codes, err := c.states(ctx, p)
	if err != nil {
		return nil, err
	}
	ranks, err := c.priorities(ctx, p)
	if err != nil {
		return nil, err
	}
	people, err := c.people(ctx, p)
	if err != nil {
		return nil, err
	}
	return append(append(codes, ranks...), people...), nil
}

type typeBean struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Subtask  bool       `json:"subtask"`
	Statuses []codeBean `json:"statuses"`
}

// states lists the states of every issue type; those of the configured type come
// first and are the ones to write.
func (c *conn) states(ctx context.Context, p project) ([]sdk.Code, error) {
	var types []typeBean
	if _, err := c.do(ctx, call{op: "list states", method: http.MethodGet, path: path("project", p.ID, "statuses")}, &types); err != nil {
		return nil, err
	}
	var codes []sdk.Code
	known := map[string]bool{}
	add := func(t typeBean) {
		for _, s := range t.Statuses {
			if !known[s.ID] {
				known[s.ID] = true
				c.categories.put(s.ID, s.StatusCategory.Key)
				codes = append(codes, sdk.Code{Field: ticket.State, Native: sdk.Native(s.ID), Name: s.Name, Value: category(s)})
			}
		}
	}
	for _, t := range types {
		if c.configured(t) {
			add(t)
		}
	}
	markWritable(codes, preferredStates())
	for _, t := range types {
		add(t)
	}
	return withRejections(codes), nil
}

func (c *conn) configured(t typeBean) bool {
	return t.ID == c.settings.IssueType || strings.EqualFold(t.Name, c.settings.IssueType)
}

// priorities lists those that the project offers to new issues; a project that
// does not tell has the site's.
func (c *conn) priorities(ctx context.Context, p project) ([]sdk.Code, error) {
	offered, err := c.offered(ctx, p)
	if err != nil {
		return nil, err
	}
	if len(offered) == 0 {
		if _, err := c.do(ctx, call{op: "list priorities", method: http.MethodGet, path: path("priority")}, &offered); err != nil {
			return nil, err
		}
	}
	var codes []sdk.Code
	for i, b := range offered {
		codes = append(codes, sdk.Code{Field: ticket.Priority, Native: sdk.Native(b.ID), Name: b.Name, Value: rank(b.Name, i, len(offered))})
	}
	markWritable(codes, []string{"highest", "high", "medium", "low"})
	return codes, nil
}

type metaBean struct {
	Total      int        `json:"total"`
	IssueTypes []typeBean `json:"issueTypes"` // Cloud
	Values     []metaItem `json:"values"`     // Data Center: types or fields
	Fields     []metaItem `json:"fields"`     // Cloud
}

type metaItem struct {
	ID            string     `json:"id"`
	Name          string     `json:"name"`
	FieldID       string     `json:"fieldId"`
	AllowedValues []codeBean `json:"allowedValues"`
}

// offered takes the priorities from the create screen of the configured type. A
// ping that has just read the screen saves that.
func (c *conn) offered(ctx context.Context, p project) ([]codeBean, error) {
	fields, read := c.screens.take(p.ID)
	if !read {
		var err error
		if fields, err = c.screen(ctx, p); err != nil {
			return nil, err
		}
	}
	i := slices.IndexFunc(fields, func(f metaItem) bool { return f.FieldID == "priority" })
	if i < 0 {
		return nil, nil
	}
	return fields[i].AllowedValues, nil
}

// screen asks for the fields of the create screen of the configured type, project
// by project: the site-wide form of that question is gone from Data Center. None:
// the project does not tell.
func (c *conn) screen(ctx context.Context, p project) ([]metaItem, error) {
	id, err := c.typeID(ctx, p)
	if err != nil || id == "" {
		return nil, err
	}
	var all []metaItem
	for total := 1; len(all) < total; {
		b, err := c.createMeta(ctx, len(all), path("issue", "createmeta", p.ID, "issuetypes", id))
		if err != nil {
			return nil, err
		}
		fields := slices.Concat(b.Fields, b.Values)
		if len(fields) == 0 {
			return all, nil
		}
		all, total = append(all, fields...), b.Total
	}
	return all, nil
}

func (c *conn) typeID(ctx context.Context, p project) (string, error) {
	if numeric(c.settings.IssueType) {
		return c.settings.IssueType, nil
	}
	for start, total := 0, 1; start < total; {
		b, err := c.createMeta(ctx, start, path("issue", "createmeta", p.ID, "issuetypes"))
		if err != nil {
			return "", err
		}
		for _, v := range b.Values {
			b.IssueTypes = append(b.IssueTypes, typeBean{ID: v.ID, Name: v.Name})
		}
		for _, t := range b.IssueTypes {
			if c.configured(t) {
				return t.ID, nil
			}
		}
		if len(b.IssueTypes) == 0 {
			return "", nil
		}
		start, total = start+len(b.IssueTypes), b.Total
	}
	return "", nil
}

func (c *conn) createMeta(ctx context.Context, start int, where string) (metaBean, error) {
	var b metaBean
	query := url.Values{"startAt": {strconv.Itoa(start)}, "maxResults": {strconv.Itoa(page)}}
	_, err := c.do(ctx, call{op: "read create screen", method: http.MethodGet, path: where, query: query}, &b)
	switch fault.ClassOf(err) {
	case fault.NotFound, fault.Denied, fault.Invalid: // also to one who may not create issues
		return metaBean{}, nil
	}
	return b, err
}

// people lists who can be assigned, with the mail address where Jira shows it.
// Cloud may give fewer than asked for although there are more.
func (c *conn) people(ctx context.Context, p project) ([]sdk.Code, error) {
	cloud, err := c.cloud(ctx)
	if err != nil {
		return nil, err
	}
	size, r := maxPeople, c.reader()
	if cloud {
		size = page
	}
	var codes []sdk.Code
	for start := 0; start < maxPeople; start += size {
		var users []userBean
		query := url.Values{"project": {p.Key}, "maxResults": {strconv.Itoa(size)}}
		if cloud {
			query.Set("startAt", strconv.Itoa(start))
		}
		_, err := c.do(ctx, call{op: "list people", method: http.MethodGet, path: path("user", "assignable", "search"), query: query}, &users)
		if fault.ClassOf(err) == fault.Denied { // the ping has said so
			break
		}
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			if a := r.actor(&u); a != nil {
				codes = append(codes, sdk.Code{Field: ticket.Assignee, Native: sdk.Native(a.ID), Name: a.Name, Value: strings.ToLower(a.Email)})
			}
		}
		if len(users) == 0 {
			break
		}
	}
	markWritable(codes, nil)
	return codes, nil
}
