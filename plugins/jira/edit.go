package jira

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Edit writes fields with one call, or moves the issue to a state. Jira has no
// conditional update; Pre only tells which way the state has to go.
func (c *conn) Edit(ctx context.Context, r sdk.Ref, _ sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	const op = "edit issue"
	state, moves := p.Set[ticket.State]
	if moves {
		if len(p.Set) > 1 || len(p.Add)+len(p.Remove) > 0 {
			return sdk.Ticket{}, &fault.Error{Op: op, Class: fault.Invalid, Field: string(ticket.State), Hint: "a state goes alone, see Place.Together"}
		}
		return c.move(ctx, r, sdk.Native(stateID(p.Pre[ticket.State])), sdk.Native(stateID(state)))
	}
	cloud, err := c.cloud(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	body, err := editBody(p, cloud)
	if err != nil || len(body) == 0 {
		return bare(r), err
	}
	k := call{op: op, method: http.MethodPut, path: path("issue", nameOf(r)), body: body}
	if !cloud {
		_, err = c.do(ctx, k, nil)
		return bare(r), err
	}
	k.query = url.Values{"returnIssue": {"true"}}
	var b issueBean
	if _, err = c.do(ctx, k, &b); err != nil || b.ID == "" {
		return bare(r), err
	}
	return c.edited(r, b), nil
}

// edited is the issue as the answer shows it, under the ref that was asked for
// where the answer leaves out parts of it.
func (c *conn) edited(r sdk.Ref, b issueBean) sdk.Ticket {
	c.remember(b)
	t := c.reader().ticket(b)
	if t.Ref.Container == "" {
		t.Ref.Container = r.Container
	}
	t.Was = was(r, t.Ref)
	return t
}

// bare is the ticket of an answer that shows nothing.
func bare(r sdk.Ref) sdk.Ticket { return sdk.Ticket{Ref: r, LogAfter: -1, NComments: -1} }

func editBody(p sdk.Patch, cloud bool) (map[string]any, error) {
	fields, body := map[string]any{}, map[string]any{}
	for f, v := range p.Set {
		if !slices.Contains(mine(), f) || f == ticket.Labels {
			return nil, &fault.Error{Op: "edit issue", Class: fault.Unsupported, Field: string(f)}
		}
		fields[jiraName(f)] = jiraValue(f, v, cloud)
	}
	if len(fields) > 0 {
		body["fields"] = fields
	}
	if ops := labelOps(p); len(ops) > 0 {
		body["update"] = map[string]any{"labels": ops}
	}
	return body, nil
}

// labelOps adds and removes single labels: setting the list would undo what
// somebody else has added meanwhile. Our own marker stays.
func labelOps(p sdk.Patch) []map[string]string {
	var ops []map[string]string
	for _, l := range p.Add {
		ops = append(ops, map[string]string{"add": string(l)})
	}
	for _, l := range p.Remove {
		if !strings.HasPrefix(string(l), labelPrefix) {
			ops = append(ops, map[string]string{"remove": string(l)})
		}
	}
	return ops
}
