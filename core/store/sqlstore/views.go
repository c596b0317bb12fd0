package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/spochub/spochub/core/store"
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

// measure fills in the queues: what is due by partial indexes, the rest by a
// covering one.
func (t *tx) measure(views map[string]*store.ConnectionView) error {
	each := func(fill func(*store.ConnectionView, []int64), query string, args ...any) error {
		_, err := rows(t, func(r *sql.Rows) (struct{}, error) {
			var name string
			n := make([]int64, 3)
			if err := r.Scan(&name, &n[0], &n[1], &n[2]); err != nil {
				return struct{}{}, err
			}
			if v := views[name]; v != nil {
				fill(v, n)
			}
			return struct{}{}, nil
		}, query, args...)
		return err
	}
	if err := each(func(v *store.ConnectionView, n []int64) {
		v.Queue, v.Failed = int(n[0]), int(n[2])
		if n[1] > 0 {
			v.Oldest = time.UnixMicro(n[1]).UTC()
		}
	}, `SELECT connection, count(*) FILTER (WHERE due_at<=$1 OR lease_until>$1),
		coalesce(min(due_at) FILTER (WHERE due_at<=$1),0), count(*) FILTER (WHERE attempts>0)
		FROM links WHERE due_at IS NOT NULL GROUP BY connection`, t.now); err != nil {
		return err
	}
	if err := each(func(v *store.ConnectionView, n []int64) { v.Deliveries = int(n[0]) },
		`SELECT connection, count(*), 0, 0 FROM deliveries WHERE due_at IS NOT NULL GROUP BY connection`); err != nil {
		return err
	}
	return each(func(v *store.ConnectionView, n []int64) { v.Links, v.Parked, v.Held = int(n[0]), int(n[1]), int(n[2]) },
		`SELECT connection, count(*), count(*) FILTER (WHERE health='parked'), coalesce(sum(held), 0) FROM links GROUP BY connection`)
}
