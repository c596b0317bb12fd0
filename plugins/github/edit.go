package github

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
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
func (c *conn) Edit(ctx context.Context, ref sdk.Ref, marker sdk.Key, p sdk.Patch) (sdk.Ticket, error) {
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
	request, err := c.request(marker, p)
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
func (c *conn) request(marker sdk.Key, p sdk.Patch) (*gh.IssueRequest, error) {
	var r gh.IssueRequest
	for field, n := range p.Set {
		value := string(n)
		switch field {
		case ticket.Title:
			r.Title = &value
		case ticket.Description:
			r.Body = gh.String(mark(value, marker))
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

// relabels reports whether a patch cannot be written without the set of labels.
func (c *conn) relabels(p sdk.Patch) bool {
	_, priority := p.Set[ticket.Priority]
	state, ok := p.Set[ticket.State]
	opens := ok && !strings.HasPrefix(string(state), "closed/") && len(c.codes.state) > 0
	return priority || opens || len(p.Add)+len(p.Remove) > 0
}

// relabel is the set of labels after a patch.
func (c *conn) relabel(labels []string, p sdk.Patch) []string {
	labels = slices.DeleteFunc(slices.Clone(labels), func(l string) bool {
		return slices.ContainsFunc(p.Remove, func(r sdk.Native) bool { return strings.EqualFold(string(r), l) })
	})
	for _, l := range p.Add {
		labels = with(labels, string(l))
	}
	if n, ok := p.Set[ticket.Priority]; ok {
		labels = with(without(labels, c.codes.priority), string(n))
	}
	if n, ok := p.Set[ticket.State]; ok && !strings.HasPrefix(string(n), "closed/") {
		labels = with(without(labels, c.codes.state), statusLabel(n))
	}
	return labels
}

// lone reports a patch of labels that one call can write by element. A label of
// dots cannot stand in a path, where it would mean the folder above.
func lone(p sdk.Patch) bool {
	return len(p.Remove) == 0 || (len(p.Remove) == 1 && len(p.Add) == 0 && strings.Trim(string(p.Remove[0]), ".") != "")
}

// label adds labels, or removes one. The answer is the set of labels alone.
// go-github neither escapes a name in a path nor reads what a removal answers,
// and adds with a form of body that GitHub no longer describes.
func (c *conn) label(ctx context.Context, h *home, n int, p sdk.Patch) (sdk.Ticket, error) {
	const op = "label issue"
	method, path, body := http.MethodPost, h.issue(n)+"/labels", any(map[string]any{"labels": p.Add})
	if len(p.Remove) > 0 {
		method, path, body = http.MethodDelete, path+"/"+url.PathEscape(string(p.Remove[0])), nil
	}
	req, err := c.client.NewRequest(method, path, body)
	if err != nil {
		return sdk.Ticket{}, fault.Errorf(fault.Invalid, op, "the label makes no address: %w", err)
	}
	var labels []*gh.Label
	resp, err := c.client.Do(ctx, req, &labels)
	err = failed(op, method, resp, err)
	if method == http.MethodDelete && fault.ClassOf(err) == fault.NotFound {
		return c.unlabelled(ctx, h, n) // the label was gone already, or the issue is
	}
	if err != nil {
		return sdk.Ticket{}, c.moved(err)
	}
	names := labelNames(labels)
	return sdk.Ticket{
		Ref:      reader{container: h.id}.ref(&gh.Issue{Number: &n}),
		LogAfter: -1, NComments: -1,
		Cells: map[sdk.Field]sdk.Cell{
			ticket.Labels:   {Set: c.codes.plain(names)},
			ticket.Priority: named(c.codes.priorityOf(names)),
		},
	}, nil
}

func (c *conn) unlabelled(ctx context.Context, h *home, n int) (sdk.Ticket, error) {
	is, _, err := c.issue(ctx, h.issue(n))
	if err != nil {
		return sdk.Ticket{}, err
	}
	return h.reader(c.codes).ticket(is), nil
}

func statusLabel(n sdk.Native) string {
	_, label, _ := strings.Cut(string(n), stateOpen+"/")
	return label
}

func logins(n sdk.Native) []string {
	if n == "" {
		return []string{}
	}
	return strings.Split(string(n), ",")
}
