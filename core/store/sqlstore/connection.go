package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Connection implements [store.Sync]. A connection that is new is due to be
// polled.
func (s *Store) Connection(ctx context.Context, name string, f func(*store.Connection) error) error {
	return s.write(ctx, func(t *tx) error { return t.changeConnection(name, f) })
}

// Connection implements [store.Intake].
func (i intake) Connection(name string, f func(*store.Connection) error) error {
	return i.t.changeConnection(name, f)
}

func (t *tx) changeConnection(name string, f func(*store.Connection) error) error {
	if err := t.ensureConnection(name); err != nil {
		return err
	}
	c, doc, err := t.connection(name)
	if err != nil {
		return err
	}
	was := *c
	if err := f(c); err != nil {
		return err
	}
	return t.saveConnection(name, was, doc, c)
}

func (t *tx) ensureConnection(name string) error {
	n, err := t.exec(`INSERT INTO connections (id, connection, doc, want_gen, due_at)
		VALUES ($1, $1, '{"Left":-1}', 1, $2) ON CONFLICT (id) DO NOTHING`, name, t.now)
	if n > 0 {
		t.wake(store.PollWork)
	}
	return err
}

func (t *tx) connection(name string) (*store.Connection, string, error) {
	c := &store.Connection{}
	var doc, cursor string
	var due *int64
	if err := t.one(`SELECT doc, cursor, due_at FROM connections WHERE id=$1`+t.lock, []any{name}, &doc, &cursor, &due); err != nil {
		return nil, "", err
	}
	if err := json.Unmarshal([]byte(doc), c); err != nil {
		return nil, "", t.fail(fmt.Errorf("connection %s: %w", name, err))
	}
	finishConnection(c, name, cursor, due)
	return c, doc, nil
}

func finishConnection(c *store.Connection, name, cursor string, due *int64) {
	c.Name, c.Cursor = name, ticket.Cursor(cursor)
	if due != nil {
		c.PollAt = fromMicros(*due)
	}
}

func (t *tx) saveConnection(name string, was store.Connection, doc string, c *store.Connection) error {
	bare := *c
	bare.Name, bare.Cursor, bare.PollAt = "", "", time.Time{}
	text, err := json.Marshal(&bare)
	if err != nil {
		return t.fail(fmt.Errorf("connection %s: %w", name, err))
	}
	if string(text) != doc || c.Cursor != was.Cursor {
		wrong, err := trouble(c)
		if err != nil {
			return t.fail(fmt.Errorf("connection %s: %w", name, err))
		}
		if err := t.put(`UPDATE connections SET doc=$2, cursor=$3, trouble=$4 WHERE id=$1`, name, string(text), string(c.Cursor), wrong); err != nil {
			return err
		}
	}
	if c.PollAt.Equal(was.PollAt) {
		return nil
	}
	t.wake(store.PollWork)
	return t.put(`UPDATE connections SET want_gen=want_gen+1, due_at=$2 WHERE id=$1`, name, micros(c.PollAt))
}
