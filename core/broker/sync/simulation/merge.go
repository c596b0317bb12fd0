package simulation

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store/memstore"
)

// merge joins two requests, or parts two that were joined.
func (w *World) merge() {
	ids := sorted(w.hub.book.requests)
	if len(ids) < 2 || w.hub.p.dead {
		return
	}
	a := w.hub.book.requests[pick(w.dice, ids...)]
	if a.MergedTo != "" {
		w.pair(a, w.hub.book.requests[a.MergedTo], "unmerged", func(a, b *request.Request, _ []request.NoteID) (p memstore.Pairing, err error) {
			p.ToA = slices.Clone(a.Gave.Notes)
			p.A, p.B, err = request.Unmerge(a, b, w.hub.house, w.cause())
			return p, err
		})
		return
	}
	into := w.hub.book.requests[pick(w.dice, ids...)]
	w.pair(a, into, "merged", func(a, b *request.Request, notes []request.NoteID) (p memstore.Pairing, err error) {
		p.ToB = notes
		p.A, p.B, err = request.Merge(a, b, notes, w.hub.house, w.cause())
		return p, err
	})
}

// pair runs one transaction over two requests and notes what it did.
func (w *World) pair(one, two *request.Request, what string, decide func(a, b *request.Request, notes []request.NoteID) (memstore.Pairing, error)) {
	a, b := one.ID, two.ID
	var p memstore.Pairing
	var x, y *request.Request
	err := w.hub.db.Pair(w.ctx, one, two, func(a, b *request.Request, notes []request.NoteID) (_ memstore.Pairing, err error) {
		p, err = decide(a, b, notes)
		x, y = a, b
		return p, err
	})
	if err != nil {
		w.tracef("%s and %s are not %s: %v", a, b, what, err)
		return
	}
	w.hit(what)
	w.tracef("%s and %s are %s", a, b, what)
	w.noteRequest(x)
	w.noteRequest(y)
	w.noteNotes(slices.Concat(p.A.Added, p.A.Changed, p.B.Added, p.B.Changed))
	w.noteEvents(a, p.A.Events)
	w.noteEvents(b, p.B.Events)
	w.owned(a, p.ToA)
	w.owned(b, p.ToB)
}

func (w *World) owned(by request.ID, notes []request.NoteID) {
	for _, id := range notes {
		n := w.hub.book.notes[id].Clone()
		n.Request = by
		w.hub.book.notes[id] = n
	}
}

// keeps reports whether a request says a text still, or one that was joined to
// another: that one's tickets say what the other does, and no line of the history is
// needed for it.
func (w *World) keeps(of request.ID, e entry) bool {
	text := request.StripContext(string(e.to)) // another hub's may stand there
	for _, r := range w.hub.book.requests {
		here := r.ID == of || r.MergedTo != ""
		if here && (strings.Contains(r.Title, text) || strings.Contains(r.Description, text)) {
			return true
		}
	}
	return false
}

// kin reports whether a line of one request's history may tell of another's: they
// are or were joined.
func (w *World) kin(line, of request.ID) bool {
	return line == of || w.k.More.Merges
}
