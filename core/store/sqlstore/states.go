package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// States implements [store.Desk].
func (s *Store) States(ctx context.Context, key request.Key) (map[request.LinkID]*reconcile.State, error) {
	states := map[request.LinkID]*reconcile.State{}
	_, err := rows(s.reader(ctx), func(r *sql.Rows) (struct{}, error) {
		var id, doc string
		if err := r.Scan(&id, &doc); err != nil {
			return struct{}{}, err
		}
		st := &reconcile.State{}
		states[request.LinkID(id)] = st
		return struct{}{}, json.Unmarshal([]byte(doc), st)
	}, `SELECT l.id, l.state FROM requests r JOIN links l ON l.request=r.seq WHERE r.key=$1`, string(key))
	return states, wrap("states", err)
}
