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
	if h.Comment == nil || h.Comment.GetID() == 0 {
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
