package web

import (
	"slices"
	"sync"
	"time"
)

// How often somebody may be wrong about a password: from one address, and from
// all addresses together.
const (
	maxAttempts   = 5
	maxAnywhere   = 50
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
func (a *attempts) blocked(address, login string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	return max(a.wait(address+" "+login, maxAttempts), a.wait(login, maxAnywhere))
}

// wait is how long somebody waits who may be wrong so many times.
func (a *attempts) wait(key string, most int) time.Duration {
	recent := a.recent(key)
	if len(recent) < most {
		return 0
	}
	return recent[len(recent)-most].Add(attemptsFor).Sub(a.now())
}

func (a *attempts) fail(address, login string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.failed) >= maxRemembered {
		for k := range a.failed {
			a.recent(k)
		}
	}
	for _, key := range []string{address + " " + login, login} {
		a.failed[key] = append(a.recent(key), a.now())
	}
}

// forget starts the count for an address anew; that of all addresses goes on.
func (a *attempts) forget(address, login string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.failed, address+" "+login)
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
