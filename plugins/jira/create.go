package jira

import (
	"context"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Create makes an issue with one call, its key included. Jira's answer holds
// nothing but the id and the key of the issue. A new issue starts in the first
// state of its workflow, whatever the draft says.
func (c *conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	const op = "create issue"
	if !keyShape.MatchString(string(d.Key)) {
		return sdk.Ticket{}, fault.Errorf(fault.Invalid, op, "not a key: %q", d.Key)
	}
	cloud, err := c.cloud(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	to, err := c.target(ctx, d.Container)
	if err != nil {
		return sdk.Ticket{}, beforeWriting(err)
	}
	kind := d.Type
	if kind == "" {
		kind = c.settings.IssueType
	}
	var made struct{ ID, Key string }
	body := map[string]any{"fields": newFields(d, to, kind, cloud), "properties": []any{property(propertyName, keyValue(d.Key))}}
	if _, err := c.do(ctx, call{op: op, method: http.MethodPost, path: path("issue"), body: body}, &made); err != nil {
		return sdk.Ticket{}, err
	}
	if made.ID == "" {
		return sdk.Ticket{}, fault.Errorf(fault.Misread, op, "the answer has no id")
	}
	if !numeric(kind) {
		c.types.put(made.ID, kind)
	}
	self := c.know().self
	ref := sdk.Ref{ID: made.ID, Container: to.ID, Key: made.Key, URL: c.know().address + "/browse/" + made.Key}
	return sdk.Ticket{Ref: ref, By: &self, Keys: []sdk.Key{d.Key}, LogAfter: -1, NComments: -1}, nil
}

// beforeWriting says what a failure to find the project means: nothing has been
// made, and it is not the issue that is absent.
func beforeWriting(err error) error {
	const op = "find the project"
	switch fault.ClassOf(err) {
	case fault.Misread, fault.Uncertain:
		return &fault.Error{Op: op, Class: fault.Unavailable, Err: err}
	case fault.NotFound:
		return &fault.Error{Op: op, Class: fault.Invalid, Field: "container", Err: err}
	}
	return err
}

func newFields(d sdk.Draft, to project, kind string, cloud bool) map[string]any {
	labels := []string{labelPrefix + string(d.Key)}
	for _, l := range d.Cells[ticket.Labels].Set {
		labels = append(labels, string(l))
	}
	fields := map[string]any{
		"project":   map[string]any{"id": to.ID},
		"issuetype": map[string]any{"name": kind},
		"labels":    labels,
	}
	if numeric(kind) {
		fields["issuetype"] = map[string]any{"id": kind}
	}
	for _, f := range mine() {
		if v := d.Cells[f].Native; v != "" && f != ticket.Labels {
			fields[jiraName(f)] = jiraValue(f, v, cloud)
		}
	}
	return fields
}

func numeric(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func keyValue(k sdk.Key) map[string]any { return map[string]any{"key": string(k)} }

func property(name string, value any) map[string]any {
	return map[string]any{"key": name, "value": value}
}

// jiraName is Jira's name of one of the fields that this connector writes.
func jiraName(f sdk.Field) string {
	switch f {
	case ticket.Title:
		return "summary"
	case ticket.Due:
		return "duedate"
	}
	return string(f)
}

// jiraValue is a field's value as Jira takes it; null clears a field.
func jiraValue(f sdk.Field, v sdk.Native, cloud bool) any {
	if v == "" {
		return nil
	}
	switch f {
	case ticket.Priority:
		return map[string]any{"id": string(v)}
	case ticket.Assignee:
		if cloud {
			return map[string]any{"accountId": string(v)}
		}
		return map[string]any{"name": string(v)}
	}
	return string(v)
}
