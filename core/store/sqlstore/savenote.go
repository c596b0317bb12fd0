package sqlstore

import (
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/internal/row"
)

// addNote stores a new note of a request.
func (t *tx) addNote(h *held, n *request.Note) error {
	if n.ID == "" {
		n.ID = request.NoteID(t.s.o.IDs())
	}
	n.Request, n.Version = h.req.ID, max(n.Version, 1)
	doc, err := row.EncodeNote(n)
	if err != nil {
		return t.fail(err)
	}
	if err := t.put(`INSERT INTO notes (id, request, created_at, version, doc) VALUES ($1,$2,$3,$4,$5)`,
		string(n.ID), h.seq, n.CreatedAt.UnixMicro(), n.Version, doc); err != nil {
		return err
	}
	h.touched = true
	stored := &heldNote{note: n, doc: doc}
	t.notes[n.ID] = stored
	_, err = t.saveCopies(stored)
	return err
}

// changeNote stores what changed of a note and touches its request if people
// can see it.
func (t *tx) changeNote(h *held, n *request.Note) error {
	stored, err := t.stored(n)
	if err != nil {
		return err
	}
	doc, err := row.EncodeNote(n)
	if err != nil {
		return t.fail(err)
	}
	changed := doc != stored.doc
	if changed {
		stored.doc = doc
		if err := t.put(`UPDATE notes SET version=$2, doc=$3 WHERE id=$1`, string(n.ID), n.Version, doc); err != nil {
			return err
		}
	}
	seen, err := t.saveCopies(stored)
	if err != nil || !(changed || seen) {
		return err
	}
	return t.touch(h, n.Request)
}

// stored finds what the database has of a note that the caller hands in, which
// may be a value of its own.
func (t *tx) stored(n *request.Note) (*heldNote, error) {
	if t.notes[n.ID] == nil {
		if _, err := t.note(n.ID); err != nil {
			return nil, fmt.Errorf("note %s: %w", n.ID, err)
		}
	}
	stored := t.notes[n.ID]
	stored.note = n
	return stored, nil
}

// touch marks the request of a note as changed; a note may belong to another
// request than the one at hand, after a merge.
func (t *tx) touch(h *held, id request.ID) error {
	if h.req.ID != id {
		other, err := t.hold(`id=$1`, string(id))
		if err != nil {
			return err
		}
		h = other
	}
	h.touched = true
	return nil
}

// saveCopies stores the copies of a note that differ from what is stored, and
// reports whether people can see a difference.
func (t *tx) saveCopies(n *heldNote) (bool, error) {
	visible := false
	for pos := range n.note.Copies {
		c := &n.note.Copies[pos]
		c.Note = n.note.ID
		was, known := find(n.copies, c.Link)
		todo := row.Unfinished(*c, n.note.Version)
		if known && was.Equal(*c) && todo == row.Unfinished(was, n.version) {
			continue
		}
		if err := t.saveCopy(pos, *c, todo); err != nil {
			return false, err
		}
		if err := t.saveParts(was, *c); err != nil {
			return false, err
		}
		visible = visible || !known || row.Shown(was, *c)
	}
	n.copies, n.version = n.note.Clone().Copies, n.note.Version
	return visible, nil
}

func find(copies []request.Copy, link request.LinkID) (request.Copy, bool) {
	for _, c := range copies {
		if c.Link == link {
			return c, true
		}
	}
	return request.Copy{}, false
}

func (t *tx) saveCopy(pos int, c request.Copy, todo bool) error {
	parts, err := row.EncodeParts(c.Parts)
	if err != nil {
		return t.fail(err)
	}
	return t.put(`INSERT INTO copies (note, link, pos, comment_id, version, native, state, error, origin, todo, parts)
		VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)
		ON CONFLICT (note, link) DO UPDATE SET pos=excluded.pos, comment_id=excluded.comment_id, version=excluded.version,
		native=excluded.native, state=excluded.state, error=excluded.error, origin=excluded.origin, todo=excluded.todo, parts=excluded.parts`,
		string(c.Note), string(c.Link), int64(pos), c.CommentID, c.Version, c.Native, string(c.State), c.Error,
		flag(c.Origin), flag(todo), parts)
}

func (t *tx) moveNotes(to *held, ids []request.NoteID) error {
	for _, id := range ids {
		n, err := t.note(id)
		if err != nil {
			return fmt.Errorf("note %s: %w", id, err)
		}
		if err := t.touch(to, n.Request); err != nil {
			return err
		}
		if err := t.put(`UPDATE notes SET request=$2 WHERE id=$1`, string(id), to.seq); err != nil {
			return err
		}
		n.Request, to.touched = to.req.ID, true
	}
	return nil
}

// saveNotes stores what a document says of notes.
func (t *tx) saveNotes(h *held, add, changed []*request.Note) error {
	for _, n := range add {
		owner := h
		if other := t.held[n.Request]; other != nil {
			owner = other
		}
		if err := t.addNote(owner, n); err != nil {
			return err
		}
	}
	for _, n := range changed {
		if err := t.changeNote(h, n); err != nil {
			return err
		}
	}
	return nil
}
