package sync_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
)

// keeping are the tools that let no entry be changed.
func (b *bench) keeping() bool { return !b.can("CommentEditor") && !b.can("CommentDeleter") }

// newest is the ticket's last entry, and how many there are.
func (b *bench) newest(key request.Key) (string, int) {
	b.t.Helper()
	list := b.ticket(key).Comments
	if len(list) == 0 {
		b.t.Fatal("no entry")
	}
	return list[len(list)-1].Text, len(list)
}

// corrected checks that a copy's state and the history say that an entry was written
// about an earlier one.
func (b *bench) corrected(key request.Key, what string) {
	b.t.Helper()
	if c := b.copied(key); c.State != request.CopyDelivered || c.Error != what || len(c.Parts) != 0 {
		b.t.Errorf("the copy is %s, %q, %d parts", c.State, c.Error, len(c.Parts))
	}
	if !slices.ContainsFunc(b.history(key), func(e request.Event) bool { return e.Field == "comment" && e.Reason == what }) {
		b.t.Errorf("the history does not say %q", what)
	}
}

func TestWhereEntriesStayACorrectionSaysWhatItCorrects(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if !b.keeping() {
			return
		}
		key, _ := b.open()
		at := b.clock.Now().UTC().Format("2006-01-02 15:04 MST")
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry to port 3"})
		b.rest()
		b.wait(5 * time.Minute)
		b.revise(key, "n1", "Please hurry to port 4")
		b.rest()
		text, n := b.newest(key)
		first, rest, _ := strings.Cut(text, "\n")
		if n != 2 || !strings.Contains(first, "Mara Lindt") || !strings.Contains(first, "correction to the entry of "+at) || !strings.Contains(rest, "port 4") {
			t.Errorf("%d entries, the last is %q, the first was of %s", n, text, at)
		}
		b.corrected(key, reconcile.Corrected)
		b.erase(key, "n1")
		b.recover()
		text, n = b.newest(key)
		if n != 3 || !strings.Contains(text, "The entry of "+at+" was withdrawn.") || strings.Contains(text, "port") {
			t.Errorf("%d entries, the last is %q", n, text)
		}
		b.corrected(key, reconcile.Withdrawn)
		b.inStep(key)
		b.quiet(key)
	})
}

func TestEachCorrectionOnceWhateverHappensToIt(t *testing.T) {
	eachFault(t, func(t *testing.T, b *bench, fault breakable.Break) {
		if !b.keeping() {
			return
		}
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry to port 3"})
		b.rest()
		for n, do := range []func(){func() { b.revise(key, "n1", "Please hurry to port 4") }, func() { b.erase(key, "n1") }} {
			b.calls.Break(fault)
			do()
			b.recover()
			b.calls.Heal()
			if text, is := b.newest(key); is != n+2 {
				t.Errorf("%d entries, the last is %q", is, text)
			}
		}
		b.corrected(key, reconcile.Withdrawn)
		b.quiet(key)
	})
}

func TestACrashWritesNoCorrectionTwice(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if !b.keeping() {
			return
		}
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry to port 3"})
		b.rest()
		b.crash(1, func() { b.revise(key, "n1", "Please hurry to port 4") })
		b.recover()
		b.crash(1, func() { b.erase(key, "n1") })
		b.recover()
		if text, n := b.newest(key); n != 3 || !strings.Contains(text, "was withdrawn") {
			t.Errorf("%d entries, the last is %q", n, text)
		}
		b.corrected(key, reconcile.Withdrawn)
		b.quiet(key)
	})
}

// What took many entries is corrected and withdrawn by one.
func TestANoteOfManyPartsIsCorrectedOnce(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if !b.keeping() {
			return
		}
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: b.long(2.4)})
		b.rest()
		before := b.inParts(key)
		b.revise(key, "n1", "all is well at port 3")
		b.rest()
		if text, n := b.newest(key); before < 2 || n != before+1 || !strings.Contains(text, "correction to the entry of") {
			t.Errorf("%d entries after %d, the last is %q", n, before, text)
		}
		b.corrected(key, reconcile.Corrected)
		b.revise(key, "n1", b.long(2.4))
		b.rest()
		parts := b.inParts(key)
		_, n := b.newest(key)
		b.erase(key, "n1")
		b.recover()
		if text, is := b.newest(key); is != n+1 || parts < 2 || !strings.Contains(text, "was withdrawn") {
			t.Errorf("%d entries after %d, the last is %q", is, n, text)
		}
		b.corrected(key, reconcile.Withdrawn)
		b.quiet(key)
	}, finds(tight))
}

// A note that was edited before it arrived corrects nothing, and one that was
// deleted before leaves no entry.
func TestWhatNobodyReadIsNotCorrected(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		if !b.keeping() {
			return
		}
		key, _ := b.open()
		b.do(key, request.Write{ID: "n1", Audience: request.Teams, Body: "Please hurry to port 3"})
		b.revise(key, "n1", "Please hurry to port 4")
		b.do(key, request.Write{ID: "n2", Audience: request.Teams, Body: "Never mind"})
		b.erase(key, "n2")
		b.rest()
		if text, n := b.newest(key); n != 1 || strings.Contains(text, "correction") || b.copied(key).Error != "" {
			t.Errorf("%d entries, the last is %q", n, text)
		}
		b.quiet(key)
	})
}
