package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/fault"
)

// Connections implements [store.Desk].
func (s *Store) Connections(ctx context.Context) ([]store.ConnectionView, error) {
	var views []store.ConnectionView
	err := s.view(ctx, func(t *tx) error {
		var err error
		views, err = rows(t, scanConnection, `SELECT id, doc, cursor, due_at FROM connections ORDER BY id`)
		if err != nil {
			return err
		}
		byName := map[string]*store.ConnectionView{}
		for i := range views {
			byName[views[i].Name] = &views[i]
		}
		return t.measure(byName)
	})
	return views, wrap("connections", err)
}

// Troubled implements [store.Desk]. A document holds a tool's whole catalogue: it is
// not read.
func (s *Store) Troubled(ctx context.Context) ([]store.Connection, error) {
	list, err := rows(s.reader(ctx), scanTrouble, troubled)
	return list, wrap("troubled connections", err)
}

const troubled = `SELECT id, trouble FROM connections WHERE trouble <> '' ORDER BY id`

// trouble is what is wrong with a connection as it is stored, "" for nothing.
func trouble(c *store.Connection) (string, error) {
	if c.Stopped == "" && c.LastError == "" && !c.NotBefore.After(c.PolledAt) {
		return "", nil
	}
	text, err := json.Marshal(struct {
		Stopped, LastError                      string
		Class                                   fault.Class
		StoppedAt, ErrorAt, PolledAt, NotBefore time.Time
	}{c.Stopped, c.LastError, c.Class, c.StoppedAt, c.ErrorAt, c.PolledAt, c.NotBefore})
	return string(text), err
}

func scanTrouble(r *sql.Rows) (c store.Connection, err error) {
	var text string
	if err := r.Scan(&c.Name, &text); err != nil {
		return c, err
	}
	err = json.Unmarshal([]byte(text), &c)
	return c, err
}

func scanConnection(r *sql.Rows) (v store.ConnectionView, err error) {
	var name, doc, cursor string
	var due *int64
	if err := r.Scan(&name, &doc, &cursor, &due); err != nil {
		return v, err
	}
	err = json.Unmarshal([]byte(doc), &v.Connection)
	finishConnection(&v.Connection, name, cursor, due)
	return v, err
}

// measure fills in the queues, each from an index that holds all it needs: links
// are large.
func (t *tx) measure(views map[string]*store.ConnectionView) error {
	for _, m := range []struct {
		fill  func(v *store.ConnectionView, n, m int64)
		query string
		args  []any
	}{
		{func(v *store.ConnectionView, n, first int64) { v.Queue, v.Oldest = int(n), fromMicros(first) }, queued, []any{t.now}},
		{func(v *store.ConnectionView, n, _ int64) { v.Failed = int(n) }, failing, nil},
		{func(v *store.ConnectionView, n, _ int64) { v.Deliveries = int(n) }, undecoded, nil},
		{func(v *store.ConnectionView, n, parked int64) { v.Links, v.Parked = int(n), int(parked) }, linked, nil},
		{func(v *store.ConnectionView, n, _ int64) { v.Held = int(n) }, heldBack, nil},
	} {
		_, err := rows(t, func(r *sql.Rows) (none struct{}, err error) {
			var name string
			var n, more int64
			if err = r.Scan(&name, &n, &more); err == nil && views[name] != nil {
				m.fill(views[name], n, more)
			}
			return none, err
		}, m.query, m.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

const (
	queued = `SELECT connection, count(*), min(due_at) FROM links
		WHERE lane IN (0, 1, 2) AND due_at<=CAST($1 AS bigint) GROUP BY connection`
	failing   = `SELECT connection, count(*), 0 FROM links WHERE due_at IS NOT NULL AND attempts>0 GROUP BY connection`
	undecoded = `SELECT connection, count(*), 0 FROM deliveries WHERE due_at IS NOT NULL GROUP BY connection`
	linked    = `SELECT connection, count(*), count(*) FILTER (WHERE health='parked') FROM links GROUP BY connection`
	heldBack  = `SELECT connection, sum(held), 0 FROM links WHERE held>0 GROUP BY connection`
)
