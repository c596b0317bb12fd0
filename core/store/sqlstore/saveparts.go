package sqlstore

import (
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// saveParts keeps the way from a comment to its note for a copy of several
// comments.
func (t *tx) saveParts(was, now request.Copy) error {
	old, ids := parted(was), parted(now)
	for _, id := range old {
		if slices.Contains(ids, id) {
			continue
		}
		if err := t.put(`DELETE FROM copy_parts WHERE link=$1 AND comment_id=$2`, string(now.Link), id); err != nil {
			return err
		}
	}
	for _, id := range ids {
		if slices.Contains(old, id) {
			continue
		}
		if err := t.free(`SELECT note FROM copies WHERE link=$1 AND comment_id=$2 AND comment_id<>'' AND note<>$3`, now, id); err != nil {
			return err
		}
		if err := t.put(`INSERT INTO copy_parts (link, comment_id, note) VALUES ($1,$2,$3)`, string(now.Link), id, string(now.Note)); err != nil {
			return err
		}
	}
	if len(ids) > 0 || now.CommentID == was.CommentID || now.CommentID == "" {
		return nil
	}
	return t.free(`SELECT note FROM copy_parts WHERE link=$1 AND comment_id=$2 AND note<>$3`, now, now.CommentID)
}

// free makes sure that no other note has a comment.
func (t *tx) free(query string, c request.Copy, comment string) error {
	others, err := rows(t, single[string], query, string(c.Link), comment, string(c.Note))
	if err == nil && len(others) > 0 {
		err = t.fail(fmt.Errorf("comment %s of link %s: %w", comment, c.Link, store.ErrKnown))
	}
	return err
}

func parted(c request.Copy) []string {
	if len(c.Parts) == 0 {
		return nil
	}
	return c.Comments()
}
