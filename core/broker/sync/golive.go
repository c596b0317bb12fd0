package sync

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// release makes the links of a connection due that hold writes back: those that
// are read only no more, and all where its configuration has changed, so that
// what they show is what would be written now.
func (e *Engine) release(ctx context.Context, c *connection) error {
	rules, anew := c.fingerprint(), false
	err := e.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		anew = s.Rules != rules
		return nil
	})
	const batch = 200
	for after, more := request.LinkID(""), true; more && err == nil; {
		var rows []*store.LinkRow
		err = e.store.Intake(ctx, func(tx store.Intake) (err error) {
			if rows, err = tx.Held(c.Name, after, batch); err != nil {
				return err
			}
			return e.due(tx, rows, anew)
		})
		if more = len(rows) == batch; more {
			after = rows[batch-1].Link.ID
		}
	}
	if err != nil || !anew {
		return err
	}
	return e.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		s.Rules = rules
		return nil
	})
}

func (e *Engine) due(tx store.Intake, held []*store.LinkRow, anew bool) error {
	for _, row := range held {
		if e.readOnly(&row.Link) && !anew {
			continue
		}
		if err := tx.Save(row, true); err != nil {
			return err
		}
	}
	return nil
}

// fingerprint tells one configuration of a connection and its teams from another.
func (c *connection) fingerprint() string {
	teams := maps.Clone(c.engine.house().Directory.Teams)
	maps.DeleteFunc(teams, func(_ request.TeamID, t request.Team) bool { return t.Connection != c.Name })
	text, err := json.Marshal([]any{c.ReadOnly, c.Directions, c.Policies, c.Tables, c.People, teams})
	if err != nil {
		return err.Error()
	}
	return request.DeriveID(string(text))
}

// readOnly reports whether nothing is written to a link's ticket: its connection
// or its team says so.
func (e *Engine) readOnly(l *request.Link) bool {
	c := e.connections[l.Connection]
	return c != nil && c.ReadOnly || e.house().Directory.Teams[l.Team].ReadOnly
}
