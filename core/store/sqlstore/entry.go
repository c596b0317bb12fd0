package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/spochub/spochub/core/store"
)

// Entries implements [store.Entries].
func (s *Store) Entries(ctx context.Context) (all []store.Entry, revision int64, err error) {
	err = s.view(ctx, func(t *tx) error {
		if revision, err = t.revision(); err != nil {
			return err
		}
		all, err = rows(t, scanEntry, `SELECT kind, id, version, doc FROM entries ORDER BY kind, id`)
		return err
	})
	return all, revision, wrap("entries", err)
}

func scanEntry(r *sql.Rows) (e store.Entry, err error) {
	var doc string
	if err = r.Scan(&e.Kind, &e.ID, &e.Version, &doc); err == nil {
		err = json.Unmarshal([]byte(doc), &e.Values)
	}
	return e, err
}

// PutEntries implements [store.Entries].
func (s *Store) PutEntries(ctx context.Context, revision int64, list []store.Entry, told ...store.Audit) (next int64, err error) {
	err = s.write(ctx, func(t *tx) error {
		n, err := t.exec(`UPDATE counters SET n=n+1 WHERE name='entries' AND n=$1`, revision)
		switch {
		case err != nil:
			return err
		case n == 0:
			return store.ErrConflict
		}
		next = revision + 1
		for _, e := range list {
			if err := t.putEntry(e, next); err != nil {
				return err
			}
		}
		return t.record(told)
	})
	return next, wrap("entries", err)
}

func (t *tx) putEntry(e store.Entry, version int64) error {
	if len(e.Values) == 0 {
		return t.put(`DELETE FROM entries WHERE kind=$1 AND id=$2`, e.Kind, e.ID)
	}
	doc, err := json.Marshal(e.Values)
	if err != nil {
		return t.fail(err)
	}
	return t.put(`INSERT INTO entries (kind, id, version, doc) VALUES ($1,$2,$3,$4)
		ON CONFLICT (kind, id) DO UPDATE SET version=excluded.version, doc=excluded.doc`, e.Kind, e.ID, version, string(doc))
}

// Revision implements [store.Entries].
func (s *Store) Revision(ctx context.Context) (int64, error) {
	n, err := s.reader(ctx).revision()
	return n, wrap("revision", err)
}

func (t *tx) revision() (n int64, err error) {
	err = t.one(`SELECT n FROM counters WHERE name='entries'`, nil, &n)
	return n, err
}
