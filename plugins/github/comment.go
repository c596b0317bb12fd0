package github

import (
	"context"
	"net/http"
	"strconv"

	gh "github.com/google/go-github/v60/github"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
)

// Comment writes a comment. GitHub has no private ones, so a private draft is
// refused rather than published.
func (c *conn) Comment(ctx context.Context, ref sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	const op = "comment on issue"
	h, n, err := c.talk(ctx, op, ref, d)
	if err != nil {
		return sdk.Comment{}, err
	}
	made, resp, err := c.client.Issues.CreateComment(ctx, h.owner, h.name, n, text(d, k))
	if err != nil {
		return sdk.Comment{}, c.moved(failed(op, http.MethodPost, resp, err))
	}
	return h.answered(op, c.codes, made)
}

// EditComment replaces a comment's text and keeps its key.
func (c *conn) EditComment(ctx context.Context, ref sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	const op = "edit comment"
	h, _, err := c.talk(ctx, op, ref, d)
	if err != nil {
		return sdk.Comment{}, err
	}
	n, err := commentID(op, id)
	if err != nil {
		return sdk.Comment{}, err
	}
	made, resp, err := c.client.Issues.EditComment(ctx, h.owner, h.name, n, text(d, k))
	if err != nil {
		return sdk.Comment{}, c.moved(failed(op, http.MethodPatch, resp, err))
	}
	return h.answered(op, c.codes, made)
}

// DeleteComment deletes a comment.
func (c *conn) DeleteComment(ctx context.Context, ref sdk.Ref, id string) error {
	const op = "delete comment"
	h, _, err := c.talk(ctx, op, ref, sdk.CommentDraft{})
	if err != nil {
		return err
	}
	n, err := commentID(op, id)
	if err != nil {
		return err
	}
	resp, err := c.client.Issues.DeleteComment(ctx, h.owner, h.name, n)
	return c.moved(failed(op, http.MethodDelete, resp, err))
}

// talk checks what all three have in common.
func (c *conn) talk(ctx context.Context, op string, ref sdk.Ref, d sdk.CommentDraft) (*home, int, error) {
	if d.Private {
		return nil, 0, &fault.Error{Op: op, Class: fault.Unsupported, Hint: "GitHub has no private comments; everybody who sees the repository would read it"}
	}
	h, err := c.here(ctx)
	if err != nil {
		return nil, 0, err
	}
	n, err := h.number(op, ref)
	return h, n, err
}

func commentID(op, id string) (int64, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || n <= 0 {
		return 0, fault.Errorf(fault.Invalid, op, "%q is no comment id", id)
	}
	return n, nil
}

func text(d sdk.CommentDraft, k sdk.Key) *gh.IssueComment {
	return &gh.IssueComment{Body: new(marker.Put(d.Native, k))}
}

func (h *home) answered(op string, codes codes, made *gh.IssueComment) (sdk.Comment, error) {
	if made.GetID() == 0 || made.Body == nil {
		return sdk.Comment{}, fault.Errorf(fault.Misread, op, "the answer shows no comment")
	}
	return h.reader(codes).comment(made), nil
}
