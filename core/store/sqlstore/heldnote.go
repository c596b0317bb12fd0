package sqlstore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// heldNote is a note in a transaction: as the caller changes it, and what it was.
type heldNote struct {
	note    *request.Note
	doc     string
	version int64
	copies  []request.Copy
}

const noteColumns = `n.id, r.id, n.doc`

func scanNote(r *sql.Rows) (*heldNote, error) {
	n := &heldNote{note: &request.Note{}}
	var id, req string
	if err := r.Scan(&id, &req, &n.doc); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(n.doc), n.note); err != nil {
		return nil, fmt.Errorf("note %s: %w", id, err)
	}
	n.note.ID, n.note.Request = request.NoteID(id), request.ID(req)
	return n, nil
}

// loadNotes loads notes with their copies, each once in a transaction.
func (t *tx) loadNotes(where string, args ...any) ([]*request.Note, error) {
	found, err := rows(t, scanNote, `SELECT `+noteColumns+` FROM notes n JOIN requests r ON r.seq=n.request
		WHERE `+where+` ORDER BY n.created_at, n.seq`, args...)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	fresh := map[request.NoteID]*heldNote{}
	notes := make([]*request.Note, len(found))
	for i, n := range found {
		if known := t.notes[n.note.ID]; known != nil {
			notes[i] = known.note
			continue
		}
		notes[i], fresh[n.note.ID] = n.note, n
	}
	if err := t.loadCopies(fresh); err != nil {
		return nil, err
	}
	for id, n := range fresh {
		n.copies, n.version = n.note.Clone().Copies, n.note.Version
		t.notes[id] = n
	}
	return notes, nil
}

// loadCopies loads the copies of notes, some hundred at a time.
func (t *tx) loadCopies(notes map[request.NoteID]*heldNote) error {
	ids := make([]any, 0, len(notes))
	for id := range notes {
		ids = append(ids, string(id))
	}
	for some := range slices.Chunk(ids, 200) {
		copies, err := rows(t, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE note IN (`+places(len(some))+`) ORDER BY note, pos`, some...)
		if err != nil {
			return err
		}
		for _, c := range copies {
			n := notes[c.Note].note
			n.Copies = append(n.Copies, c)
		}
	}
	return nil
}

// copiesOf lists the copies of a link that are there.
func (t *tx) copiesOf(link request.LinkID) ([]request.Copy, error) {
	return rows(t, scanCopy, `SELECT `+copyColumns+` FROM copies WHERE link=$1 AND comment_id<>'' ORDER BY comment_id`, string(link))
}

const copyColumns = `note, link, comment_id, version, native, state, error, origin, parts`

func scanCopy(r *sql.Rows) (request.Copy, error) {
	var c request.Copy
	var note, link, state, parts string
	var origin int64
	if err := r.Scan(&note, &link, &c.CommentID, &c.Version, &c.Native, &state, &c.Error, &origin, &parts); err != nil {
		return c, err
	}
	c.Note, c.Link, c.State, c.Origin = request.NoteID(note), request.LinkID(link), request.CopyState(state), origin == 1
	if parts == "" {
		return c, nil
	}
	return c, json.Unmarshal([]byte(parts), &c.Parts)
}

// places is $1,$2,...,$n.
func places(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(i+1))
	}
	return b.String()
}

func (t *tx) note(id request.NoteID) (*request.Note, error) {
	found, err := t.loadNotes(`n.id=$1`, string(id))
	if err == nil && len(found) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

// todo is what a link still has to do about: notes with a copy for it that is
// not as it should be.
func (t *tx) todo(link request.LinkID) ([]*request.Note, error) {
	return t.loadNotes(`n.id IN (SELECT note FROM copies WHERE link=$1 AND todo=1)`, string(link))
}

// byComment finds the note that has a comment of a link as its copy; nil if
// there is none.
func (t *tx) byComment(link request.LinkID, comment string) (*request.Note, error) {
	if comment == "" {
		return nil, nil
	}
	found, err := t.loadNotes(`n.id IN (SELECT note FROM copies WHERE link=$1 AND comment_id<>'' AND comment_id=$2
		UNION SELECT note FROM copy_parts WHERE link=$1 AND comment_id=$2)`, string(link), comment)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}
