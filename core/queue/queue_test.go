package queue_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/store"
)

// pile is work in the order in which it is due.
type pile struct {
	mu   sync.Mutex
	left []store.Claim
}

func (p *pile) add(connection string, n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for range n {
		p.left = append(p.left, store.Claim{ID: strconv.Itoa(len(p.left)), Connection: connection})
	}
}

func (p *pile) Claim(_ context.Context, _ store.Work, n int, _ time.Duration, but ...string) (got []store.Claim, _ error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = slices.DeleteFunc(p.left, func(c store.Claim) bool {
		take := len(got) < n && !slices.Contains(but, c.Connection)
		if take {
			got = append(got, c)
		}
		return take
	})
	return got, nil
}

func (p *pile) Finish(_ context.Context, c store.Claim, o store.Outcome) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !o.Done {
		p.left = append(p.left, c)
	}
	return nil
}

func (p *pile) NextDue(_ context.Context, _ store.Work, but ...string) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.left {
		if !slices.Contains(but, c.Connection) {
			return time.Now(), nil
		}
	}
	return time.Time{}, nil
}

// tally counts work by connection.
type tally struct {
	mu                sync.Mutex
	under, most, done map[string]int
}

func newTally() *tally {
	return &tally{under: map[string]int{}, most: map[string]int{}, done: map[string]int{}}
}

func (t *tally) begin(c string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.under[c]++
	t.most[c] = max(t.most[c], t.under[c])
}

func (t *tally) end(c string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.under[c]--
	t.done[c]++
}

// run works on a pile for a while.
func run(t *testing.T, p *pile, room func(string) int, d time.Duration, took map[string]time.Duration) *tally {
	t.Helper()
	count := newTally()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	defer cancel()
	w := &queue.Worker{
		Source: p, Now: time.Now, Log: slog.New(slog.DiscardHandler), AtOnce: 8, Kick: make(chan struct{}),
		Connections: []string{"hung", "well"}, Room: room,
		Do: func(_ context.Context, c store.Claim) *store.Outcome {
			count.begin(c.Connection)
			<-time.After(took[c.Connection])
			count.end(c.Connection)
			return &store.Outcome{Done: true}
		},
	}
	w.Run(ctx)
	return count
}

func TestAHungToolHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pile{}
		p.add("hung", 100)
		p.add("well", 50)
		count := run(t, p, func(string) int { return 4 }, 20*time.Second, map[string]time.Duration{"hung": 30 * time.Second, "well": time.Second})
		if count.done["well"] != 50 || count.most["hung"] != 4 || count.most["well"] > 4 {
			t.Errorf("%d of 50 done, %d and %d at once", count.done["well"], count.most["hung"], count.most["well"])
		}
	})
}

func TestAClosedConnectionWaitsUntilItOpens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, opens := &pile{}, time.Now().Add(5*time.Second)
		p.add("hung", 10)
		room := func(string) int {
			if time.Now().Before(opens) {
				return 0
			}
			return 1
		}
		if count := run(t, p, room, 4*time.Second, nil); len(count.most) != 0 {
			t.Errorf("worked on %v while it was closed", count.most)
		}
		if count := run(t, p, room, 10*time.Second, nil); count.done["hung"] != 10 || count.most["hung"] != 1 {
			t.Errorf("%d of 10 done, %d at once", count.done["hung"], count.most["hung"])
		}
	})
}

func TestNoLimitsAreNeeded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pile{}
		p.add("well", 100)
		if count := run(t, p, nil, 20*time.Second, map[string]time.Duration{"well": time.Second}); count.done["well"] != 100 || count.most["well"] != 8 {
			t.Errorf("%d of 100 done, %d at once", count.done["well"], count.most["well"])
		}
	})
}

// Work that panics is given back with what it said, and harms no other.
func TestAPanicHarmsItsOwnWorkAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &pile{}
		p.add("well", 20)
		var mu sync.Mutex
		done, outcomes := map[string]int{}, []store.Outcome{}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		w := &queue.Worker{
			Source: ended{p, func(o store.Outcome) { mu.Lock(); defer mu.Unlock(); outcomes = append(outcomes, o) }},
			Now:    time.Now, Log: slog.New(slog.DiscardHandler), AtOnce: 4, Kick: make(chan struct{}),
			Do: func(_ context.Context, c store.Claim) *store.Outcome {
				mu.Lock()
				done[c.ID]++
				first := c.ID == "7" && done[c.ID] == 1
				mu.Unlock()
				if first {
					panic("ouch")
				}
				return &store.Outcome{Done: true}
			},
		}
		w.Run(ctx)
		if len(done) != 20 || done["7"] != 2 {
			t.Errorf("%d of 20 done, the one that panicked %d times", len(done), done["7"])
		}
		for id, n := range done {
			if id != "7" && n != 1 {
				t.Errorf("%s was done %d times", id, n)
			}
		}
		said := slices.ContainsFunc(outcomes, func(o store.Outcome) bool {
			return o.Failed && !o.Done && o.Error == "internal error: ouch" && o.Again.After(time.Now().Add(-time.Hour))
		})
		if !said {
			t.Errorf("outcomes %+v", outcomes)
		}
	})
}

// ended is a pile that tells how work ends.
type ended struct {
	*pile
	tell func(store.Outcome)
}

func (e ended) Finish(ctx context.Context, c store.Claim, o store.Outcome) error {
	e.tell(o)
	return e.pile.Finish(ctx, c, o)
}

// full is a pile that cannot be written to for a while.
type full struct {
	*pile
	until time.Time
	asked *int
}

var errFull = errors.New("disk full")

// Claim takes nothing while the disk is full, though it says what it would have
// taken.
func (f full) Claim(ctx context.Context, kind store.Work, n int, lease time.Duration, but ...string) ([]store.Claim, error) {
	*f.asked++
	if time.Now().Before(f.until) {
		return []store.Claim{{ID: "never claimed", Connection: "well"}}, errFull
	}
	return f.pile.Claim(ctx, kind, n, lease, but...)
}

// Nothing is done that could not be claimed, and a store that fails is left alone
// for a moment.
func TestAStoreThatFailsIsNotAskedAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, done := 0, []string{}
		p := full{&pile{}, time.Now().Add(10 * time.Second), &asked}
		p.add("well", 1)
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		(&queue.Worker{
			Source: p, Now: time.Now, Log: slog.New(slog.DiscardHandler), AtOnce: 1, Kick: make(chan struct{}),
			Do: func(_ context.Context, c store.Claim) *store.Outcome {
				done = append(done, c.ID)
				return &store.Outcome{Done: true}
			},
		}).Run(ctx)
		if !slices.Equal(done, []string{"0"}) || asked > 20 {
			t.Errorf("did %q after asking %d times", done, asked)
		}
	})
}

// hesitant is a pile that takes the end of work only some time later.
type hesitant struct {
	*pile
	from  time.Time
	ended *[]time.Time
}

func (h hesitant) Finish(ctx context.Context, c store.Claim, o store.Outcome) error {
	if time.Now().Before(h.from) {
		return errFull
	}
	*h.ended = append(*h.ended, time.Now())
	return h.pile.Finish(ctx, c, o)
}

// Work whose end could not be stored is ended once it can, and not held until its
// lease is over.
func TestTheEndOfWorkIsStoredOnceThatIsPossible(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended []time.Time
		from := time.Now().Add(10 * time.Second)
		p := hesitant{&pile{}, from, &ended}
		p.add("well", 1)
		ctx, cancel := context.WithTimeout(t.Context(), 15*time.Second)
		defer cancel()
		(&queue.Worker{
			Source: p, Now: time.Now, Log: slog.New(slog.DiscardHandler), AtOnce: 1, Kick: make(chan struct{}),
			Do: func(context.Context, store.Claim) *store.Outcome { return &store.Outcome{Done: true} },
		}).Run(ctx)
		if len(ended) != 1 || ended[0].Sub(from) > 2*time.Second {
			t.Errorf("ended %v, possible from %v on", ended, from)
		}
	})
}
