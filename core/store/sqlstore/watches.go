package sqlstore

import (
	"context"

	"github.com/spochub/spochub/core/request"
)

// Watch implements [store.Desk].
func (s *Store) Watch(ctx context.Context, person string, key request.Key, on bool) error {
	return wrap("watch", s.write(ctx, func(t *tx) error {
		var seq int64
		if err := t.one(`SELECT seq FROM requests WHERE key=$1`, []any{string(key)}, &seq); err != nil {
			return err
		}
		if !on {
			return t.put(`DELETE FROM watches WHERE person=$1 AND request=$2`, person, seq)
		}
		return t.put(`INSERT INTO watches (person, request) VALUES ($1,$2) ON CONFLICT (person, request) DO NOTHING`, person, seq)
	}))
}

// Watchers implements [store.Desk].
func (s *Store) Watchers(ctx context.Context, key request.Key) ([]string, error) {
	found, err := rows(s.reader(ctx), single[string], `SELECT w.person FROM requests r JOIN watches w ON w.request=r.seq
		WHERE r.key=$1 ORDER BY w.person`, string(key))
	return found, wrap("watchers", err)
}
