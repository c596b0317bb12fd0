package sync

import (
	"context"
	"slices"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// advise logs what has come to keep the connection from working fully, once, and
// that calls are made again; the caller holds the lock.
func (c *connection) advise(ctx context.Context) {
	log, was := c.engine.log, c.advised
	c.advised = c.engine.house().Directory.Advice(c.Name, request.Condition{
		Place: c.place, Stopped: c.stopped, HookedAt: c.hookedAt, MissedAt: c.missedAt, Strays: c.strays,
	}, c.engine.now())
	for _, p := range c.advised {
		if !says(was, p.What) {
			log.WarnContext(ctx, "a connection lacks something", "connection", c.Name, "problem", p.What, "mend", p.Mend)
		}
	}
	for _, p := range was {
		if !says(c.advised, p.What) {
			log.InfoContext(ctx, "a connection is mended", "connection", c.Name, "problem", p.What)
		}
	}
}

func says(list []ticket.Problem, what string) bool {
	return slices.ContainsFunc(list, func(p ticket.Problem) bool { return p.What == what })
}

// hooked notes that a delivery came, once a minute: it only proves that they do.
// What the store does not take the next one tells.
func (c *connection) hooked(ctx context.Context, now time.Time) {
	c.mu.Lock()
	again := now.Sub(c.hookedAt) < time.Minute
	if !again {
		c.hookedAt = now
	}
	c.mu.Unlock()
	if again {
		return
	}
	_ = c.engine.store.Connection(ctx, c.Name, func(s *store.Connection) error {
		s.HookedAt = now
		return nil
	})
}

// found notes that the poll under way has told of a change first.
func (c *connection) found() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.news = true
}
