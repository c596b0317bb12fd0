package github

import (
	"strconv"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// changed maps an issue's action. What touches no field of ours is left out;
// what is not known is looked at.
func (c *conn) changed(h hook, r reader, change sdk.Change) ([]sdk.Change, error) {
	switch h.Action {
	case "opened", "edited", "closed", "reopened", "labeled", "unlabeled", "assigned", "unassigned":
		change = snapshot(h, r, change)
	case "deleted":
		change.Kind = ticket.Gone
	case "transferred":
		change = moved(h, r, change)
	case "pinned", "unpinned", "locked", "unlocked", "milestoned", "demilestoned", "typed", "untyped":
		return nil, nil
	default:
		change.Kind = ticket.Look
	}
	return []sdk.Change{change}, nil
}

// snapshot takes a complete issue as it is; one that lacks a part is looked at.
func snapshot(h hook, r reader, change sdk.Change) sdk.Change {
	change.Kind = ticket.Look
	if h.Issue.State == nil || h.Issue.Title == nil || h.Issue.UpdatedAt == nil || h.Issue.Labels == nil {
		return change
	}
	t := r.ticket(h.Issue)
	for _, field := range touched(h, r.codes) {
		cell := t.Cells[field]
		cell.By, cell.At = change.By, h.Issue.UpdatedAt.UTC()
		t.Cells[field] = cell
	}
	t.Log = edits(h, t, change)
	change.Kind, change.Ticket, change.Keys = ticket.Snapshot, &t, t.Keys
	return change
}

// touched are the fields whose last author is the sender.
func touched(h hook, codes codes) []sdk.Field {
	switch h.Action {
	case "opened":
		return []sdk.Field{ticket.Title, ticket.Description, ticket.State, ticket.Priority, ticket.Assignee, ticket.Labels}
	case "closed", "reopened":
		return []sdk.Field{ticket.State}
	case "assigned", "unassigned":
		return []sdk.Field{ticket.Assignee}
	case "edited":
		var fields []sdk.Field
		if h.Changes.Title != nil {
			fields = append(fields, ticket.Title)
		}
		if h.Changes.Body != nil {
			fields = append(fields, ticket.Description)
		}
		return fields
	}
	switch name := h.Label.GetName(); {
	case known(codes.state, name) != "":
		return []sdk.Field{ticket.State}
	case known(codes.priority, name) != "":
		return []sdk.Field{ticket.Priority}
	}
	return []sdk.Field{ticket.Labels}
}

// edits are the lines of history that a delivery carries: what title and
// description were before.
func edits(h hook, t sdk.Ticket, change sdk.Change) []sdk.Edit {
	var log []sdk.Edit
	line := func(f sdk.Field, from sdk.Native) {
		if to := t.Cells[f].Native; from != to {
			log = append(log, sdk.Edit{Field: f, From: from, To: to, By: change.By, Version: change.Version, At: h.Issue.UpdatedAt.UTC()})
		}
	}
	if h.Changes.Title != nil {
		line(ticket.Title, sdk.Native(h.Changes.Title.From))
	}
	if h.Changes.Body != nil {
		text, _ := marker.Cut(h.Changes.Body.From)
		line(ticket.Description, text)
	}
	return log
}

func moved(h hook, r reader, change sdk.Change) sdk.Change {
	change.Kind = ticket.Look
	if h.Changes.NewIssue.GetNumber() <= 0 || h.Changes.NewRepository.GetID() == 0 {
		return change
	}
	r.container = strconv.FormatInt(h.Changes.NewRepository.GetID(), 10)
	to := r.ref(h.Changes.NewIssue)
	change.Kind, change.To = ticket.Moved, &to
	return change
}
