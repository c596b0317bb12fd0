package sync

import (
	"cmp"
	"context"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// pollBatch is how many rows of a poll are stored in one transaction, with the
// cursor of the last: few, since people's writes wait meanwhile.
const pollBatch = 8

// Poll asks one connection what changed since its cursor. The cursor is stored
// together with the rows, so that a crash repeats rows and never skips one.
func (e *Engine) Poll(ctx context.Context, claim store.Claim) *store.Outcome {
	c := e.connections[claim.Connection]
	if c == nil {
		return &store.Outcome{Done: true, Again: e.now().Add(unknownAgain)}
	}
	ctx, began := store.Behind(ctx), e.now()
	if until, closed := c.closedUntil(began); closed {
		return &store.Outcome{Again: until}
	}
	if err := c.ready(ctx); err != nil {
		return e.pollFailed(ctx, c, err)
	}
	watcher, ok := sdk.As[sdk.Watcher](c.Conn)
	if !ok {
		return &store.Outcome{Done: true, Again: began.Add(c.Poll)}
	}
	meter := &rest.Meter{}
	err := e.watch(rest.WithMeter(ctx, meter), c, watcher, source{polled: began, signed: true})
	c.hit(ctx, err, meter)
	if err != nil {
		return e.pollFailed(ctx, c, err)
	}
	if err := cmp.Or(e.forgetStrays(ctx, c), c.polled(ctx, began)); err != nil {
		return e.pollFailed(ctx, c, err)
	}
	return &store.Outcome{Done: true, Again: began.Add(c.Poll)}
}

func (e *Engine) pollFailed(ctx context.Context, c *connection, err error) *store.Outcome {
	if left(ctx) {
		return &store.Outcome{Again: e.now()}
	}
	if !fault.Decide(err, false, 0).Stop { // that is said once, as advice
		e.log.WarnContext(ctx, "poll", "connection", c.Name, "error", err)
	}
	again := e.now().Add(c.Poll)
	if until, closed := c.closedUntil(e.now()); closed && until.After(again) {
		again = until
	}
	return &store.Outcome{Again: again, Failed: true, Error: err.Error()}
}

// polled notes that every change up to the poll's beginning is known here, and
// whether it found what a delivery should have told.
func (c *connection) polled(ctx context.Context, began time.Time) error {
	missed := c.heardFirst(began)
	var now store.Connection
	err := c.engine.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		if missed && !s.MissedAt.After(s.HookedAt.Add(request.HookGrace)) {
			s.MissedAt = began
		}
		s.PolledAt, s.LastError = began, ""
		now = *s
		return nil
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.hookedAt, c.missedAt, c.strays = now.HookedAt, now.MissedAt, now.Strays
	}
	c.advise(ctx)
	return err
}

// heardFirst notes a poll, and reports whether it told of what a delivery should
// have told of before.
func (c *connection) heardFirst(began time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	missed := c.news && c.Secret != "" && !c.polledAt.IsZero() && began.Sub(c.polledAt) <= 3*c.Poll // longer: the hub stood still
	c.news, c.polledAt = false, began
	return missed
}

func (e *Engine) watch(ctx context.Context, c *connection, w sdk.Watcher, src source) error {
	cursor, err := e.cursor(ctx, c)
	if err != nil {
		return err
	}
	var batch []ticket.Change
	for change, err := range w.Changes(ctx, cursor) {
		if err != nil {
			return err
		}
		if batch = append(batch, change); len(batch) < pollBatch {
			continue
		}
		if err := e.storeRows(ctx, c, batch, src); err != nil {
			return err
		}
		batch = nil
	}
	return e.storeRows(ctx, c, batch, src)
}

func (e *Engine) storeRows(ctx context.Context, c *connection, rows []ticket.Change, src source) error {
	if len(rows) == 0 {
		return nil
	}
	e.waited.yield(ctx)
	return e.store.Intake(ctx, func(tx store.Intake) error {
		if err := e.intake(tx, c, rows, src); err != nil {
			return err
		}
		if at := rows[len(rows)-1].Cursor; at != "" {
			return tx.Cursor(c.Name, at)
		}
		return nil
	})
}

// cursor is where the next poll goes on; a new connection begins now, unless the
// configuration asks for older tickets.
func (e *Engine) cursor(ctx context.Context, c *connection) (ticket.Cursor, error) {
	var at ticket.Cursor
	err := e.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		at = s.Cursor
		return nil
	})
	if at == "" && !c.Since.IsZero() {
		at = ticket.Cursor("since:" + c.Since.UTC().Format(time.RFC3339))
	}
	return at, err
}
