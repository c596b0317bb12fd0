package github

import (
	"context"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Catalog lists states and priorities after the settings, the repository's other
// labels, and the people who can be assigned. Without push access codes that are
// labels are not offered for writing.
func (c *conn) Catalog(ctx context.Context, container string) ([]sdk.Code, error) {
	h, err := c.here(ctx)
	if err != nil {
		return nil, err
	}
	if err := h.target("list codes", container); err != nil {
		return nil, err
	}
	list := append(c.codes.states(h.push), c.codes.priorities(h.push)...)
	for l, err := range pages[*gh.Label](ctx, c, "list labels", h.repo()+"/labels?per_page=100") {
		if err != nil {
			return nil, err
		}
		for _, n := range c.codes.plain([]string{l.GetName()}) {
			list = append(list, sdk.Code{Field: ticket.Labels, Native: n, Name: string(n)})
		}
	}
	for u, err := range pages[*gh.User](ctx, c, "list people", h.repo()+"/assignees?per_page=100") {
		if err != nil {
			return nil, err
		}
		list = append(list, sdk.Code{Field: ticket.Assignee, Native: sdk.Native(u.GetLogin()), Name: u.GetLogin(), Value: u.GetEmail(), Write: h.push && u.GetEmail() != ""})
	}
	return list, nil
}

func (c codes) states(push bool) []sdk.Code {
	var list []sdk.Code
	labelled := map[string]bool{}
	for _, code := range c.state {
		labelled[code.value] = push
		list = append(list, sdk.Code{Field: ticket.State, Native: sdk.Native(stateOpen + "/" + code.label), Name: code.label, Value: code.value, Write: push})
	}
	return append(list,
		sdk.Code{Field: ticket.State, Native: stateOpen, Name: "open", Value: "todo", Write: !labelled["todo"]},
		sdk.Code{Field: ticket.State, Native: stateCompleted, Name: "closed as completed", Value: "done", Write: true},
		sdk.Code{Field: ticket.State, Native: stateNotPlanned, Name: "closed as not planned", Value: "cancelled", Write: true},
		sdk.Code{Field: ticket.State, Native: stateDuplicate, Name: "closed as duplicate", Value: "cancelled"},
	)
}

func (c codes) priorities(push bool) []sdk.Code {
	var list []sdk.Code
	for _, code := range c.priority {
		list = append(list, sdk.Code{Field: ticket.Priority, Native: sdk.Native(code.label), Name: code.label, Value: code.value, Write: push})
	}
	return list
}
