// Package memstore keeps what the sync engine needs in memory, for simulations:
// it behaves like the database, depends on nothing but the calls that are made
// and the clock that it is given, and can be put back to an earlier moment.
package memstore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Store implements [store.Sync] and [store.Kicker].
type Store struct {
	now func() time.Time

	mu    sync.Mutex
	epoch int64
	state state
	slots map[store.Work]chan struct{}
}

var (
	_ store.Sync   = (*Store)(nil)
	_ store.Kicker = (*Store)(nil)
)

// New returns an empty store that lives by the given clock.
func New(now func() time.Time) *Store {
	s := &Store{now: now, epoch: 1, state: newState(), slots: map[store.Work]chan struct{}{}}
	for _, kind := range []store.Work{store.LinkWork, store.PollWork, store.DeliveryWork, store.FeedWork} {
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

// state is the rows. They are values, replaced and never changed, with what
// they hold as JSON.
type state struct {
	requests    map[request.ID]requestRow
	links       map[request.LinkID]linkRow
	notes       map[request.NoteID]noteRow
	tickets     map[ticketID]request.LinkID
	comments    map[commentID]request.NoteID
	copies      map[request.LinkID][]request.NoteID // the notes with a copy for a link
	external    map[request.ExternalID]request.ID
	connections map[string]connectionRow
	deliveries  map[int64]deliveryRow
	received    map[[2]string]int64
	events      []eventRow
	keys, seq   int64 // the last ones given: to requests, to notes
	rows        int64 // and to deliveries
}

type ticketID struct{ connection, container, id string }

type commentID struct {
	link request.LinkID
	id   string
}

type requestRow struct {
	seq, version, updated int64
	key                   request.Key
	doc                   string
	links                 []request.LinkID
}

type linkRow struct {
	request request.ID
	doc     string
	state   string
	pending []string
	due     due
	conn    string
	ticket  ticketID
}

type noteRow struct {
	seq, created, version int64
	request               request.ID
	doc                   string
	copies                []request.Copy
}

type connectionRow struct {
	doc, cursor string
	due         due
}

type deliveryRow struct {
	doc string
	due due
	con string
}

type eventRow struct {
	request request.ID
	doc     string
}

func newState() state {
	return state{
		requests: map[request.ID]requestRow{}, links: map[request.LinkID]linkRow{}, notes: map[request.NoteID]noteRow{},
		tickets: map[ticketID]request.LinkID{}, comments: map[commentID]request.NoteID{},
		copies:   map[request.LinkID][]request.NoteID{},
		external: map[request.ExternalID]request.ID{}, connections: map[string]connectionRow{},
		deliveries: map[int64]deliveryRow{}, received: map[[2]string]int64{}, keys: 1000,
	}
}

func (s state) clone() state {
	s.requests, s.links, s.notes = maps.Clone(s.requests), maps.Clone(s.links), maps.Clone(s.notes)
	s.tickets, s.comments, s.external = maps.Clone(s.tickets), maps.Clone(s.comments), maps.Clone(s.external)
	s.copies = maps.Clone(s.copies)
	s.connections, s.deliveries, s.received = maps.Clone(s.connections), maps.Clone(s.deliveries), maps.Clone(s.received)
	s.events = s.events[:len(s.events):len(s.events)]
	return s
}

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
	for i := len(t.undo) - 1; i >= 0; i-- {
		t.undo[i]()
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
