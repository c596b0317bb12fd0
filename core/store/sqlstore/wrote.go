package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/spochub/spochub/core/store"
)

// wrote adds what a transaction's link wrote to its team's day. It comes last,
// so that nobody waits for the row while this transaction waits for others.
func (t *tx) wrote(d *store.LinkDoc) error {
	w := d.Wrote
	if w.Tickets == 0 && w.Comments == 0 && w.Fields == 0 {
		return nil
	}
	return t.put(`INSERT INTO written (day, connection, team, tickets, comments, fields) VALUES ($1,$2,$3,$4,$5,$6)
		ON CONFLICT (day, connection, team) DO UPDATE SET tickets=written.tickets+excluded.tickets,
		comments=written.comments+excluded.comments, fields=written.fields+excluded.fields`,
		w.Day, d.Link.Connection, string(d.Link.Team), int64(w.Tickets), int64(w.Comments), int64(w.Fields))
}

// Written implements [store.Desk].
func (s *Store) Written(ctx context.Context, since string) ([]store.TeamDay, error) {
	found, err := rows(s.reader(ctx), func(r *sql.Rows) (d store.TeamDay, err error) {
		err = r.Scan(&d.Day, &d.Connection, &d.Team, &d.Tickets, &d.Comments, &d.Fields)
		return d, err
	}, `SELECT day, connection, team, tickets, comments, fields FROM written WHERE day>=$1 ORDER BY day DESC, connection, team`, since)
	if err != nil {
		return nil, fmt.Errorf("written: %w", err)
	}
	return found, nil
}
