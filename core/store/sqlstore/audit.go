package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/spochub/spochub/core/store"
)

// record adds entries to the audit trail, in the transaction that does what they
// tell.
func (t *tx) record(entries []store.Audit) error {
	for _, e := range entries {
		e.At = e.At.UTC().Truncate(time.Microsecond)
		doc, err := json.Marshal(e)
		if err != nil {
			return t.fail(err)
		}
		err = t.put(`INSERT INTO audit (at, who, action, object, doc) VALUES ($1,$2,$3,$4,$5)`,
			e.At.UnixMicro(), e.By, e.Action, e.Object, string(doc))
		if err != nil {
			return err
		}
	}
	return nil
}

// Record implements [store.Trail].
func (s *Store) Record(ctx context.Context, entries ...store.Audit) error {
	return wrap("audit", s.write(ctx, func(t *tx) error { return t.record(entries) }))
}

// Trail implements [store.Trail].
func (s *Store) Trail(ctx context.Context, q store.TrailQuery) ([]store.Audit, error) {
	found, err := rows(s.reader(ctx), func(r *sql.Rows) (a store.Audit, err error) {
		var doc string
		if err = r.Scan(&a.ID, &doc); err == nil {
			err = json.Unmarshal([]byte(doc), &a)
		}
		return a, err
	}, `SELECT id, doc FROM audit
		WHERE (CAST($1 AS bigint)=0 OR id<CAST($1 AS bigint)) AND ($2='' OR who=$2) AND ($3='' OR action=$3) AND ($4='' OR object=$4)
		ORDER BY id DESC LIMIT $5`, q.Before, q.By, q.Action, q.Object, int64(q.Limit))
	return found, wrap("audit", err)
}
