package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/core/queue"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// guest uses a database for as long as f runs.
func guest(t *testing.T, address string, f func(*sqlstore.Store)) {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address, Guest: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	f(s)
}

func requests(t *testing.T, s *sqlstore.Store) int {
	t.Helper()
	n, err := s.Counts(t.Context(), []request.Filter{{}}, 1000)
	if err != nil {
		t.Fatal(err)
	}
	return n[0]
}

func putPerson(t *testing.T, s *sqlstore.Store, login string) {
	t.Helper()
	if err := s.PutPerson(t.Context(), store.Person{Login: login}); err != nil {
		t.Fatal(err)
	}
}

func TestGuestAdministersBesideTheHub(t *testing.T) {
	dir := t.TempDir()
	address, copied := "sqlite:"+filepath.Join(dir, "hub.db"), filepath.Join(dir, "copy.db")
	hub := open(t, sqlstore.Options{URL: address})
	create(t, hub, 1)
	guest(t, address, func(g *sqlstore.Store) {
		putPerson(t, g, "dana")
		if err := g.PutToken(t.Context(), store.Token{Hash: "h", Role: "admin"}); err != nil {
			t.Fatal(err)
		}
		if err := g.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		create(t, hub, 2)
		if n := requests(t, g); n != 2 {
			t.Errorf("the guest sees %d requests", n)
		}
	})
	create(t, hub, 3)
	for name, s := range map[string]*sqlstore.Store{"the hub": hub, "the copy": open(t, sqlstore.Options{URL: "sqlite:" + copied})} {
		_, errPerson := s.Person(t.Context(), "dana")
		token, errToken := s.Token(t.Context(), "h")
		if err := errors.Join(errPerson, errToken); err != nil || token.Role != "admin" {
			t.Errorf("%s has token %+v, %v", name, token, err)
		}
		if n, want := requests(t, s), map[string]int{"the hub": 3, "the copy": 1}[name]; n != want {
			t.Errorf("%s has %d requests, want %d", name, n, want)
		}
	}
}

// A guest is another process: no kick tells the hub what it made due, its slow
// look does.
func TestHubFindsWhatAGuestMadeDue(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "hub.db")
	hub := open(t, sqlstore.Options{URL: address})
	polled := make(chan string, 10)
	worker := &queue.Worker{
		Kind: store.PollWork, Source: hub, Now: time.Now, Log: slog.New(slog.DiscardHandler), Lease: time.Minute,
		Kick: hub.Kick(store.PollWork), Longest: 5 * time.Millisecond,
		Do: func(ctx context.Context, c store.Claim) *store.Outcome {
			polled <- cursor(t, hub)
			return &store.Outcome{Done: true, Again: time.Now().Add(time.Hour)}
		},
	}
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { worker.Run(ctx) })
	cursor(t, hub) // a new connection is polled
	if at := soon(t, polled); at != "" {
		t.Fatalf("the first poll goes on from %q", at)
	}
	guest(t, address, func(g *sqlstore.Store) {
		err := g.Intake(t.Context(), func(tx store.Intake) error { return tx.Cursor("noc", "since:then") })
		if err == nil {
			err = g.Connection(t.Context(), "noc", func(c *store.Connection) error {
				c.PollAt = time.Now()
				return nil
			})
		}
		if err != nil {
			t.Fatal(err)
		}
	})
	if at := soon(t, polled); at != "since:then" {
		t.Fatalf("the next poll goes on from %q", at)
	}
}

func cursor(t *testing.T, s *sqlstore.Store) (at string) {
	t.Helper()
	err := s.Connection(context.WithoutCancel(t.Context()), "noc", func(c *store.Connection) error {
		at = string(c.Cursor)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return at
}

func soon(t *testing.T, from <-chan string) string {
	t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	select {
	case v := <-from:
		return v
	case <-deadline.C:
		t.Fatal("nothing within 20 s")
		return ""
	}
}

// testGuest opens a guest beside a hub that works.
func testGuest(t *testing.T, address string) {
	hub := open(t, sqlstore.Options{URL: address})
	create(t, hub, 1)
	claimed := claimLink(t, hub)
	guest(t, address, func(g *sqlstore.Store) {
		putPerson(t, g, "dana")
		if g.Epoch() != hub.Epoch() || g.Restored() {
			t.Errorf("the guest's epoch is %d, the hub's %d, restored %v", g.Epoch(), hub.Epoch(), g.Restored())
		}
		for name, s := range map[string]*sqlstore.Store{"guest": g, "hub": hub} {
			if claims, err := s.Claim(t.Context(), store.LinkWork, 1, time.Hour); err != nil || len(claims) != 0 {
				t.Errorf("the %s claims %v, %v while another has the work", name, claims, err)
			}
		}
	})
	if err := hub.Finish(t.Context(), claimed, store.Outcome{Done: true}); err != nil {
		t.Errorf("the claim of before: %v", err)
	}
}

func TestGuestLeavesClaimsAndEpochAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	t.Run("beside the hub", func(t *testing.T) { testGuest(t, "sqlite:"+path) })
	before := witnessOf(t, path)
	guest(t, "sqlite:"+path, func(g *sqlstore.Store) { putPerson(t, g, "kim") })
	if after := witnessOf(t, path); after != before {
		t.Errorf("the file beside the database said %s and says %s", before, after)
	}
	database(t, path, func(s *sqlstore.Store) {
		if s.Epoch() != 1 || s.Restored() {
			t.Errorf("epoch %d, restored %v", s.Epoch(), s.Restored())
		}
	})
}

func witnessOf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path + ".epoch")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestGuestHidesNoRestore(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "hub.db"), filepath.Join(dir, "copy.db")
	database(t, path, func(s *sqlstore.Store) {
		create(t, s, 1)
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		create(t, s, 2)
	})
	if err := os.Rename(copied, path); err != nil {
		t.Fatal(err)
	}
	guest(t, "sqlite:"+path, func(g *sqlstore.Store) {
		for n := range 20 {
			putPerson(t, g, fmt.Sprint("p", n))
		}
	})
	database(t, path, func(s *sqlstore.Store) {
		if s.Epoch() != 2 || !s.Restored() {
			t.Errorf("epoch %d, restored %v", s.Epoch(), s.Restored())
		}
	})
}

func TestGuestMayComeFirst(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	guest(t, "sqlite:"+path, func(g *sqlstore.Store) { putPerson(t, g, "dana") })
	database(t, path, func(s *sqlstore.Store) {
		if _, err := s.Person(t.Context(), "dana"); err != nil || s.Epoch() != 1 || s.Restored() {
			t.Errorf("epoch %d, restored %v, %v", s.Epoch(), s.Restored(), err)
		}
	})
}

func TestGuestAndHubWriteAtOnce(t *testing.T) {
	address := "sqlite:" + filepath.Join(t.TempDir(), "hub.db")
	hub := open(t, sqlstore.Options{URL: address, Sync: "off"})
	const each = 100
	var working sync.WaitGroup
	working.Go(func() {
		for n := range each {
			r, links := sample(n + 1)
			if err := hub.Create(t.Context(), store.New{Request: r, Links: links}); err != nil {
				t.Error(err)
			}
		}
	})
	guest(t, address, func(g *sqlstore.Store) {
		for n := range each {
			if err := g.PutPerson(t.Context(), store.Person{Login: fmt.Sprint("p", n)}); err != nil {
				t.Error(err)
			}
		}
		working.Wait()
	})
	people, err := hub.People(t.Context())
	if err != nil || len(people) != each || requests(t, hub) != each {
		t.Errorf("%d people and %d requests, %v", len(people), requests(t, hub), err)
	}
}

func TestRestoreOfOneCommitAgoIsSeen(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "hub.db"), filepath.Join(dir, "copy.db")
	database(t, path, func(s *sqlstore.Store) {
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		putPerson(t, s, "dana")
	})
	if err := os.Rename(copied, path); err != nil {
		t.Fatal(err)
	}
	database(t, path, func(s *sqlstore.Store) {
		if s.Epoch() != 2 || !s.Restored() {
			t.Errorf("epoch %d, restored %v", s.Epoch(), s.Restored())
		}
	})
}
