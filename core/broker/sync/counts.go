package sync

import (
	"context"
	stdsync "sync"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/rest"
)

// counts gathers what calls cost between two writes of it, so that counting
// costs no transaction of its own.
type counts struct {
	mu   stdsync.Mutex
	open map[string]*rest.Meter
}

func (c *counts) add(connection string, m *rest.Meter) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.open == nil {
		c.open = map[string]*rest.Meter{}
	}
	if c.open[connection] == nil {
		c.open[connection] = &rest.Meter{}
	}
	c.open[connection].Add(m.Tally())
}

// take empties the counts.
func (c *counts) take() map[string]*rest.Meter {
	c.mu.Lock()
	defer c.mu.Unlock()
	open := c.open
	c.open = nil
	return open
}

// Flush stores the calls counted since the last time.
func (e *Engine) Flush(ctx context.Context) error {
	for name, m := range e.counts.take() {
		err := e.store.Connection(ctx, name, func(s *store.Connection) error {
			count(s, m)
			return nil
		})
		if err != nil {
			e.counts.add(name, m)
			return err
		}
	}
	return nil
}
