package sqlstore

import (
	"context"
	"database/sql"

	"github.com/spochub/spochub/core/store"
)

// Plan says how SQLite runs the statement of a page.
func (s *Store) Plan(ctx context.Context, q store.Query) (plan []string, err error) {
	err = s.view(ctx, func(t *tx) error {
		text, args, _, err := t.listQuery(q)
		if err != nil {
			return err
		}
		plan, err = rows(t, func(r *sql.Rows) (line string, err error) {
			var id, parent, unused int
			err = r.Scan(&id, &parent, &unused, &line)
			return line, err
		}, "EXPLAIN QUERY PLAN "+text, args...)
		return err
	})
	return plan, err
}

// ForgetTurns makes the database one of before it was stored who must act next.
func (s *Store) ForgetTurns(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		if err := t.put(`UPDATE requests SET turn=''`); err != nil {
			return err
		}
		return t.put(`DELETE FROM tags WHERE kind=$1`, tagNext)
	})
}
