package sync_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/ticket"
)

// reads makes the hub know its accounts and the test its log.
func (b *bench) reads() {
	b.t.Helper()
	b.said = &bytes.Buffer{}
	b.accounts = map[string]request.Account{b.conn.Name: {Secrets: []string{"token (env:TOKEN)"}, Hook: "https://spoc.example.net/hooks/" + b.conn.Name}}
	b.restart()
}

// advice is what the hub says of its one connection now.
func (b *bench) advice() (said []ticket.Problem) {
	b.t.Helper()
	views, err := b.store.Connections(b.t.Context())
	must(b.t, err)
	v := views[0]
	return b.house.Directory.Advice(v.Name, request.Condition{Place: v.Place, Stopped: v.Stopped, HookedAt: v.HookedAt, MissedAt: v.MissedAt, Strays: v.Strays}, b.clock.Now())
}

// logged counts the lines of the log with a text.
func (b *bench) logged(text string) int { return strings.Count(b.said.String(), text) }

// mended counts the lines that say that a problem is over.
func (b *bench) mended(problem string) int {
	return b.logged(`msg="a connection is mended" connection=` + b.conn.Name + ` problem="` + problem)
}

const (
	refused = "The tool refuses the credential, so that no calls are made."
	unheard = "A poll found what no delivery told, and none came since."
)

// A dead credential is said once, with what to do; one that is healed needs
// nobody.
func TestADeadCredentialIsSaidOnceAndHealsByItself(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		b.reads()
		key, _ := b.open()
		b.poll()
		b.calls.Break(breakable.Break{Status: http.StatusUnauthorized, Times: -1})
		b.spent()
		for range 40 {
			b.poll()
		}
		if is, calls := b.spent(); is.reads+is.writes > 40 {
			t.Errorf("calls go on: %v", calls)
		}
		said := b.advice()
		const mend = "Mend it at the tool, and calls begin again by themselves; or put a new one into token (env:TOKEN) and restart the hub, which reads secrets only when it starts."
		if len(said) == 0 || said[0].What != refused || said[0].Mend != mend {
			t.Errorf("said %+v", said)
		}
		if n := b.logged(refused); n != 1 || b.logged(mend) != 1 || b.logged("level=WARN msg=poll") != 0 {
			t.Errorf("said %d times in the log:\n%s", n, b.said)
		}
		b.calls.Heal()
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line is down"})
		b.recover()
		b.inStep(key)
		if said := b.advice(); len(said) > 0 && said[0].What == refused || b.mended(refused) != 1 {
			t.Errorf("still said: %+v\n%s", said, b.said)
		}
	})
}

// What people change is told first by the webhook. Where a poll tells it, and no
// delivery comes within minutes, deliveries are lost.
func TestDeliveriesThatDoNotComeAreSaid(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		b.reads()
		_, id := b.open()
		b.poll()
		calm := func(when string) {
			t.Helper()
			if b.logged(unheard) != 0 {
				t.Errorf("%s: said though deliveries come:\n%s", when, b.said)
			}
		}
		b.SetTitle(id, "Told by a delivery")
		b.hear()
		for range 8 {
			b.poll()
		}
		calm("told")
		b.point("", hookSecret)
		b.SetTitle(id, "Told by no delivery")
		b.poll()
		calm("at once")
		for range 8 {
			b.poll()
		}
		said := b.advice()
		if n := len(said); n == 0 || said[n-1].What != unheard ||
			said[n-1].Mend != "At the tool, look at the last deliveries of the webhook: its address must begin with https://spoc.example.net/hooks/"+b.conn.Name+", and its secret that of webhook_secret." {
			t.Errorf("said %+v", said)
		}
		if n := b.logged(`problem="` + unheard); n != 1 {
			t.Errorf("said %d times in the log:\n%s", n, b.said)
		}
		b.point(b.door(b.conn.Name), hookSecret)
		b.SetTitle(id, "Told again")
		b.hear()
		b.clock.Advance(time.Second)
		b.poll()
		if b.mended(unheard) != 1 {
			t.Errorf("deliveries come again, and nobody says so:\n%s", b.said)
		}
	})
}
