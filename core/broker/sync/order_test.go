package sync_test

import (
	"fmt"
	"iter"
	"slices"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
)

// Five deliveries of what a team did come in every order, each of them twice: as long
// as all come, the hub has the same in the end.
func TestWebhooksInAnyOrder(t *testing.T) {
	lengthy(t)
	eachHooked(t, func(t *testing.T, b *bench) {
		b.anyOrder(0)
	})
}

// Two of the five are lost in every order, and the next poll brings the same end.
func TestWebhooksInAnyOrderWithoutSome(t *testing.T) {
	lengthy(t)
	eachHooked(t, func(t *testing.T, b *bench) {
		b.anyOrder(2)
	})
}

// anyOrder has a team do the same to a ticket for each order of the deliveries that
// tell of it, without the last of them.
func (b *bench) anyOrder(lost int) {
	b.t.Helper()
	const deliveries = 5
	for order := range permutations(deliveries) {
		if !slices.IsSorted(order[deliveries-lost:]) { // in which order what is lost does not come is one
			continue
		}
		key, hooks := b.worked()
		if len(hooks) != deliveries {
			b.t.Fatalf("%d deliveries, want %d", len(hooks), deliveries)
		}
		for n, at := range order[:deliveries-lost] {
			b.delivered(hooks[at])
			b.delivered(hooks[order[n/2]]) // one that came comes again
		}
		if lost > 0 {
			b.poll()
		}
		end := b.ended(key)
		b.poll()
		const want = "Line down for good, in_progress; the ticket in_progress, in_sync; [more to come on it]"
		if after := b.ended(key); end != want || after != want {
			b.t.Fatalf("in the order %v the hub has %q, and after a poll %q", order, end, after)
		}
		if is, calls := b.spent(); is.writes != 0 {
			b.t.Errorf("in the order %v it wrote %v", order, calls)
		}
	}
}

// delivered lets one delivery reach the hub, under a name of its own, and be worked
// off.
func (b *bench) delivered(hook breakable.Hook) {
	b.t.Helper()
	header := hook.Header.Clone()
	if name := b.conn.Signature.IDHeader; name != "" {
		header.Set(name, b.id())
	}
	must(b.t, b.engine.Receive(b.t.Context(), b.conn.Name, header, hook.Body))
	b.settle()
}

// worked is a request on whose ticket a team worked, with the deliveries of that,
// none of which has come.
func (b *bench) worked() (key request.Key, hooks []breakable.Hook) {
	b.t.Helper()
	key, id := b.open()
	b.hear()
	b.spent()
	b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
	before := len(b.hooks.Sent())
	for _, act := range []func(){
		func() { b.SetTitle(id, "Line down again") },
		func() { b.Comment(id, "on it") },
		func() { b.SetState(id, request.Doing) },
		func() { b.Comment(id, "more to come") },
		func() { b.SetTitle(id, "Line down for good") },
	} {
		b.clock.Advance(2 * time.Second)
		act()
	}
	b.hooks.Flush()
	b.hooks.Heal()
	return key, b.hooks.Sent()[before:]
}

// ended is what a request has come to.
func (b *bench) ended(key request.Key) string {
	b.t.Helper()
	r, notes := b.request(key)
	var said []string
	for _, n := range notes {
		said = append(said, n.Body)
	}
	slices.Sort(said)
	l := b.link(key)
	return fmt.Sprintf("%s, %s; the ticket %s, %s; %s", r.Title, r.Status, l.State, l.Health, said)
}

// permutations are all orders of n things.
func permutations(n int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		var place func(order []int) bool
		place = func(order []int) bool {
			if len(order) == n {
				return yield(slices.Clone(order))
			}
			for next := range n {
				if !slices.Contains(order, next) && !place(append(slices.Clone(order), next)) {
					return false
				}
			}
			return true
		}
		place(nil)
	}
}
