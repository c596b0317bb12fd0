package github

import (
	"context"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
)

// Retire closes a twin as a duplicate, with the label that GitHub gives every
// new repository, and takes the key out of its body, so that Find no longer
// finds it. Older servers do not know the reason and get "not planned".
func (c *conn) Retire(ctx context.Context, twin, survivor sdk.Ref) error {
	const op = "retire issue"
	h, err := c.here(ctx)
	if err != nil {
		return err
	}
	n, err := h.number(op, twin)
	if err != nil {
		return err
	}
	is, _, err := c.issue(ctx, h.issue(n))
	if err != nil {
		return err
	}
	text, keys := marker.Cut(is.GetBody())
	body := "Duplicate of " + h.pointer(survivor)
	if text != "" {
		body = string(text) + "\n\n" + body
	}
	if len(keys) > 0 { // still no ticket of people's, but no longer the link's
		body = marker.Put(sdk.Native(body), keys[0]+"-duplicate")
	}
	labels := with(labelNames(is.Labels), "duplicate")
	request := &gh.IssueRequest{State: new("closed"), StateReason: new("duplicate"), Labels: &labels, Body: &body}
	if _, err = c.patch(ctx, h, n, request); fault.ClassOf(err) == fault.Invalid && err != nil {
		request.StateReason = new("not_planned")
		_, err = c.patch(ctx, h, n, request)
	}
	return err
}

// pointer names the survivor so that GitHub links it.
func (h *home) pointer(r sdk.Ref) string {
	if r.Container == h.id {
		return "#" + r.ID
	}
	return r.URL
}
