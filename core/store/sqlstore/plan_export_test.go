package sqlstore

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"github.com/spochub/spochub/core/store"
)

// Plan says how the database runs the statement of a page.
func (s *Store) Plan(ctx context.Context, q store.Query) (plan []string, err error) {
	err = s.view(ctx, func(t *tx) error {
		text, args, _, err := t.listQuery(q)
		if err != nil {
			return err
		}
		plan, err = t.explain(text, args...)
		return err
	})
	return plan, err
}

func (t *tx) explain(query string, args ...any) ([]string, error) {
	if t.s.dialect.Goose == goose.DialectPostgres {
		return rows(t, single[string], "EXPLAIN "+query, args...)
	}
	return rows(t, func(r *sql.Rows) (line string, err error) {
		var id, parent, unused int
		err = r.Scan(&id, &parent, &unused, &line)
		return line, err
	}, "EXPLAIN QUERY PLAN "+query, args...)
}

// QueuePlans says how SQLite counts what is due and looks for its head, by name.
func (s *Store) QueuePlans(ctx context.Context) (map[string][]string, error) {
	t := s.reader(ctx)
	plans := map[string][]string{}
	for name, query := range map[string]string{"queued": queued, "failing": failing, "linked": linked, "held": heldBack} {
		var args []any
		if name == "queued" {
			args = []any{t.now}
		}
		plan, err := t.explain(query, args...)
		if err != nil {
			return nil, err
		}
		plans[name] = plan
	}
	return plans, nil
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

// ForgetUntimed makes the database one of before what has no target was ordered by
// its priority.
func (s *Store) ForgetUntimed(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		if err := t.put(`UPDATE requests SET soon=$1-updated_at WHERE is_open=1 AND due_at=$2 AND promise_at IS NULL AND status<>'waiting_client'`, int64(noTarget), int64(never)); err != nil {
			return err
		}
		return t.put(`DELETE FROM goose_db_version WHERE version_id=25`)
	})
}

// ForgetTrouble makes the database one of before what is wrong with connections stood
// beside their documents.
func (s *Store) ForgetTrouble(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		for _, change := range []string{`DROP INDEX connections_trouble`, `ALTER TABLE connections DROP COLUMN trouble`, `DELETE FROM goose_db_version WHERE version_id=26`} {
			if err := t.put(change); err != nil {
				return err
			}
		}
		return nil
	})
}

// Places are the numbers that requests are sorted by for the time that is left.
func (s *Store) Places(ctx context.Context) ([]int64, error) {
	return rows(s.reader(ctx), single[int64], `SELECT soon FROM requests ORDER BY seq`)
}

// Unknown are the indexes of the lists that SQLite's planner is told nothing of.
func (s *Store) Unknown(ctx context.Context) ([]string, error) {
	return rows(s.reader(ctx), single[string], `SELECT name FROM sqlite_schema
		WHERE type='index' AND tbl_name IN ('requests','tags') AND name NOT LIKE 'sqlite_%' AND name NOT IN (SELECT idx FROM sqlite_stat1)`)
}

// Setting is one of PostgreSQL's as it is for this store's transactions.
func (s *Store) Setting(ctx context.Context, name string) (string, error) {
	found, err := rows(s.reader(ctx), single[string], `SELECT current_setting($1)`, name)
	if err != nil {
		return "", err
	}
	return found[0], nil
}
