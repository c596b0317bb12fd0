package sqlstore

import (
	"context"
	"database/sql"
	"sync"
)

// statements remembers what was prepared on a connection or a pool: parsing
// costs more than many a statement itself. Lists of all shapes could fill it,
// so that it takes no more at some point.
type statements struct {
	on interface {
		querier
		PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	}

	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

const statementsKept = 300

// prepare returns nil where a statement is not worth or not able to be kept.
func (c *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s, ok := c.prepared[query]; ok || len(c.prepared) >= statementsKept {
		return s, nil
	}
	s, err := c.on.PrepareContext(ctx, query) //nolint:sqlclosecheck // it is kept; close ends it
	if err != nil {
		return nil, err
	}
	if c.prepared == nil {
		c.prepared = map[string]*sql.Stmt{}
	}
	c.prepared[query] = s
	return s, nil
}

func (c *statements) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.prepared {
		s.Close()
	}
	clear(c.prepared)
}

func (c *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := c.prepare(ctx, query) //nolint:sqlclosecheck // it is kept; close ends it
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.on.ExecContext(ctx, query, args...)
	}
	return s.ExecContext(ctx, args...)
}

func (c *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, query) //nolint:sqlclosecheck // it is kept; close ends it
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.on.QueryContext(ctx, query, args...)
	}
	return s.QueryContext(ctx, args...)
}
