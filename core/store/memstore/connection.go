package memstore

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/huandu/go-clone"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Connection implements [store.Sync].
func (s *Store) Connection(ctx context.Context, name string, f func(*store.Connection) error) error {
	return s.write(ctx, func(t *tx) error { return t.changeConnection(name, f) })
}

// Connection implements [store.Intake].
func (i intake) Connection(name string, f func(*store.Connection) error) error {
	return i.t.changeConnection(name, f)
}

func (t *tx) changeConnection(name string, f func(*store.Connection) error) error {
	row := t.connection(name)
	c := clone.Clone(row.held).(*store.Connection)
	c.Name, c.Cursor, c.PollAt = name, ticket.Cursor(row.cursor), time.Time{}
	if row.due.at != 0 {
		c.PollAt = time.UnixMicro(row.due.at).UTC()
	}
	poll := c.PollAt
	if err := f(c); err != nil {
		return err
	}
	if !c.PollAt.Equal(poll) {
		t.woken[store.PollWork] = true
		row.due.want++
		row.due.at = 0
		if !c.PollAt.IsZero() {
			row.due.at = c.PollAt.UnixMicro()
		}
	}
	row.cursor = string(c.Cursor)
	row.held = clone.Clone(c).(*store.Connection)
	set(t, t.st.connections, name, row)
	return nil
}

// connection finds a row and makes it where it is missing.
func (t *tx) connection(name string) connectionRow {
	row, ok := t.st.connections[name]
	if !ok {
		row = connectionRow{held: &store.Connection{Left: -1}, due: due{want: 1, at: t.now, lane: store.People}}
		set(t, t.st.connections, name, row)
		t.woken[store.PollWork] = true
	}
	return row
}

// Receive implements [store.Sync].
func (s *Store) Receive(ctx context.Context, d store.Delivery) (bool, error) {
	added := false
	err := s.write(ctx, func(t *tx) error {
		t.st.rows++ // taken even if it is known: as a database does
		id := [2]string{d.Connection, d.ID}
		if _, known := t.st.received[id]; known && d.ID != "" {
			return nil
		}
		d.Row = strconv.FormatInt(t.st.rows, 10)
		doc, err := json.Marshal(&d)
		if err != nil {
			return err
		}
		set(t, t.st.received, id, t.st.rows)
		set(t, t.st.deliveries, t.st.rows, deliveryRow{doc: string(doc), con: d.Connection, due: due{want: 1, at: t.now, lane: store.People}})
		t.woken[store.DeliveryWork] = true
		added = true
		return nil
	})
	return added && err == nil, err
}

// Delivery implements [store.Sync]. Of one that is done only its id is left.
func (s *Store) Delivery(ctx context.Context, c store.Claim) (store.Delivery, error) {
	var d store.Delivery
	err := s.write(ctx, func(t *tx) error {
		row, ok := t.st.deliveries[rowID(c.ID)]
		if !ok {
			return missing("delivery", c.ID)
		}
		var err error
		d, err = decode[store.Delivery](s.docs, row.doc)
		return err
	})
	return d, err
}

func emptied(doc string) string {
	var d store.Delivery
	if json.Unmarshal([]byte(doc), &d) != nil {
		return doc
	}
	d.Header, d.Body = nil, nil
	text, err := json.Marshal(&d)
	if err != nil {
		return doc
	}
	return string(text)
}
