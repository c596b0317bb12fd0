// Package memstore keeps what the sync engine needs in memory, for simulations:
// it behaves like the database, depends on nothing but the calls that are made
// and the clock that it is given, and can be put back to an earlier moment.
package memstore

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Store implements [store.Sync], [store.Files] and [store.Kicker].
type Store struct {
	now func() time.Time

	mu     sync.Mutex
	epoch  int64
	latest int64 // time of any claim
	state  state
	docs   documents
	slots  map[store.Work]chan struct{}
}

var (
	_ store.Sync   = (*Store)(nil)
	_ store.Files  = (*Store)(nil)
	_ store.Kicker = (*Store)(nil)
)

// New returns an empty store that lives by the given clock.
func New(now func() time.Time) *Store {
	s := &Store{now: now, epoch: 1, state: newState(), docs: documents{}, slots: map[store.Work]chan struct{}{}}
	for _, kind := range []store.Work{store.LinkWork, store.BulkWork, store.PollWork, store.DeliveryWork, store.FeedWork} {
		s.slots[kind] = make(chan struct{}, 1)
	}
	return s
}

// Kick implements [store.Kicker].
func (s *Store) Kick(kind store.Work) <-chan struct{} { return s.slots[kind] }

// Snapshot is everything that a store held at one moment.
type Snapshot struct{ state state }

// Snapshot takes one. It stays as it is whatever the store does later.
func (s *Store) Snapshot() Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Snapshot{s.state.clone()}
}

// Restore puts the store back to a snapshot. A process that crashed holds no
// claims: end them with Crash.
func (s *Store) Restore(at Snapshot) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state = at.state.clone()
}

// Epoch is a number that rises with NewEpoch.
func (s *Store) Epoch() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.epoch
}

// NewEpoch does what opening a database does that turns out to be an older copy
// of itself: the epoch rises and every link has to look at its ticket again.
func (s *Store) NewEpoch(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		s.epoch++
		for _, id := range slices.Sorted(maps.Keys(t.st.links)) {
			if err := t.dirty(id, store.People); err != nil {
				return err
			}
		}
		return nil
	})
}

// Crash ends all claims, as opening a database after a crash does.
func (s *Store) Crash() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, l := range s.state.links {
		l.due.lease = 0
		s.state.links[id] = l
	}
	for name, c := range s.state.connections {
		c.due.lease = 0
		s.state.connections[name] = c
	}
	for id, d := range s.state.deliveries {
		d.due.lease = 0
		s.state.deliveries[id] = d
	}
}
