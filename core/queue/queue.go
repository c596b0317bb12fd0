// Package queue works off durable work. The state is the queue: what is due
// stands in the domain rows themselves (links to reconcile, connections to poll,
// deliveries to decode), the store leases it out, and this package holds the
// claiming, the waiting and the giving back, once for every kind of work.
package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Source leases work; a store is one.
type Source interface {
	Claim(ctx context.Context, kind store.Work, n int, lease time.Duration, but ...string) ([]store.Claim, error)
	Finish(ctx context.Context, c store.Claim, o store.Outcome) error
	NextDue(ctx context.Context, kind store.Work, but ...string) (time.Time, error)
}

// Task does one piece of work. A nil outcome says that the task has ended the
// claim itself, in its own transaction.
type Task func(ctx context.Context, c store.Claim) *store.Outcome

// Worker works off one kind of work.
type Worker struct {
	Kind    store.Work
	Source  Source
	Do      Task
	Now     func() time.Time
	Log     *slog.Logger
	AtOnce  int           // pieces under way at a time; at least 1
	Lease   time.Duration // exceeds the longest piece of work
	Kick    <-chan struct{}
	Longest time.Duration // looks at least this often; 1 s if 0

	// Room says how many pieces of one of the Connections may be under way at a
	// time now, none while it is not to be called; nil: as many as there are.
	Connections []string
	Room        func(connection string) int
}

// Step claims one piece of due work and does it; false if there was none. The
// simulation drives a worker by it.
func (w *Worker) Step(ctx context.Context) (bool, error) {
	claims, err := w.Source.Claim(ctx, w.Kind, 1, w.Lease, w.gate().full()...)
	if err != nil || len(claims) == 0 {
		return false, err
	}
	return true, w.do(ctx, claims[0])
}

func (w *Worker) gate() *gate {
	if w.Room == nil {
		return newGate(nil, nil)
	}
	return newGate(w.Connections, w.Room)
}

// Run works until the context ends and waits for what is under way then.
func (w *Worker) Run(ctx context.Context) {
	var busy sync.WaitGroup
	defer busy.Wait()
	free := make(chan struct{}, max(w.AtOnce, 1))
	for range cap(free) {
		free <- struct{}{}
	}
	gate := w.gate()
	for w.acquire(ctx, free) {
		full := gate.full()
		claims, err := w.Source.Claim(ctx, w.Kind, 1+len(free), w.Lease, full...)
		if err != nil || len(claims) == 0 {
			free <- struct{}{}
			w.idle(ctx, err, gate.open, full)
			continue
		}
		for range len(claims) - 1 {
			<-free
		}
		for _, c := range claims {
			busy.Go(func() {
				defer func() { free <- struct{}{} }()
				if err := w.admitted(ctx, c, gate); err != nil && ctx.Err() == nil {
					w.Log.WarnContext(ctx, "end work", "kind", w.Kind, "id", c.ID, "error", err)
				}
			})
		}
	}
}

func (w *Worker) acquire(ctx context.Context, free <-chan struct{}) bool {
	select {
	case <-ctx.Done():
		return false
	case <-free:
		return ctx.Err() == nil
	}
}

// admitted does a piece of work, or gives it back where its connection has no
// room: one claim may bring more than that.
func (w *Worker) admitted(ctx context.Context, c store.Claim, g *gate) error {
	if !g.enter(c.Connection) {
		return w.insist(ctx, c, store.Outcome{Again: w.Now()})
	}
	defer g.leave(c.Connection)
	out := w.guarded(ctx, c)
	if out == nil {
		return nil
	}
	return w.insist(ctx, c, *out)
}

// insist ends a claim, again where that cannot be stored now: it would be held
// until its lease ends.
func (w *Worker) insist(ctx context.Context, c store.Claim, out store.Outcome) error {
	for {
		err := w.finish(ctx, c, out)
		if err == nil || !w.rest(ctx) {
			return err
		}
	}
}

// do runs one task. A panic harms that piece of work alone.
func (w *Worker) do(ctx context.Context, c store.Claim) error {
	out := w.guarded(ctx, c)
	if out == nil {
		return nil
	}
	return w.finish(ctx, c, *out)
}

// finish ends a claim.
func (w *Worker) finish(ctx context.Context, c store.Claim, out store.Outcome) error {
	err := w.Source.Finish(context.WithoutCancel(ctx), c, out)
	if errors.Is(err, store.ErrConflict) {
		return nil // the lease was lost: another has the work
	}
	return err
}

func (w *Worker) guarded(ctx context.Context, c store.Claim) (out *store.Outcome) {
	defer func() {
		if p := recover(); p != nil {
			w.Log.ErrorContext(ctx, "work panicked", "kind", w.Kind, "id", c.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			out = &store.Outcome{Again: w.Now().Add(Backoff(c.Attempts)), Failed: true, Error: fmt.Sprintf("internal error: %v", p)}
		}
	}()
	return w.Do(ctx, c)
}

// longest is the longest pause.
func (w *Worker) longest() time.Duration {
	if w.Longest == 0 {
		return time.Second
	}
	return w.Longest
}

// idle waits until there may be something to do; for the longest pause where the
// source fails, whatever it says is due.
func (w *Worker) idle(ctx context.Context, failure error, room <-chan struct{}, full []string) {
	if failure == nil {
		w.wait(ctx, room, full)
		return
	}
	if ctx.Err() == nil {
		w.Log.ErrorContext(ctx, "claim work", "kind", w.Kind, "error", failure)
	}
	w.rest(ctx)
}

// rest lasts the longest pause; false if the context ends before.
func (w *Worker) rest(ctx context.Context) bool {
	timer := time.NewTimer(w.longest())
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// wait sleeps until a kick, the next due time or the longest pause.
func (w *Worker) wait(ctx context.Context, room <-chan struct{}, full []string) {
	pause := w.longest()
	if due, err := w.Source.NextDue(ctx, w.Kind, full...); err == nil && !due.IsZero() {
		pause = min(pause, max(due.Sub(w.Now()), time.Millisecond))
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-w.Kick:
	case <-room:
	case <-timer.C:
	}
}

// Backoff is how long to wait after a number of failures in a row: from one
// second to five minutes.
func Backoff(attempts int) time.Duration {
	return min(time.Second<<min(attempts, 9), 5*time.Minute)
}
