package sync

import (
	"context"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// release makes the links due that hold writes back and are read only no more.
func (e *Engine) release(ctx context.Context, connection string) error {
	const batch = 200
	for after, more := request.LinkID(""), true; more; {
		var rows []*store.LinkRow
		err := e.store.Intake(ctx, func(tx store.Intake) (err error) {
			if rows, err = tx.Held(connection, after, batch); err != nil {
				return err
			}
			return e.due(tx, rows)
		})
		if err != nil {
			return err
		}
		if more = len(rows) == batch; more {
			after = rows[batch-1].Link.ID
		}
	}
	return nil
}

func (e *Engine) due(tx store.Intake, held []*store.LinkRow) error {
	for _, row := range held {
		if e.readOnly(&row.Link) {
			continue
		}
		if err := tx.Save(row, true); err != nil {
			return err
		}
	}
	return nil
}

// readOnly reports whether nothing is written to a link's ticket: its connection
// or its team says so.
func (e *Engine) readOnly(l *request.Link) bool {
	c := e.connections[l.Connection]
	return c != nil && c.ReadOnly || e.house.Directory.Teams[l.Team].ReadOnly
}
