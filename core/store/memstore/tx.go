package memstore

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// tx is one transaction: it works on the rows and remembers how to undo that.
type tx struct {
	s      *Store
	st     *state
	now    int64
	failed error
	undo   []func()
	woken  map[store.Work]bool
	held   []*held
	notes  map[request.NoteID]*heldNote
	fresh  map[request.LinkID]store.NewLink
}

// write runs one transaction; one that fails or panics leaves no trace.
func (s *Store) write(ctx context.Context, f func(*tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t := &tx{s: s, st: &s.state, now: s.now().UnixMicro(), woken: map[store.Work]bool{},
		notes: map[request.NoteID]*heldNote{}, fresh: map[request.LinkID]store.NewLink{}}
	t.saving(&s.state.events)
	keys, seq, rows := s.state.keys, s.state.seq, s.state.rows
	done := false
	defer func() {
		if !done {
			t.rollback()
			s.state.keys, s.state.seq, s.state.rows = keys, seq, rows
		}
	}()
	if err = f(t); err == nil {
		err = t.failed
	}
	if done = err == nil; done {
		t.kick()
	}
	return err
}

func (t *tx) saving(events *[]eventRow) {
	was := *events
	t.undo = append(t.undo, func() { *events = was })
}

func (t *tx) rollback() {
	for _, undo := range slices.Backward(t.undo) {
		undo()
	}
}

func (t *tx) kick() {
	for kind := range t.woken {
		select {
		case t.s.slots[kind] <- struct{}{}:
		default:
		}
	}
}

// set and drop change one row of a table and can be undone.
func set[K comparable, V any](t *tx, table map[K]V, key K, row V) {
	was, known := table[key]
	t.undo = append(t.undo, func() { restore(table, key, was, known) })
	table[key] = row
}

func drop[K comparable, V any](t *tx, table map[K]V, key K) {
	was, known := table[key]
	t.undo = append(t.undo, func() { restore(table, key, was, known) })
	delete(table, key)
}

func restore[K comparable, V any](table map[K]V, key K, was V, known bool) {
	if known {
		table[key] = was
	} else {
		delete(table, key)
	}
}

func (t *tx) fail(err error) error {
	if t.failed == nil {
		t.failed = err
	}
	return err
}

func (t *tx) time() time.Time { return time.UnixMicro(t.now).UTC() }

func rowID(id string) int64 {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func missing(what string, id any) error {
	return fmt.Errorf("%s %v: %w", what, id, store.ErrNotFound)
}
