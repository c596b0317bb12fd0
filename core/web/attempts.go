package web

import (
	"slices"
	"sync"
	"time"
)

// How often somebody may be wrong about a password from one address.
const (
	maxAttempts   = 5
	attemptsFor   = 15 * time.Minute
	maxRemembered = 10_000
)

// attempts remembers failed sign-ins by address and login.
type attempts struct {
	mu     sync.Mutex
	now    func() time.Time
	failed map[string][]time.Time
}

// blocked says how long the next try has to wait; 0: not at all.
func (a *attempts) blocked(key string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	recent := a.recent(key)
	if len(recent) < maxAttempts {
		return 0
	}
	return recent[len(recent)-maxAttempts].Add(attemptsFor).Sub(a.now())
}

func (a *attempts) fail(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.failed) >= maxRemembered {
		for k := range a.failed {
			a.recent(k)
		}
	}
	a.failed[key] = append(a.recent(key), a.now())
}

func (a *attempts) forget(key string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.failed, key)
}

// recent drops what is long ago.
func (a *attempts) recent(key string) []time.Time {
	since := a.now().Add(-attemptsFor)
	list := slices.DeleteFunc(a.failed[key], func(t time.Time) bool { return !t.After(since) })
	if len(list) == 0 {
		delete(a.failed, key)
		return nil
	}
	a.failed[key] = list
	return list
}
