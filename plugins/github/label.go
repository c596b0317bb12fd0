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

// unlabelled is the issue as it is, where there was nothing to remove.
func (c *conn) unlabelled(ctx context.Context, h *home, n int) (sdk.Ticket, error) {
	is, at, err := c.issue(ctx, h.issue(n))
	if err != nil {
		return sdk.Ticket{}, err
	}
	if container, err := c.container(ctx, h, at); err != nil || container != h.id || is.GetNumber() != n {
		return sdk.Ticket{}, fault.Errorf(fault.Conflict, "label issue", "#%d has moved to another place", n)
	}
	return h.reader(c.codes).ticket(is), nil
}

func statusLabel(n sdk.Native) string {
	_, label, _ := strings.Cut(string(n), stateOpen+"/")
	return label
}
