package sqlstore_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// testNodes runs two stores on one database.
func testNodes(t *testing.T, address string) {
	a := open(t, sqlstore.Options{URL: address, Node: "a"})
	b := open(t, sqlstore.Options{URL: address, Node: "b"})
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	for n := 1; ; n++ { // b may begin to listen only after the first
		create(t, a, n)
		if waits(b.Kick(store.LinkWork), 200*time.Millisecond) {
			break
		}
		select {
		case <-deadline.C:
			t.Fatal("the other node was not woken")
		default:
		}
	}
	claims, err := b.Claim(t.Context(), store.LinkWork, 1, time.Minute)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claimed %v, %v", claims, err)
	}
	sa, errA := a.Secret(t.Context(), "cookies")
	sb, errB := b.Secret(t.Context(), "cookies")
	if errA != nil || errB != nil || !bytes.Equal(sa, sb) || len(sa) != 32 {
		t.Fatalf("secrets are %x (%v) and %x (%v)", sa, errA, sb, errB)
	}
	if a.Epoch() != 1 || a.Restored() || b.Epoch() != 1 || b.Restored() {
		t.Fatalf("epochs are %d and %d, restored %v and %v", a.Epoch(), b.Epoch(), a.Restored(), b.Restored())
	}
}

func waits(kick <-chan struct{}, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-kick:
		return true
	case <-timer.C:
		return false
	}
}

// create stores a request with one link that is due.
func create(t testing.TB, s *sqlstore.Store, n int) request.Key {
	t.Helper()
	r, links := sample(n)
	if err := s.Create(t.Context(), store.New{Request: r, Links: links}); err != nil {
		t.Fatal(err)
	}
	return r.Key
}

// testDeadNode closes a store while it holds claims, as the end of its process does:
// another has its work at once, and not after the lease.
func testDeadNode(t *testing.T, address string) {
	dead := open(t, sqlstore.Options{URL: address, Node: "dead"})
	create(t, dead, 1)
	create(t, dead, 2)
	if claims, err := dead.Claim(t.Context(), store.LinkWork, 1, time.Hour); err != nil || len(claims) != 1 {
		t.Fatalf("claimed %v, %v", claims, err)
	}
	call := store.Answer{Token: "t", Key: "k", BodyHash: "h", At: time.Now()}
	unanswered(t, dead, call)
	alive := open(t, sqlstore.Options{URL: address, Node: "alive"})
	own := store.Answer{Token: "t", Key: "own", BodyHash: "h", At: time.Now()}
	unanswered(t, alive, own)
	held, err := alive.Claim(t.Context(), store.LinkWork, 5, time.Hour)
	if err != nil || len(held) != 1 {
		t.Fatalf("claimed %v, %v", held, err)
	}
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	for {
		again, err := alive.Claim(t.Context(), store.LinkWork, 5, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if len(again) == 1 && again[0].ID != held[0].ID {
			unanswered(t, alive, call)
			if _, known, err := alive.Remember(t.Context(), own); err != nil || !known {
				t.Errorf("a call that still runs may run again: %v", err)
			}
			return
		}
		if len(again) > 0 {
			t.Fatalf("took its own claim from itself: %+v", again)
		}
		select {
		case <-alive.Kick(store.LinkWork):
		case <-deadline.C:
			t.Fatal("the claims of a node that is no more are held")
		}
	}
}

// unanswered takes the key of a call that nobody is at, and does not answer it.
func unanswered(t *testing.T, s *sqlstore.Store, call store.Answer) {
	t.Helper()
	if _, known, err := s.Remember(t.Context(), call); err != nil || known {
		t.Fatalf("a key that nobody uses: known %v, %v", known, err)
	}
}
