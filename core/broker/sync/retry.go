package sync

import (
	"context"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Retry has a connection make calls again at once, whatever it was told to wait
// for: its tool is asked who we are there, and what changed. The error is what the
// tool says; a connection that is paused is only asked. ErrNotFound.
func (e *Engine) Retry(ctx context.Context, name string) error {
	c := e.connections[name]
	if c == nil {
		return fmt.Errorf("connection %s: %w", name, store.ErrNotFound)
	}
	if err := c.load(ctx); err != nil {
		return err
	}
	c.reopen()
	c.pinging.Lock()
	defer c.pinging.Unlock()
	now := e.now()
	asked := c.ping(ctx, now)
	if asked != nil {
		return asked
	}
	return e.store.Connection(context.WithoutCancel(ctx), name, func(s *store.Connection) error {
		s.NotBefore, s.PollAt = time.Time{}, now
		return nil
	})
}

// reopen forgets until when no call may be made.
func (c *connection) reopen() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notBefore, c.closedAt, c.failures = time.Time{}, time.Time{}, 0
}
