package github

import (
	"context"
	"net/http"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Edit writes any number of fields with one PATCH.
//
// Labels are the exception to "no read before a write": GitHub's PATCH replaces
// the whole set, and a set that we remembered would undo what the team did
// since. So labels alone are added with one POST, or one is removed with one
// DELETE, which touch no other label; every other change of labels (a status or
// priority label, or labels together with fields) reads the set, conditionally
// and right before the PATCH. Closing never touches labels: on a closed issue a
// status label means nothing.
func (c *conn) Edit(ctx context.Context, ref sdk.Ref, key sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
	const op = "edit issue"
	h, err := c.here(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	n, err := h.number(op, ref)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if len(p.Set) == 0 && len(p.Add)+len(p.Remove) > 0 && lone(p) {
		return c.label(ctx, h, n, p)
	}
	request, err := c.request(key, p)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if c.relabels(p) {
		is, _, err := c.issue(ctx, h.issue(n))
		if err != nil {
			return sdk.Ticket{}, err
		}
		labels := c.relabel(labelNames(is.Labels), p)
		request.Labels = &labels
	}
	return c.patch(ctx, h, n, request)
}

func (c *conn) patch(ctx context.Context, h *home, n int, request *gh.IssueRequest) (sdk.Ticket, error) {
	const op = "edit issue"
	is, resp, err := c.client.Issues.Edit(ctx, h.owner, h.name, n, request)
	if err != nil {
		return sdk.Ticket{}, c.moved(failed(op, http.MethodPatch, resp, err))
	}
	if err := whole(op, is); err != nil {
		return sdk.Ticket{}, err
	}
	if is.GetNumber() != n {
		return sdk.Ticket{}, fault.Errorf(fault.Misread, op, "the answer shows #%d instead of #%d", is.GetNumber(), n)
	}
	return h.reader(c.codes).ticket(is), nil
}

// moved forgets where we are after a write met a redirect, so that the next call
// learns the repository's new name.
func (c *conn) moved(err error) error {
	if fault.ClassOf(err) == fault.Conflict {
		c.known.Store(nil)
	}
	return err
}

// request says a patch in GitHub's terms, without labels. The description takes
// the marker along, since both live in the body.
func (c *conn) request(key sdk.Key, p sdk.Patch) (*gh.IssueRequest, error) {
	var r gh.IssueRequest
	for field, n := range p.Set {
		value := string(n)
		switch field {
		case ticket.Title:
			r.Title = &value
		case ticket.Description:
			r.Body = new(marker.Put(n, key))
		case ticket.Assignee:
			who := logins(n)
			r.Assignees = &who
		case ticket.State:
			if err := c.setState(&r, value); err != nil {
				return nil, err
			}
		case ticket.Priority:
			if value != "" && known(c.codes.priority, value) == "" {
				return nil, &fault.Error{Op: "edit issue", Class: fault.Invalid, Field: string(field), Hint: "no priority label has this name; see priority_labels"}
			}
		default:
			return nil, &fault.Error{Op: "edit issue", Class: fault.Unsupported, Field: string(field)}
		}
	}
	return &r, nil
}

func (c *conn) setState(r *gh.IssueRequest, value string) error {
	state, detail, _ := strings.Cut(value, "/")
	switch {
	case state == "closed" && slices.Contains([]string{"completed", "not_planned", "duplicate"}, detail):
		r.StateReason = &detail
	case value == stateOpen, state == stateOpen && known(c.codes.state, detail) != "":
	default:
		return &fault.Error{Op: "edit issue", Class: fault.Invalid, Field: string(ticket.State), Hint: "no state of an issue has this code; see state_labels"}
	}
	r.State = &state
	return nil
}

func logins(n sdk.Native) []string {
	if n == "" {
		return []string{}
	}
	return strings.Split(string(n), ",")
}
