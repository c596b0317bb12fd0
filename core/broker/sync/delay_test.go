package sync_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/hook"
	"github.com/spochub/spochub/sdk/ticket"
)

// A delivery that comes three days late, after polls have told more, changes
// nothing.
func TestADeliveryOfThreeDaysAgoChangesNothing(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hooks.Mishap(breakable.Mishap{Hold: true, Times: -1})
		b.SetTitle(id, "Line down again")
		b.SetState(id, request.Doing)
		b.Comment(id, "on it")
		b.hooks.Flush()
		b.hooks.Heal()
		b.poll()
		b.clock.Advance(36 * time.Hour)
		b.SetTitle(id, "Line is up")
		b.SetState(id, request.Done)
		b.hear()
		b.clock.Advance(36 * time.Hour)
		b.poll()
		before, was := b.request(key)
		lines := len(b.history(key))
		b.spent()
		b.hooks.Release()
		b.rest()
		after, notes := b.request(key)
		if after.Version != before.Version || len(notes) != len(was) || len(b.history(key)) != lines {
			t.Errorf("version %d -> %d, history %+v", before.Version, after.Version, b.history(key)[lines:])
		}
		if is, calls := b.spent(); is.writes != 0 {
			t.Errorf("wrote %v", calls)
		}
		b.inStep(key)
		b.quiet(key)
	})
}

// Signed deliveries that nobody can read are taken in all the same, so that the
// tool does not give the hook up, and one that says something is heard as ever.
func TestGarbageIsTakenInAndHarmsNobody(t *testing.T) {
	eachHooked(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		b.hear()
		kind := b.hooks.Sent()[len(b.hooks.Sent())-1].Header
		for n := range 250 {
			body := []byte(strings.Repeat([]string{"", "null", `{"issue": [`, "<xml/>", "\x00\xff", `{"issue":{"number":-1}}`}[n%6], 1+n/6))
			header := kind.Clone()
			header.Set(b.conn.Signature.Header, hook.Sign(b.conn.Signature, hookSecret, body))
			header.Del(b.conn.Signature.IDHeader)
			must(t, b.engine.Receive(t.Context(), b.conn.Name, header, body))
		}
		b.wait(10 * time.Minute)
		b.SetTitle(id, "Line down again")
		b.Comment(id, "on it")
		b.rest()
		if r, notes := b.request(key); r.Title != "Line down again" || len(notes) != 1 {
			t.Errorf("title %q, %d notes", r.Title, len(notes))
		}
		b.inStep(key)
	})
}

// A workflow's states on the way to ours are told by deliveries, the last one
// first; none of them is taken for the team's.
func TestTheStepsOfOurOwnWayAreNobodysWord(t *testing.T) {
	for name, mishap := range map[string]breakable.Mishap{"in order": {Lose: true, Matches: func(breakable.Hook) bool { return false }}, "reversed": {Hold: true, Times: -1}} {
		t.Run(name, func(t *testing.T) {
			b := kinds()[1].bench(t)
			key, id := b.open()
			b.hear()
			before := len(b.history(key))
			b.hooks.Mishap(mishap)
			b.do(key, request.Move{To: request.Resolved})
			b.rest()
			b.hooks.Heal()
			b.hooks.Release()
			b.rest()
			b.poll()
			issue, _ := b.people.(atJira).server.Issue(id)
			if steps := len(b.hooks.Sent()); issue.Status != "Done" || steps < 3 {
				t.Fatalf("the ticket is %s after %d deliveries", issue.Status, steps)
			}
			r, _ := b.request(key)
			if r.Status != request.Resolved || r.Links[0].State != request.Done || r.Delegations[0].State == request.Returned {
				t.Errorf("the request is %s, the link %s, the delegation %s", r.Status, r.Links[0].State, r.Delegations[0].State)
			}
			for _, e := range b.history(key)[before:] {
				if e.Actor.Origin == b.conn.Name && (e.To == string(request.Doing) || e.To == "In Progress") {
					t.Errorf("taken for the team's: %+v", e)
				}
			}
			b.inStep(key)
			b.quiet(key)
		})
	}
}

// Where no delivery tells of a deleted comment and the ticket's time stands still,
// the next change of the ticket shows it.
func TestADeletionThatNobodyToldOfShowsWithTheNextChange(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		key, id := b.open()
		said := b.Comment(id, "on it")
		b.poll()
		team, ok := b.people.(editors)
		if _, notes := b.request(key); !ok || len(notes) != 1 {
			t.Skip("nobody can delete there: ", len(notes))
		}
		b.clock.Advance(2 * time.Second)
		team.DeleteComment(id, said)
		b.clock.Advance(2 * time.Second)
		b.SetTitle(id, "Line down again")
		b.poll()
		b.poll()
		if _, notes := b.request(key); !notes[0].Deleted {
			t.Errorf("the note is still there: %+v", notes[0])
		}
		b.inStep(key)
		b.quiet(key)
	}, unhooked)
}

// After a 429 nothing is called until the time that the tool asked for has passed.
func TestNothingIsCalledBeforeTheToolAllowsIt(t *testing.T) {
	some(t, kind.simulated, func(t *testing.T, b *bench) {
		key, _ := b.open()
		other, _ := b.open()
		b.poll()
		b.calls.Break(breakable.Break{Match: writing, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"300"}}})
		b.do(key, request.TakeValue{Field: ticket.Title, Text: "Line down again"})
		b.rest()
		b.spent()
		b.do(other, request.TakeValue{Field: ticket.Title, Text: "Another line down"})
		for range 4 { // more than a poll's interval each
			b.clock.Advance(70 * time.Second)
			b.settle()
		}
		if is, calls := b.spent(); is != (cost{}) {
			t.Errorf("called before its time: %v", calls)
		}
		views, err := b.store.Connections(t.Context())
		must(t, err)
		if !views[0].NotBefore.After(b.clock.Now()) || !slices.ContainsFunc([]string{views[0].LastError}, func(s string) bool {
			return strings.Contains(s, "429") || strings.Contains(s, "throttled") || strings.Contains(s, "limit")
		}) {
			t.Errorf("the connection says %q until %v", views[0].LastError, views[0].NotBefore)
		}
		b.recover()
		b.inStep(key)
		b.inStep(other)
	})
}
