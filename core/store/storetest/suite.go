// Package storetest is the suite that every implementation of the storage doors
// passes: [Run] for the doors that a subject offers, [Sequence] to drive two
// implementations through the same random operations.
package storetest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// Subject is a fresh, empty store. Desk, Accounts, Files and Sessions may be nil
// where the implementation does not have these doors; with Files goes Desk, and
// Prune with both.
type Subject struct {
	Sync     store.Sync
	Desk     store.Desk
	Accounts store.Accounts
	Files    store.Files
	Entries  store.Entries // with Accounts
	Sessions Sessions
	Prune    func(context.Context) error
	Clock    *Clock                // what the store was opened with
	Index    func(*testing.T)      // brings the text index up to date
	Kick     func(store.Work) bool // whether a kick waits; nil: not offered
}

// Clock is a time that tests move.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at a fixed time.
func NewClock() *Clock { return &Clock{now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)} }

// Now is the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	return c.now
}

// Run tests an implementation; open makes a fresh subject for each test.
func Run(t *testing.T, open func(t *testing.T) Subject) {
	group := func(name string, tests map[string]func(*testing.T, Subject)) {
		t.Run(name, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) { test(t, open(t)) })
			}
		})
	}
	group("due", dueTests)
	group("links", linkTests)
	group("notes", noteTests)
	group("intake", intakeTests)
	group("held", heldTests)
	group("connections", connectionTests)
	group("concurrency", concurrencyTests)
	if probe := open(t); probe.Desk != nil {
		group("desk", deskTests)
		group("sending", sendingTests)
		group("reads", readTests)
		group("watches", watchTests)
		group("lists", listTests)
		group("held back", heldDeskTests)
	}
	if probe := open(t); probe.Accounts != nil {
		group("accounts", accountTests)
	}
	if probe := open(t); probe.Entries != nil {
		group("entries", entryTests)
	}
	if probe := open(t); probe.Files != nil {
		group("files", fileTests)
	}
	if probe := open(t); probe.Sessions != nil {
		group("sessions", sessionTests)
	}
}

const lease = 30 * time.Second

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("error is %v, want %v", err, target)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Fatalf("%s is %v, want %v", what, got, want)
	}
}

// sample is request n with one link on connection noc in ticket n.
func sample(n int) (*request.Request, []store.NewLink) {
	id := strconv.Itoa(n)
	link := request.LinkID("l" + id)
	r := &request.Request{
		ID: request.ID("r" + id), Kind: request.Incident, Status: request.New, Priority: "P3",
		Title: "Line " + id, Client: "nordwind", CreatedAt: time.Date(2026, 2, 1, 0, 0, n, 0, time.UTC),
		Delegations: []request.Delegation{{ID: request.DelegationID("d" + id), Team: "core", Link: link}},
		Links: []request.Link{{ID: link, Connection: "noc", Team: "core", Health: request.Pending,
			Ticket: ticket.Ref{ID: id, Container: "NET", Key: "NET-" + id}}},
	}
	return r, []store.NewLink{{Link: link, Lane: store.People}}
}

// add stores samples first to last.
func add(t *testing.T, s store.Sync, first, last int) {
	t.Helper()
	for n := first; n <= last; n++ {
		must(t, s.Intake(t.Context(), func(i store.Intake) error {
			r, links := sample(n)
			return i.Add(r, links, nil, nil)
		}))
	}
}

func claim(t *testing.T, s store.Sync, kind store.Work, n int) []store.Claim {
	t.Helper()
	claims, err := s.Claim(t.Context(), kind, n, lease)
	must(t, err)
	return claims
}

// claimOne claims the only due piece of work.
func claimOne(t *testing.T, s store.Sync, kind store.Work) store.Claim {
	t.Helper()
	claims := claim(t, s, kind, 10)
	if len(claims) != 1 {
		t.Fatalf("claimed %d pieces of work, want 1: %v", len(claims), claims)
	}
	return claims[0]
}

func none(t *testing.T, s store.Sync, kind store.Work) {
	t.Helper()
	if claims := claim(t, s, kind, 10); len(claims) != 0 {
		t.Fatalf("claimed %v, want nothing", claims)
	}
}

// see runs a transaction that changes nothing.
func see(t *testing.T, s store.Sync, id request.LinkID) *store.LinkDoc {
	t.Helper()
	var seen *store.LinkDoc
	must(t, s.Link(t.Context(), store.Claim{Kind: store.LinkWork, ID: string(id)}, func(d *store.LinkDoc) error {
		seen = d
		return nil
	}))
	return seen
}

// edit runs a transaction that holds no claim.
func edit(t *testing.T, s store.Sync, id request.LinkID, f func(*store.LinkDoc)) {
	t.Helper()
	must(t, s.Link(t.Context(), store.Claim{Kind: store.LinkWork, ID: string(id)}, func(d *store.LinkDoc) error {
		f(d)
		return nil
	}))
}

// Kicked takes a kick without waiting for one.
func Kicked(k store.Kicker) func(store.Work) bool {
	return func(kind store.Work) bool {
		select {
		case <-k.Kick(kind):
			return true
		default:
			return false
		}
	}
}
