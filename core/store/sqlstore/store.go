// Package sqlstore keeps the hub's state in a database: SQLite in one file by
// default, PostgreSQL for several nodes. One store with the same portable
// statements serves both; a [Dialect] holds the few differences.
package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Options say where the database is and what the store needs from outside.
type Options struct {
	URL       string           // sqlite:PATH or postgres://...
	KeyPrefix string           // of request keys; SP if empty
	Now       func() time.Time // nil: the real time, on PostgreSQL by its clock
	IDs       func() string    // makes ids where a caller left one empty; nil: random
	Sync      string           // SQLite's synchronous: full (default), normal, off
	Node      string           // names this process in leases
	Alone     bool             // SQLite: commit every unit of work by itself, to measure
	Keep      time.Duration    // ids of deliveries that are done; 0: 14 days
	Guest     bool             // use the database beside the hub that runs on it: claims and epoch stay as they are
}

// Store is the database. It implements [store.Sync], [store.Desk],
// [store.Accounts] and [store.Kicker].
type Store struct {
	o       Options
	dialect Dialect
	db      *sql.DB
	reads   querier // over db
	write   func(context.Context, func(*tx) error) error
	vacuum  func(ctx context.Context, path string) error // SQLite: copies the database
	wal     *walFile                                     // SQLite: of which the writer decides when it goes to the disk; nil: a commit does
	offset  atomic.Int64                                 // of the database's clock, microseconds
	kicks   kicks
	latest  atomic.Int64 // time of any claim
	trouble atomic.Pointer[error]

	epoch    int64
	restored bool

	stop    context.CancelFunc
	running sync.WaitGroup
	closers []func() error
}

var (
	_ store.Sync   = (*Store)(nil)
	_ store.Kicker = (*Store)(nil)
)

// Open opens the database, makes or upgrades its schema and starts what runs
// beside it. A schema newer than this program is an error.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{o: o.withDefaults(), kicks: newKicks()}
	open, err := opener(s.o.URL)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	var background context.Context
	background, s.stop = context.WithCancel(context.WithoutCancel(ctx))
	if err := open(ctx, background, s); err != nil {
		s.Close()
		return nil, fmt.Errorf("open database: %w", advised(err))
	}
	if !s.o.Guest {
		if err := errors.Join(s.rearm(ctx), s.fillTurns(ctx)); err != nil {
			s.Close()
			return nil, fmt.Errorf("open database: %w", advised(err))
		}
	}
	s.start(background)
	return s, nil
}

func opener(address string) (func(ctx, background context.Context, s *Store) error, error) {
	scheme, _, _ := strings.Cut(address, ":")
	switch scheme {
	case "sqlite":
		return openSQLite, nil
	case "postgres", "postgresql":
		return openPostgres, nil
	}
	return nil, fmt.Errorf("database %q: want sqlite:PATH or postgres://HOST/NAME", redact(address))
}

func redact(address string) string {
	if u, err := url.Parse(address); err == nil {
		return u.Redacted()
	}
	return "(unreadable)"
}

func (o Options) withDefaults() Options {
	if o.KeyPrefix == "" {
		o.KeyPrefix = "SP"
	}
	if o.Sync == "" {
		o.Sync = "full"
	}
	if o.IDs == nil {
		o.IDs = func() string { return strings.ToLower(rand.Text()) }
	}
	if o.Node == "" {
		o.Node = strings.ToLower(rand.Text()[:8])
	}
	return o
}

// Close ends what runs beside the database and closes it.
func (s *Store) Close() error {
	s.stop()
	s.running.Wait()
	var first error
	for _, end := range slices.Backward(s.closers) {
		if err := end(); err != nil && first == nil {
			first = fmt.Errorf("close database: %w", err)
		}
	}
	s.closers = nil
	return first
}

// Trouble is why nothing could be stored the last time that somebody tried, as
// where the disk is full; nil if it could.
func (s *Store) Trouble() error {
	if why := s.trouble.Load(); why != nil {
		return *why
	}
	return nil
}

// stored notes how an attempt to store something ended.
func (s *Store) stored(err error) {
	switch {
	case err != nil:
		err = advised(err)
		s.trouble.Store(&err)
	case s.trouble.Load() != nil:
		s.trouble.Store(nil)
	}
}

func (s *Store) closing(f func() error) { s.closers = append(s.closers, f) }

// now is the time by the injected clock, else by the database's.
func (s *Store) now() time.Time {
	if s.o.Now != nil {
		return s.o.Now().UTC().Truncate(time.Microsecond)
	}
	return time.Now().UTC().Add(time.Duration(s.offset.Load()) * time.Microsecond).Truncate(time.Microsecond)
}

func (s *Store) micros() int64 { return s.now().UnixMicro() }
