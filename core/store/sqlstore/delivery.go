package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/spochub/spochub/core/store"
)

// Receive implements [store.Sync].
func (s *Store) Receive(ctx context.Context, d store.Delivery) (bool, error) {
	header, err := json.Marshal(d.Header)
	if err != nil {
		return false, fmt.Errorf("delivery: %w", err)
	}
	if d.Body == nil {
		d.Body = []byte{}
	}
	added := false
	err = s.write(ctx, func(t *tx) error {
		n, err := t.exec(`INSERT INTO deliveries (connection, delivery, header, body, at, authentic, due_at)
			VALUES ($1,$2,$3,$4,$5,$6,$7) ON CONFLICT DO NOTHING`,
			d.Connection, d.ID, string(header), d.Body, d.At.UnixMicro(), flag(d.Authentic), t.now)
		if added = n > 0; added {
			t.wake(store.DeliveryWork)
		}
		return err
	})
	return added, err
}

// Delivery implements [store.Sync]. Of one that is done only its id is left.
func (s *Store) Delivery(ctx context.Context, c store.Claim) (store.Delivery, error) {
	found, err := rows(s.reader(ctx), scanDelivery, `SELECT id, connection, delivery, header, body, at, authentic
		FROM deliveries WHERE id=$1`, kind{work: store.DeliveryWork}.row(c.ID))
	if err != nil {
		return store.Delivery{}, err
	}
	if len(found) == 0 {
		return store.Delivery{}, fmt.Errorf("delivery %s: %w", c.ID, store.ErrNotFound)
	}
	return found[0], nil
}

func scanDelivery(r *sql.Rows) (store.Delivery, error) {
	var d store.Delivery
	var row, at, authentic int64
	var header string
	if err := r.Scan(&row, &d.Connection, &d.ID, &header, &d.Body, &at, &authentic); err != nil {
		return d, err
	}
	d.Row, d.At, d.Authentic = strconv.FormatInt(row, 10), fromMicros(at), authentic == 1
	return d, json.Unmarshal([]byte(header), &d.Header)
}
