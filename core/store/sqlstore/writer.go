package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spochub/spochub/core/store"
)

// The bounds of one batch of the writer: it ends at whichever comes first, and
// as soon as nobody waits.
const (
	batchUnits = 64
	batchTime  = 2 * time.Millisecond
)

var errClosed = errors.New("database is closed")

// writer is the only one that writes to SQLite. It gathers the units of work
// that wait while the one before is made durable, runs each in a savepoint of
// its own and answers them all after one commit.
type writer struct {
	s      *Store
	conn   *statements
	queue  chan *unit
	behind chan *unit    // see [store.Behind]: it may begin a batch, and goes last in one
	done   chan struct{} // closed when the store closes
	most   int
}

// unit is one piece of work for the writer. It runs in its caller's goroutine,
// while the writer waits: a panic there goes the caller's way.
type unit struct {
	ctx      context.Context
	tx       *tx
	err      error
	turn     chan struct{} // closed by the writer: run
	ran      chan struct{} // closed by the caller: did
	answered chan struct{} // closed by the writer: committed, or not
}

var errAbandoned = errors.New("abandoned")

func (w *writer) write(ctx context.Context, do func(*tx) error) error {
	u := &unit{ctx: ctx, turn: make(chan struct{}), ran: make(chan struct{}), answered: make(chan struct{})}
	queue := w.queue
	if store.IsBehind(ctx) {
		queue = w.behind
	}
	select {
	case queue <- u:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.done:
		return errClosed
	}
	select {
	case <-u.turn:
		u.attempt(do)
		<-u.answered
	case <-u.answered:
	}
	return u.err
}

// attempt leaves errAbandoned behind if the function does not return.
func (u *unit) attempt(do func(*tx) error) {
	defer close(u.ran)
	u.err = errAbandoned
	u.err = u.tx.run(do)
}

// run serves until the store closes.
func (w *writer) run(ctx context.Context) {
	defer close(w.done)
	for {
		select {
		case u := <-w.queue:
			w.answer(w.batch(u))
		case u := <-w.behind:
			w.answer(w.batch(u))
		case <-ctx.Done():
			return
		}
	}
}

func (w *writer) batch(first *unit) []*unit {
	units := []*unit{first}
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		w.s.stored(err)
		first.err = err
		return units
	}
	started := time.Now()
	broken := w.unit(first)
	for broken == nil && len(units) < w.most && time.Since(started) < batchTime {
		u := w.next()
		if u == nil {
			break
		}
		units = append(units, u)
		broken = w.unit(u)
	}
	if broken == nil {
		broken = w.end(units)
	}
	if broken != nil {
		w.spoil(units, broken)
	}
	w.s.stored(broken)
	return units
}

func (w *writer) next() *unit {
	select {
	case u := <-w.queue:
		return u
	default:
	}
	select {
	case u := <-w.queue:
		return u
	case u := <-w.behind:
		return u
	default:
		return nil
	}
}

// givenUp reports whether whoever asked for the unit no longer waits, and makes
// that its error.
func (u *unit) givenUp() bool {
	u.err = u.ctx.Err()
	return u.err != nil
}

// unit runs one unit in its savepoint. An error means that the batch is lost.
func (w *writer) unit(u *unit) error {
	if u.givenUp() {
		return nil
	}
	if err := w.exec("SAVEPOINT unit"); err != nil {
		return err
	}
	// A statement that is interrupted may take the whole batch with it, so a unit
	// that began runs to its end.
	u.tx = w.s.newTx(context.WithoutCancel(u.ctx), w.conn)
	close(u.turn)
	<-u.ran
	if u.err != nil {
		if err := w.exec("ROLLBACK TO unit"); err != nil {
			return err
		}
	}
	return w.exec("RELEASE unit")
}

// end commits a batch, unless nothing is left of it. It waits for the disk where a
// unit asks for that: a loss of power takes back the last commits that did not, and
// none before them.
func (w *writer) end(units []*unit) error {
	if !slices.ContainsFunc(units, func(u *unit) bool { return u.err == nil }) {
		return w.exec("ROLLBACK")
	}
	if err := w.commit(); err != nil || w.s.wal == nil {
		return err
	}
	if slices.ContainsFunc(units, func(u *unit) bool { return u.err == nil && !u.tx.early }) {
		return w.s.wal.sync()
	}
	return nil
}

func (w *writer) commit() error {
	if w.s.o.Guest { // whose commits must not lift an old copy up to the hub's mark
		return w.exec("COMMIT")
	}
	if err := w.exec("UPDATE counters SET n=n+1 WHERE name='mark'"); err != nil {
		return err
	}
	return w.exec("COMMIT")
}

// spoil undoes a batch that cannot be committed; nobody in it was answered yet.
func (w *writer) spoil(units []*unit, cause error) {
	_ = w.exec("ROLLBACK") // fails where the database has rolled back by itself
	for _, u := range units {
		if u.err == nil {
			u.err = fmt.Errorf("commit: %w", cause)
		}
	}
}

func (w *writer) answer(units []*unit) {
	for _, u := range units {
		if u.err == nil {
			w.s.kicks.wake(u.tx.woken)
		}
		close(u.answered)
	}
}

func (w *writer) exec(query string) error {
	_, err := w.conn.ExecContext(context.Background(), query)
	return err
}
