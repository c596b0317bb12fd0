package github

import (
	"context"
	"encoding/json"
	"mime"
	"net/url"
	"strconv"
	"strings"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// hook is a delivery's body. go-github's own type loses where an issue was
// transferred to, and who performed what through an App.
type hook struct {
	Action string    `json:"action"`
	Issue  *gh.Issue `json:"issue"`
	// Via says which App wrote the comment, or made the issue.
	Comment *struct {
		gh.IssueComment
		Via *gh.App `json:"performed_via_github_app"`
	} `json:"comment"`
	Label      *gh.Label      `json:"label"`
	Repository *gh.Repository `json:"repository"`
	Sender     *gh.User       `json:"sender"`
	Changes    struct {
		Title         *was           `json:"title"`
		Body          *was           `json:"body"`
		NewIssue      *gh.Issue      `json:"new_issue"`
		NewRepository *gh.Repository `json:"new_repository"`
	} `json:"changes"`
}

type was struct {
	From string `json:"from"`
}

// Receive decodes a delivery. Only issues and their comments are of interest;
// anything else, also of events yet unknown, gives no change.
func (c *conn) Receive(_ context.Context, d sdk.Delivery) ([]sdk.Change, error) {
	event := d.Header.Get("X-GitHub-Event")
	if event != "issues" && event != "issue_comment" {
		return nil, nil
	}
	var h hook
	body, err := payload(d)
	if err == nil {
		err = json.Unmarshal(body, &h)
	}
	if err != nil {
		return nil, fault.Errorf(fault.Misread, "receive "+event, "the body is not understood: %w", err)
	}
	if h.Issue.GetNumber() <= 0 || !c.ours(h.Repository) || h.Issue.IsPullRequest() {
		return nil, nil
	}
	r := c.reading(h)
	ref := r.ref(h.Issue)
	if !d.Authentic {
		return []sdk.Change{{Kind: ticket.Look, Ref: ref}}, nil
	}
	change := sdk.Change{Ref: ref, Version: version(h.Issue.UpdatedAt), By: c.sender(h, r)}
	if event == "issue_comment" {
		return c.commented(h, r, change)
	}
	return c.changed(h, r, change)
}

// payload is the JSON of a delivery, which may come as a form.
func payload(d sdk.Delivery) ([]byte, error) {
	if kind, _, _ := mime.ParseMediaType(d.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return d.Body, nil
	}
	form, err := url.ParseQuery(string(d.Body))
	return []byte(form.Get("payload")), err
}

// ours compares the repository by id, or by name before we know the id.
func (c *conn) ours(r *gh.Repository) bool {
	if h := c.known.Load(); h != nil {
		return h.id == strconv.FormatInt(r.GetID(), 10)
	}
	return r.GetID() != 0 && strings.EqualFold(r.GetFullName(), c.settings.Repository)
}

func (c *conn) reading(h hook) reader {
	r := reader{codes: c.codes, container: strconv.FormatInt(h.Repository.GetID(), 10)}
	if home := c.known.Load(); home != nil {
		r.self = home.self.ID
	}
	return r
}

// sender is who did it. What our App performed is our own even where the account
// is not known yet.
func (c *conn) sender(h hook, r reader) *sdk.Actor {
	by := r.actor(h.Sender)
	if by != nil && h.Comment != nil && h.Comment.User.GetID() == h.Sender.GetID() && c.app.performed(h.Comment.Via) {
		by.Self = true
	}
	return by
}

func (c *conn) commented(h hook, r reader, change sdk.Change) ([]sdk.Change, error) {
	if h.Comment.GetID() == 0 {
		change.Kind = ticket.Look
		return []sdk.Change{change}, nil
	}
	made := r.comment(&h.Comment.IssueComment)
	if made.By != nil && c.app.performed(h.Comment.Via) {
		made.By.Self = true
	}
	change.Comment, change.Keys = &made, made.Keys
	switch h.Action {
	case "created", "edited":
		change.Kind = ticket.Commented
	case "deleted":
		change.Kind = ticket.CommentGone
	default: // pinned, unpinned and what comes later
		return nil, nil
	}
	return []sdk.Change{change}, nil
}

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
		text, _ := unmark(h.Changes.Body.From)
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
