package app

import (
	"context"
	"sync"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/web"
)

// How often the connections' lag is noted, and for how long it is remembered.
const (
	lagEvery = time.Minute
	lagFor   = time.Hour
)

// lags remembers the connections' lag of the last hour, in this process.
type lags struct {
	mu    sync.Mutex
	noted time.Time
	of    map[string][]web.Lag
}

// note remembers the lags of now, at most once a minute.
func (l *lags) note(now time.Time, views func() ([]desk.Connection, error)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if now.Sub(l.noted) < lagEvery {
		return nil
	}
	list, err := views()
	if err != nil {
		return err
	}
	next := map[string][]web.Lag{}
	for _, c := range list {
		x := web.Lag{At: now}
		if !c.Oldest.IsZero() {
			x.Wait = max(now.Sub(c.Oldest), 0)
		}
		before := l.of[c.Name]
		for len(before) > 0 && now.Sub(before[0].At) > lagFor {
			before = before[1:]
		}
		next[c.Name] = append(before[:len(before):len(before)], x)
	}
	l.noted, l.of = now, next
	return nil
}

// list returns the lags of a connection, oldest first.
func (l *lags) list(connection string) []web.Lag {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.of[connection]
}

// connectionViews are the connections for those parts of the hub that act for
// nobody.
func (a *App) connectionViews(ctx context.Context) ([]desk.Connection, error) {
	return a.desk.Connections(ctx, auth.Actor{Role: auth.Viewer})
}
