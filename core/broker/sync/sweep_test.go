package sync_test

import (
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
)

// What no delivery and no poll tells of is found within a day, for one read of
// each ticket.
func TestATicketIsReadOnceADay(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		b.wait(10 * time.Minute)
		b.poll()
		if b.hooks != nil {
			b.hooks.Mishap(breakable.Mishap{Lose: true, Times: -1})
		}
		b.Delete(id)
		b.rest()
		b.poll()
		b.spent()
		b.clock.Advance(25 * time.Hour)
		b.rest()
		b.wait(10 * time.Minute)
		if l := b.link(key); l.Health != request.Failed && l.Health != request.Parked {
			t.Errorf("nobody looks: the link is %s", l.Health)
		}
	})
}

func TestReadingATicketOnceADayIsAllThatRestCosts(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.hear()
		b.wait(10 * time.Minute)
		b.poll()
		b.spent()
		once := cost{}
		for day := range 3 {
			b.clock.Advance(25 * time.Hour)
			b.rest()
			is, calls := b.spent()
			if day == 0 {
				once = is
			}
			if is.writes != 0 || is.reads == 0 || is.reads > once.reads {
				t.Errorf("a day costs %+v: %v", is, calls)
			}
			b.rest()
			if is, calls := b.spent(); is.reads != 0 {
				t.Errorf("the rest of the day costs %+v: %v", is, calls)
			}
		}
		b.do(key, request.Move{To: request.Resolved}, request.Move{To: request.Closed, Open: request.WithdrawOpen})
		b.hear()
		b.wait(10 * time.Minute)
		b.poll()
		b.spent()
		b.clock.Advance(25 * time.Hour)
		b.rest()
		if is, calls := b.spent(); is.reads != 0 {
			t.Errorf("a closed request costs %+v: %v", is, calls)
		}
	})
}

// What came of a write that no answer and no news has shown is looked for, once,
// even when nobody waits for it any more.
func TestAClosedRequestIsLookedAtOnceAtMost(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, _ := b.open()
		b.do(key, request.Move{To: request.Resolved}, request.Move{To: request.Closed, Open: request.WithdrawOpen})
		b.rest()
		b.spent()
		b.clock.Advance(25 * time.Hour)
		b.rest()
		b.spent()
		for range 3 {
			b.clock.Advance(25 * time.Hour)
			b.rest()
		}
		if is, calls := b.spent(); is.reads != 0 {
			t.Errorf("a closed request costs %+v: %v", is, calls)
		}
	})
}
