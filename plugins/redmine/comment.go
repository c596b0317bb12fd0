package redmine

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/marker"
)

// Comment writes a note, then reads the journal to learn its id.
func (c *conn) Comment(ctx context.Context, r sdk.Ref, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	const op = "write note"
	s, err := c.speak(ctx, op, d)
	if err != nil {
		return sdk.Comment{}, err
	}
	a := attributes{"notes": marker.Put(d.Native, k), "private_notes": d.Private}
	if err := c.client.put(ctx, op, path(r), a.body()); err != nil {
		return sdk.Comment{}, err
	}
	return c.written(ctx, op, s, r, d, func(x sdk.Comment) bool {
		return x.By != nil && x.By.Self && (k == "" && x.Native == d.Native || slices.Contains(x.Keys, k))
	})
}

// EditComment replaces a note; Redmine has had a call for it since 5.0.
func (c *conn) EditComment(ctx context.Context, r sdk.Ref, id string, k sdk.Key, d sdk.CommentDraft) (sdk.Comment, error) {
	const op = "edit note"
	s, err := c.speak(ctx, op, d)
	if err != nil {
		return sdk.Comment{}, err
	}
	body := map[string]any{"journal": map[string]any{"notes": marker.Put(d.Native, k), "private_notes": d.Private}}
	if err := c.client.put(ctx, op, journalPath(id), body); err != nil {
		return sdk.Comment{}, err
	}
	return c.written(ctx, op, s, r, d, func(x sdk.Comment) bool { return x.ID == id })
}

// DeleteComment empties a note. Redmine removes a journal that then says
// nothing; one with changes stays without the note.
func (c *conn) DeleteComment(ctx context.Context, _ sdk.Ref, id string) error {
	return c.client.put(ctx, "delete note", journalPath(id), map[string]any{"journal": map[string]any{"notes": ""}})
}

func journalPath(id string) string { return "/journals/" + url.PathEscape(id) + ".json" }

// speak refuses a private note where Redmine would make a public one of it: it
// ignores the wish where the right is missing.
func (c *conn) speak(ctx context.Context, op string, d sdk.CommentDraft) (*session, error) {
	s, err := c.known(ctx)
	if err != nil {
		return nil, err
	}
	if d.Private && !s.can("set_notes_private") {
		return nil, &fault.Error{Op: op, Class: fault.Denied, Err: errors.New("the account may not write private notes"),
			Hint: "give its role the permission to set notes as private"}
	}
	return s, nil
}

// written reads the last matching note back. One that became public against the
// draft, since the right was lost a moment ago, is taken back at once.
func (c *conn) written(ctx context.Context, op string, s *session, r sdk.Ref, d sdk.CommentDraft, is func(sdk.Comment) bool) (sdk.Comment, error) {
	i, err := c.issue(ctx, r)
	if err != nil {
		return sdk.Comment{}, afterWrite(op, err)
	}
	comments := c.reader(s).comments(i)
	slices.Reverse(comments)
	at := slices.IndexFunc(comments, is)
	if at < 0 {
		return sdk.Comment{}, &fault.Error{Op: op, Class: fault.Denied, Err: errors.New("issue " + strconv.Itoa(i.ID) + " does not show the note"),
			Hint: "give the account's role the permission to add and edit notes"}
	}
	got := comments[at]
	if d.Private && !got.Private {
		return sdk.Comment{}, errors.Join(
			&fault.Error{Op: op, Class: fault.Denied, Err: errors.New("the note became public and was taken back")},
			c.DeleteComment(ctx, r, got.ID))
	}
	return got, nil
}
