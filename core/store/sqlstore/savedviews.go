package sqlstore

import (
	"context"
	"database/sql"

	"github.com/spochub/spochub/core/store"
)

// Views implements [store.Desk].
func (s *Store) Views(ctx context.Context, owner string) ([]store.View, error) {
	found, err := rows(s.reader(ctx), func(r *sql.Rows) (v store.View, err error) {
		err = r.Scan(&v.Owner, &v.Name, &v.Query, &v.Order)
		return v, err
	}, `SELECT owner, name, query, sorted FROM views WHERE owner=$1 ORDER BY name`, owner)
	return found, wrap("views", err)
}

// PutView implements [store.Desk].
func (s *Store) PutView(ctx context.Context, v store.View) error {
	return wrap("view", s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO views (owner, name, query, sorted) VALUES ($1,$2,$3,$4)
			ON CONFLICT (owner, name) DO UPDATE SET query=excluded.query, sorted=excluded.sorted`, v.Owner, v.Name, v.Query, string(v.Order))
	}))
}

// DropView implements [store.Desk].
func (s *Store) DropView(ctx context.Context, owner, name string) error {
	return wrap("view", s.write(ctx, func(t *tx) error {
		return t.put(`DELETE FROM views WHERE owner=$1 AND name=$2`, owner, name)
	}))
}
