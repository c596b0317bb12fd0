package simulation

import (
	"context"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/memstore"
)

// Database is where a simulated hub keeps what it knows.
type Database interface {
	store.Sync
	store.Files
	store.Kicker
	// Epoch rises when an older copy of the database takes its place.
	Epoch() int64
	// Crash leaves the database as a process does that dies: its claims are nobody's.
	Crash(context.Context) error
	// Backup copies the database. What it returns puts the copy in its place.
	Backup(context.Context) (restore func() error, err error)
	// Pair runs one transaction over two requests; decide is given the first one's
	// notes.
	Pair(ctx context.Context, a, b *request.Request, decide func(a, b *request.Request, notes []request.NoteID) (memstore.Pairing, error)) error
	// Close ends it.
	Close() error
}

// memory is the database that simulations live by.
type memory struct{ *memstore.Store }

// Memory opens an empty [Database] that is the store in memory.
func Memory(now func() time.Time) (Database, error) { return memory{memstore.New(now)}, nil }

func (m memory) Close() error { return nil }

func (m memory) Crash(context.Context) error {
	m.Store.Crash()
	return nil
}

func (m memory) Backup(ctx context.Context) (restore func() error, err error) {
	snapshot := m.Snapshot()
	return func() error {
		m.Restore(snapshot)
		return m.NewEpoch(ctx)
	}, nil
}

func (m memory) Pair(ctx context.Context, a, b *request.Request, decide func(a, b *request.Request, notes []request.NoteID) (memstore.Pairing, error)) error {
	return m.Store.Pair(ctx, a.ID, b.ID, decide)
}
