package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// withheld is a link that holds writes back, as its row has it.
type withheld struct {
	id       string
	seq, pos int64 // of its request, and in it
	state    string
}

// Held implements [store.Desk].
func (s *Store) Held(ctx context.Context, q store.HeldQuery) (page store.HeldPage, err error) {
	if q.Limit <= 0 {
		q.Limit = pageLimit
	}
	var seq, pos int64
	if q.Cursor != "" {
		if _, err := fmt.Sscanf(q.Cursor, "h%d.%d", &seq, &pos); err != nil {
			return page, fmt.Errorf("held: %w", store.ErrCursor)
		}
	}
	err = s.view(ctx, func(t *tx) error {
		found, err := rows(t, scanWithheld, `SELECT id, request, pos, state FROM links
			WHERE held>0 AND connection=$1 AND (request>$2 OR request=$2 AND pos>=$3) AND ($4='' OR id=$4) ORDER BY request, pos LIMIT $5`,
			q.Connection, seq, pos, string(q.Link), int64(q.Limit+1))
		if err != nil {
			return err
		}
		if len(found) > q.Limit {
			page.Next = fmt.Sprintf("h%d.%d", found[q.Limit].seq, found[q.Limit].pos)
			found = found[:q.Limit]
		}
		for _, w := range found {
			if err := t.withheld(w, &page); err != nil {
				return err
			}
		}
		return nil
	})
	return page, wrap("held", err)
}

func scanWithheld(r *sql.Rows) (w withheld, err error) {
	err = r.Scan(&w.id, &w.seq, &w.pos, &w.state)
	return w, err
}

func (t *tx) withheld(w withheld, page *store.HeldPage) error {
	h, err := t.hold(`seq=$1`, w.seq)
	if err != nil {
		return err
	}
	var state reconcile.State
	if err := json.Unmarshal([]byte(w.state), &state); err != nil {
		return fmt.Errorf("link %s: state: %w", w.id, err)
	}
	page.Items = append(page.Items, store.HeldLink{Request: h.req, Link: h.req.Link(request.LinkID(w.id)), Writes: state.Held})
	return nil
}

// Tickets implements [store.Desk].
func (s *Store) Tickets(ctx context.Context, connection string, n int) ([]store.HeldLink, error) {
	list, err := s.linksWhere(ctx, `ticket_id<>'' AND health<>'detached'`, connection, n)
	return list, wrap("tickets", err)
}

// Failing implements [store.Desk].
func (s *Store) Failing(ctx context.Context, connection string, n int) ([]store.HeldLink, error) {
	list, err := s.linksWhere(ctx, `health IN ('failed', 'parked')`, connection, n)
	return list, wrap("failing", err)
}

func (s *Store) linksWhere(ctx context.Context, where, connection string, n int) ([]store.HeldLink, error) {
	var page store.HeldPage
	err := s.view(ctx, func(t *tx) error {
		found, err := rows(t, scanWithheld, `SELECT id, request, pos, '{}' FROM links
			WHERE connection=$1 AND `+where+` ORDER BY request DESC, pos LIMIT $2`, connection, int64(n))
		for _, w := range found {
			if err := t.withheld(w, &page); err != nil {
				return err
			}
		}
		return err
	})
	return page.Items, err
}
