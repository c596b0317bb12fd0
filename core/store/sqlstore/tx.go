package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// querier runs statements: a transaction, a connection or the pool for reads.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// tx is one unit of work. A statement that failed dooms it, whatever its caller
// makes of the error.
type tx struct {
	s      *Store
	ctx    context.Context
	q      querier
	now    int64
	lock   string // after a SELECT of rows that may be written
	failed error
	woken  kickSet
	early  bool // nobody is told and nothing is called before it is on the disk

	held  map[request.ID]*held
	order []*held // as they were taken
	notes map[request.NoteID]*heldNote
	links map[request.LinkID]*heldLink
	fresh map[request.LinkID]store.NewLink
}

func (s *Store) newTx(ctx context.Context, q querier) *tx {
	return &tx{
		s: s, ctx: ctx, q: q, now: s.micros(), lock: s.dialect.Lock,
		held:  map[request.ID]*held{},
		notes: map[request.NoteID]*heldNote{},
		links: map[request.LinkID]*heldLink{},
		fresh: map[request.LinkID]store.NewLink{},
	}
}

// reader is a transaction's view for reads outside of any.
func (s *Store) reader(ctx context.Context) *tx { return s.newTx(ctx, s.reads) }

// view runs f over one unchanging state of the database.
func (s *Store) view(ctx context.Context, f func(*tx) error) error {
	snapshot, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.dialect.Snapshot})
	if err != nil {
		return err
	}
	defer func() { _ = snapshot.Rollback() }() // nothing was written
	t := s.newTx(ctx, snapshot)
	t.lock = ""
	return t.run(f)
}

func (t *tx) time() time.Time { return fromMicros(t.now) }

func (t *tx) run(f func(*tx) error) error {
	if err := f(t); err != nil {
		return err
	}
	return t.failed
}

func (t *tx) fail(err error) error {
	if t.s.dialect.unique(err) {
		err = fmt.Errorf("%w: %w", store.ErrKnown, err)
	}
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// exec runs a writing statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	r, err := t.q.ExecContext(t.ctx, query, args...)
	if err != nil {
		return 0, t.fail(err)
	}
	return r.RowsAffected()
}

func (t *tx) put(query string, args ...any) error {
	_, err := t.exec(query, args...)
	return err
}

// one scans the only row of a query; ErrNotFound if there is none.
func (t *tx) one(query string, args []any, into ...any) error {
	found, err := rows(t, func(r *sql.Rows) (struct{}, error) { return struct{}{}, r.Scan(into...) }, query, args...)
	if err == nil && len(found) == 0 {
		return store.ErrNotFound
	}
	return err
}

// rows collects what a query returns; scan reads one row.
func rows[T any](t *tx, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	r, err := t.q.QueryContext(t.ctx, query, args...)
	if err != nil {
		return nil, t.fail(err)
	}
	defer r.Close()
	var all []T
	for r.Next() {
		v, err := scan(r)
		if err != nil {
			return nil, t.fail(err)
		}
		all = append(all, v)
	}
	if err := r.Err(); err != nil {
		return nil, t.fail(err)
	}
	return all, nil
}

// single scans rows of one column.
func single[T any](r *sql.Rows) (v T, err error) {
	err = r.Scan(&v)
	return v, err
}

func fromMicros(us int64) time.Time { return time.UnixMicro(us).UTC() }

// micros is a nullable time as the database keeps it.
func micros(at time.Time) any {
	if at.IsZero() {
		return nil
	}
	return at.UnixMicro()
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
