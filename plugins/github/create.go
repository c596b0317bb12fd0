package github

import (
	"context"
	"net/http"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Create makes an issue in one call, which also carries status, priority and
// type as labels. It cannot make a closed one. What GitHub drops for want of
// rights is missing from the answer's cells.
func (c *conn) Create(ctx context.Context, d sdk.Draft) (sdk.Ticket, error) {
	const op = "create issue"
	h, err := c.here(ctx)
	if err != nil {
		return sdk.Ticket{}, err
	}
	if err := h.target(op, d.Container); err != nil {
		return sdk.Ticket{}, err
	}
	is, resp, err := c.client.Issues.Create(ctx, h.owner, h.name, c.birth(d))
	if err != nil {
		return sdk.Ticket{}, c.moved(failed(op, http.MethodPost, resp, err))
	}
	if err := whole(op, is); err != nil {
		return sdk.Ticket{}, err
	}
	t := h.reader(c.codes).ticket(is)
	t.AllComments = t.NComments == 0
	return t, nil
}

func (c *conn) birth(d sdk.Draft) *gh.IssueRequest {
	request := &gh.IssueRequest{
		Title: new(string(d.Cells[ticket.Title].Native)),
		Body:  new(marker.Put(d.Cells[ticket.Description].Native, d.Key)),
	}
	var labels []string
	for _, l := range d.Cells[ticket.Labels].Set {
		labels = with(labels, string(l))
	}
	labels = with(labels, statusLabel(d.Cells[ticket.State].Native))
	labels = with(labels, string(d.Cells[ticket.Priority].Native))
	labels = with(labels, c.settings.TypeLabels[d.Type])
	if len(labels) > 0 {
		request.Labels = &labels
	}
	if who := logins(d.Cells[ticket.Assignee].Native); len(who) > 0 {
		request.Assignees = &who
	}
	return request
}
