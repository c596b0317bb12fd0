package jira

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// commentVisibility is to whom a comment is shown, as Jira said it last.
type commentVisibility struct{ raw json.RawMessage }

func (b commentBean) audience() commentVisibility {
	if empty(b.Visibility) {
		return commentVisibility{}
	}
	return commentVisibility{b.Visibility}
}

// Comment writes a comment with its key in one call.
func (c *conn) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	return c.saveComment(ctx, r, http.MethodPost, path("issue", nameOf(r), "comment"), c.commentBody(r, k, d))
}

// EditComment replaces a comment's text. To whom it is shown is sent again:
// without it Jira would show a restricted comment to everybody. What is not
// remembered is read first.
func (c *conn) EditComment(ctx context.Context, r sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	if id == "" {
		return sdk.Comment{}, fault.Errorf(fault.Invalid, "edit comment", "no comment id")
	}
	where := path("issue", nameOf(r), "comment", id)
	to, known := c.audience.get(id)
	if !known {
		var b commentBean
		if _, err := c.do(ctx, call{op: "read comment", method: http.MethodGet, path: where}, &b); err != nil {
			return sdk.Comment{}, err
		}
		to = b.audience()
	}
	body := c.commentBody(r, k, d)
	if to.raw != nil {
		body["visibility"] = to.raw
	}
	return c.saveComment(ctx, r, http.MethodPut, where, body)
}

func (c *conn) saveComment(ctx context.Context, r sdk.Ref, method, where string, body map[string]any) (sdk.Comment, error) {
	var b commentBean
	if _, err := c.do(ctx, call{op: "write comment", method: method, path: where, body: body}, &b); err != nil {
		return sdk.Comment{}, err
	}
	if b.ID == "" {
		return sdk.Comment{}, fault.Errorf(fault.Misread, "write comment", "the answer has no id")
	}
	c.audience.put(b.ID, b.audience())
	return c.reader().comment(b, r.Container), nil
}

func (c *conn) commentBody(r sdk.Ref, k sdk.Key, d sdk.CommentDraft) map[string]any {
	var properties []any
	if keyShape.MatchString(string(k)) {
		properties = append(properties, property(propertyName, keyValue(k)))
	}
	if c.internal(r, d) {
		properties = append(properties, property(publicFlag, map[string]any{"internal": true}))
	}
	body := map[string]any{"body": string(d.Native)}
	if len(properties) > 0 {
		body["properties"] = properties
	}
	return body
}

// internal reports whether the comment must be hidden from a service project's
// customers, who read every other comment. A project of unknown kind may be one.
func (c *conn) internal(r sdk.Ref, d sdk.CommentDraft) bool {
	return (d.Private || c.settings.InternalComments) && c.reader().hidden(r.Container)
}

// DeleteComment deletes a comment.
func (c *conn) DeleteComment(ctx context.Context, r sdk.Ref, id string) error {
	if id == "" {
		return fault.Errorf(fault.Invalid, "delete comment", "no comment id")
	}
	_, err := c.do(ctx, call{op: "delete comment", method: http.MethodDelete, path: path("issue", nameOf(r), "comment", id)}, nil)
	return err
}
