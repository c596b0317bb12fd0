// Package rest is the small HTTP client that connectors share: it counts the
// calls, bounds their time, follows no redirect, and turns a tool's answers into
// faults.
package rest

import (
	"context"
	"maps"
	"sync"
	"time"
)

// Meter counts the calls that were made to a tool's API on behalf of one
// operation. A context carries it (see [WithMeter]); the transport of [New]
// counts into it. It is safe for concurrent use.
type Meter struct {
	mu    sync.Mutex
	calls map[string]int
	left  int
	reset time.Time
	known bool
}

// Tally is what a Meter has counted.
type Tally struct {
	Calls map[string]int // by kind: the method and the path's shape are the connector's to name, by default the method
	// Left is how many calls the tool still allows, Reset when the allowance is
	// renewed; meaningful where Limited.
	Limited bool
	Left    int
	Reset   time.Time
}

// Count adds one call.
func (m *Meter) Count(kind string) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calls == nil {
		m.calls = map[string]int{}
	}
	m.calls[kind]++
}

// Allow notes what the tool's answer said of its rate limit.
func (m *Meter) Allow(left int, reset time.Time) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left, m.reset, m.known = left, reset, true
}

// Tally returns the counts so far.
func (m *Meter) Tally() Tally {
	m.mu.Lock()
	defer m.mu.Unlock()
	return Tally{Calls: maps.Clone(m.calls), Limited: m.known, Left: m.left, Reset: m.reset}
}

// Take returns the counts so far and begins again at zero.
func (m *Meter) Take() Tally {
	if m == nil {
		return Tally{}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	t := Tally{Calls: m.calls, Limited: m.known, Left: m.left, Reset: m.reset}
	m.calls, m.known = nil, false
	return t
}

// Add adds another tally, as it comes from a plugin process.
func (m *Meter) Add(t Tally) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for kind, n := range t.Calls {
		if m.calls == nil {
			m.calls = map[string]int{}
		}
		m.calls[kind] += n
	}
	if t.Limited {
		m.left, m.reset, m.known = t.Left, t.Reset, true
	}
}

type meterKey struct{}

// WithMeter returns a context whose calls are counted in m.
func WithMeter(ctx context.Context, m *Meter) context.Context {
	return context.WithValue(ctx, meterKey{}, m)
}

// MeterOf returns the context's meter, nil if it has none; a nil Meter counts
// nothing.
func MeterOf(ctx context.Context) *Meter {
	m, _ := ctx.Value(meterKey{}).(*Meter)
	return m
}
