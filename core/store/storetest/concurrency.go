package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// concurrencyTests say what holds when many write at once.
var concurrencyTests = map[string]func(*testing.T, Subject){
	"one link is worked on by one at a time": func(t *testing.T, s Subject) {
		const links, workers, writers, changes = 12, 8, 4, 60
		add(t, s.Sync, 1, links)
		crew := &crew{sync: s.Sync}
		var writing, working sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for n := range changes {
					id := request.LinkID(fmt.Sprintf("l%d", (w*changes+n)%links+1))
					crew.note(touch(t, s.Sync, id))
				}
			})
		}
		for range workers {
			working.Go(func() { crew.work(t, s) })
		}
		writing.Wait()
		crew.written.Store(true)
		working.Wait()
		must(t, errors.Join(crew.errs...))
		if crew.overlaps.Load() > 0 {
			t.Fatalf("%d links were worked on by two at a time", crew.overlaps.Load())
		}
		none(t, s.Sync, store.LinkWork)
		for n := 1; n <= links; n++ {
			id := request.LinkID(fmt.Sprintf("l%d", n))
			seen, _ := crew.seen.Load(id)
			equal(t, "generation seen of "+string(id), seen.(int64), see(t, s.Sync, id).Gen)
		}
	},
	"transactions over one link follow one another": func(t *testing.T, s Subject) {
		add(t, s.Sync, 1, 1)
		const each, writers = 40, 8
		var all sync.WaitGroup
		var failed atomic.Value
		for range writers {
			all.Go(func() {
				for range each {
					err := s.Sync.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
						d.State.Watermark++
						return nil
					})
					if err != nil {
						failed.Store(err)
					}
				}
			})
		}
		all.Wait()
		if err := failed.Load(); err != nil {
			t.Fatal(err)
		}
		equal(t, "sum", see(t, s.Sync, "l1").State.Watermark, each*writers)
	},
	"who fails, fails alone": func(t *testing.T, s Subject) {
		const units = 90
		add(t, s.Sync, 1, units)
		boom := errors.New("boom")
		results := make([]error, units)
		var all sync.WaitGroup
		for n := range units {
			all.Go(func() {
				defer func() {
					if p := recover(); p != nil {
						results[n] = fmt.Errorf("panic: %v", p)
					}
				}()
				results[n] = s.Sync.Link(t.Context(), store.Claim{ID: fmt.Sprintf("l%d", n+1)}, func(d *store.LinkDoc) error {
					d.Request.Title = "changed"
					d.Add = []*request.Note{{ID: request.NoteID(fmt.Sprintf("n%d", n+1))}}
					switch n % 3 {
					case 1:
						return boom
					case 2:
						panic("panicked")
					}
					return nil
				})
			})
		}
		all.Wait()
		for n, err := range results {
			title := see(t, s.Sync, request.LinkID(fmt.Sprintf("l%d", n+1))).Request.Title
			switch n % 3 {
			case 0:
				must(t, err)
				equal(t, "title", title, "changed")
			case 1:
				wantError(t, err, boom)
				equal(t, "title", title, fmt.Sprintf("Line %d", n+1))
			case 2:
				equal(t, "error", fmt.Sprint(err), "panic: panicked")
				equal(t, "title", title, fmt.Sprintf("Line %d", n+1))
			}
		}
	},
}

func touch(t *testing.T, s store.Sync, id request.LinkID) error {
	return s.Link(t.Context(), store.Claim{ID: string(id)}, func(d *store.LinkDoc) error {
		d.Dirty = []request.LinkID{id}
		return nil
	})
}

// crew is workers that watch one another.
type crew struct {
	sync     store.Sync
	busy     sync.Map
	seen     sync.Map
	overlaps atomic.Int64
	written  atomic.Bool

	mu   sync.Mutex
	errs []error
}

func (c *crew) note(err error) {
	if err != nil {
		c.mu.Lock()
		c.errs = append(c.errs, err)
		c.mu.Unlock()
	}
}

// work claims and finishes until all is written and nothing is due.
func (c *crew) work(t *testing.T, s Subject) {
	for {
		last := c.written.Load()
		claims, err := c.sync.Claim(t.Context(), store.LinkWork, 3, lease)
		c.note(err)
		for _, claim := range claims {
			c.note(c.one(t, claim))
		}
		if err != nil || (last && len(claims) == 0) {
			return
		}
	}
}

func (c *crew) one(t *testing.T, claim store.Claim) error {
	id := request.LinkID(claim.ID)
	if _, taken := c.busy.LoadOrStore(id, true); taken {
		c.overlaps.Add(1)
	}
	return c.sync.Link(t.Context(), claim, func(d *store.LinkDoc) error {
		c.seen.Store(id, claim.Gen)
		c.busy.Delete(id)
		d.Release, d.Done = true, true
		return nil
	})
}
