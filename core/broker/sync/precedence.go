package sync

import (
	"context"
	stdsync "sync"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/store"
)

// patience is how long a piece of bulk work stands aside: it has to come to its
// end while people are never still, too.
const patience = 20 * time.Millisecond

// precedence lets what people wait for go before bulk.
type precedence struct {
	mu    stdsync.Mutex
	under int           // pieces under way that somebody waits for
	still chan struct{} // closed once there are none; nil while there are none
}

// first is a task that bulk stands aside for.
func (p *precedence) first(do queue.Task) queue.Task {
	return func(ctx context.Context, c store.Claim) *store.Outcome {
		p.enter()
		defer p.leave()
		return do(ctx, c)
	}
}

// last is a task that stands aside, and whose writes do.
func (p *precedence) last(do queue.Task) queue.Task {
	return func(ctx context.Context, c store.Claim) *store.Outcome {
		ctx = store.Behind(ctx)
		p.yield(ctx)
		return do(ctx, c)
	}
}

func (p *precedence) enter() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under++; p.still == nil {
		p.still = make(chan struct{})
	}
}

func (p *precedence) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under--; p.under == 0 {
		close(p.still)
		p.still = nil
	}
}

// yield waits until nothing is under way that people wait for, or its patience ends.
func (p *precedence) yield(ctx context.Context) {
	p.mu.Lock()
	still := p.still
	p.mu.Unlock()
	if still == nil {
		return
	}
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-still:
	case <-timer.C:
	case <-ctx.Done():
	}
}
