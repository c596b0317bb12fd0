package sync_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/breakable"
)

// crossed is a store at which somebody at the desk is in the middle of a
// transaction whenever the engine begins to store what it knows of a connection.
type crossed struct {
	store.Sync
	h   *hub
	key request.Key
	met int   // how often they met
	err error // of the first transaction that did not come to its end
}

// Connection lets a transaction begin, and lets it ask the engine only after the
// engine has come to the store.
func (c *crossed) Connection(ctx context.Context, name string, f func(*store.Connection) error) error {
	begun, came, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() { ended <- c.transaction(context.WithoutCancel(ctx), name, begun, came) }()
	<-begun
	close(came)
	err := c.Sync.Connection(ctx, name, f)
	c.met++
	if stuck := <-ended; c.err == nil {
		c.err = stuck
	}
	return err
}

var errStuck = errors.New("a transaction waits for a lock that is held while something is stored")

func (c *crossed) transaction(ctx context.Context, name string, begun, came chan struct{}) error {
	first := true
	return c.h.store.Update(ctx, c.key, func(*store.Doc) error {
		if first { // it may be run again
			first = false
			close(begun)
			<-came
		}
		return c.asks(name)
	})
}

// asks does what a delegation asks of the engine inside its transaction.
func (c *crossed) asks(name string) error {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		c.h.engine.Public(name, "")
		c.h.engine.Holds(name, "title")
	}()
	select {
	case <-answered:
		return nil
	case <-time.After(5 * time.Second):
		return errStuck
	}
}

// While a poll, a ping, a failure and its end are stored, transactions go on that
// ask the engine of the connection.
func TestATransactionWaitsForNothingThatIsStored(t *testing.T) {
	for name, step := range map[string]func(*bench){
		"start": func(b *bench) { b.restart() },
		"poll":  func(b *bench) { b.poll() },
		"ping": func(b *bench) {
			b.clock.Advance(time.Hour)
			must(b.t, b.engine.Ready(b.t.Context(), b.conn.Name))
		},
		"failed ping": func(b *bench) {
			b.clock.Advance(time.Hour)
			b.calls.Break(breakable.Break{Status: http.StatusServiceUnavailable, Times: -1})
			if err := b.engine.Ready(b.t.Context(), b.conn.Name); err == nil {
				b.t.Error("the tool is well")
			}
		},
		"failed poll": func(b *bench) {
			b.calls.Break(breakable.Break{Status: http.StatusServiceUnavailable, Times: -1})
			b.poll()
		},
		"a credential that is taken again": func(b *bench) {
			b.calls.Break(breakable.Break{Status: http.StatusUnauthorized, Times: -1})
			b.poll()
			b.calls.Heal()
			b.clock.Advance(time.Hour)
			b.poll()
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := kinds()[0].bench(t)
			c := &crossed{h: b.hub, key: b.create("Somebody works on this")}
			b.between = func(s store.Sync) store.Sync {
				c.Sync = s
				return c
			}
			b.restart()
			b.poll()
			c.met = 0
			step(b)
			if c.err != nil || c.met == 0 {
				t.Errorf("met %d times: %v", c.met, c.err)
			}
		})
	}
}
