package memstore

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/internal/row"
)

// Pairing is what one transaction decides about two requests.
type Pairing struct {
	A, B     request.Decision
	ToA, ToB []request.NoteID // notes that belong to the one or the other from now on
}

// Pair runs one transaction over two requests, of which one becomes a part of the
// other or is on its own again. The decision is given the notes of the first.
func (s *Store) Pair(ctx context.Context, a, b request.ID, decide func(a, b *request.Request, notes []request.NoteID) (Pairing, error)) error {
	return s.write(ctx, func(t *tx) error {
		first, errA := t.hold(a)
		second, errB := t.hold(b)
		if err := errors.Join(errA, errB); err != nil {
			return err
		}
		p, err := decide(first.req, second.req, t.notesOf(a))
		if err != nil {
			return err
		}
		return errors.Join(t.decided(first, p.A, p.ToA), t.decided(second, p.B, p.ToB), t.settled(p))
	})
}

func (t *tx) notesOf(id request.ID) (notes []request.NoteID) {
	for _, n := range slices.Sorted(maps.Keys(t.st.notes)) {
		if t.st.notes[n].request == id {
			notes = append(notes, n)
		}
	}
	return notes
}

func (t *tx) decided(h *held, d request.Decision, move []request.NoteID) error {
	h.events = append(h.events, d.Events...)
	for _, id := range move {
		r := t.st.notes[id]
		r.request, h.touched = h.req.ID, true
		set(t, t.st.notes, id, r)
		delete(t.notes, id)
	}
	return t.saveNotes(h, d.Added, d.Changed)
}

func (t *tx) settled(p Pairing) error {
	lanes := row.Lane(p.A.Request)
	if err := t.flush(); err != nil {
		return err
	}
	for _, id := range slices.Concat(p.A.Dirty, p.B.Dirty) {
		if err := t.dirty(id, lanes); err != nil {
			return err
		}
	}
	return nil
}
