package memstore

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/internal/row"
)

// heldNote is a note in a transaction, and what it was.
type heldNote struct {
	note *request.Note
	row  noteRow
}

func (t *tx) note(id request.NoteID) (*heldNote, error) {
	if n := t.notes[id]; n != nil {
		return n, nil
	}
	r, ok := t.st.notes[id]
	if !ok {
		return nil, missing("note", id)
	}
	read, err := decode[request.Note](t.s.docs, r.doc)
	if err != nil {
		return nil, t.fail(fmt.Errorf("note %s: %w", id, err))
	}
	n := &heldNote{note: &read, row: r}
	n.note.Request, n.note.Copies = r.request, r.copies
	n.note = n.note.Clone()
	t.notes[id] = n
	return n, nil
}

// todo is what a link still has to do about, oldest first.
func (t *tx) todo(id request.LinkID) ([]*request.Note, error) {
	var found []*heldNote
	for _, note := range t.st.copies[id] {
		r := t.st.notes[note]
		if !slices.ContainsFunc(r.copies, func(c request.Copy) bool { return c.Link == id && row.Unfinished(c, r.version) }) {
			continue
		}
		n, err := t.note(note)
		if err != nil {
			return nil, err
		}
		found = append(found, n)
	}
	slices.SortFunc(found, func(a, b *heldNote) int {
		return cmp.Or(cmp.Compare(a.row.created, b.row.created), cmp.Compare(a.row.seq, b.row.seq))
	})
	var notes []*request.Note
	for _, n := range found {
		notes = append(notes, n.note)
	}
	return notes, nil
}

func (t *tx) byComment(link request.LinkID, comment string) (*request.Note, error) {
	id, ok := t.st.comments[commentID{link, comment}]
	if !ok || comment == "" {
		return nil, nil
	}
	n, err := t.note(id)
	if err != nil {
		return nil, err
	}
	return n.note, nil
}

// copiesOf lists the copies of a link that are there, by comment id.
func (t *tx) copiesOf(link request.LinkID) ([]request.Copy, error) {
	var all []request.Copy
	for _, note := range t.st.copies[link] {
		for _, c := range t.st.notes[note].copies {
			if c.Link == link && c.CommentID != "" {
				all = append(all, c)
			}
		}
	}
	slices.SortFunc(all, func(a, b request.Copy) int { return cmp.Compare(a.CommentID, b.CommentID) })
	return all, nil
}

func (t *tx) saveNotes(h *held, add, changed []*request.Note) error {
	for _, n := range add {
		owner := h
		for _, other := range t.held {
			if other.req.ID == n.Request {
				owner = other
			}
		}
		if err := t.addNote(owner, n); err != nil {
			return t.fail(err)
		}
	}
	for _, n := range changed {
		if err := t.changeNote(n); err != nil {
			return t.fail(err)
		}
	}
	return nil
}

func (t *tx) addNote(h *held, n *request.Note) error {
	if _, known := t.st.notes[n.ID]; known || n.ID == "" {
		return fmt.Errorf("note %q: %w", n.ID, store.ErrKnown)
	}
	n.Request, n.Version = h.req.ID, max(n.Version, 1)
	doc, err := row.EncodeNote(n)
	if err != nil {
		return err
	}
	t.st.seq++
	stored := &heldNote{note: n, row: noteRow{seq: t.st.seq, created: n.CreatedAt.UnixMicro(), request: h.req.ID, doc: doc}}
	t.notes[n.ID] = stored
	h.touched = true
	_, err = t.saveCopies(stored)
	return err
}

func (t *tx) changeNote(n *request.Note) error {
	stored, err := t.note(n.ID)
	if err != nil {
		return err
	}
	stored.note = n
	doc, err := row.EncodeNote(n)
	if err != nil {
		return err
	}
	changed := doc != stored.row.doc
	stored.row.doc = doc
	seen, err := t.saveCopies(stored)
	if err != nil || !(changed || seen) {
		return err
	}
	h, err := t.hold(n.Request)
	if err == nil {
		h.touched = true
	}
	return err
}

// saveCopies stores a note with its copies and reports whether people can see a
// difference in these.
func (t *tx) saveCopies(n *heldNote) (bool, error) {
	visible := false
	for i := range n.note.Copies {
		c := &n.note.Copies[i]
		c.Note = n.note.ID
		was, known := find(n.row.copies, c.Link)
		if err := t.moveComments(was, *c); err != nil {
			return false, err
		}
		if notes := t.st.copies[c.Link]; !slices.Contains(notes, n.note.ID) {
			set(t, t.st.copies, c.Link, append(slices.Clip(notes), n.note.ID))
		}
		visible = visible || !known || row.Shown(was, *c)
	}
	n.row.copies, n.row.version = n.note.Clone().Copies, n.note.Version
	set(t, t.st.notes, n.note.ID, n.row)
	return visible, nil
}

// moveComments keeps the comments of a link unique.
func (t *tx) moveComments(was, now request.Copy) error {
	old, ids := was.Comments(), now.Comments()
	for _, id := range old {
		if !slices.Contains(ids, id) {
			drop(t, t.st.comments, commentID{was.Link, id})
		}
	}
	for _, id := range ids {
		if slices.Contains(old, id) {
			continue
		}
		if _, taken := t.st.comments[commentID{now.Link, id}]; taken {
			return fmt.Errorf("comment %s of link %s: %w", id, now.Link, store.ErrKnown)
		}
		set(t, t.st.comments, commentID{now.Link, id}, now.Note)
	}
	return nil
}

func find(copies []request.Copy, link request.LinkID) (request.Copy, bool) {
	for _, c := range copies {
		if c.Link == link {
			return c, true
		}
	}
	return request.Copy{}, false
}
