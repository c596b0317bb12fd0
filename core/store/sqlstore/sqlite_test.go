package sqlstore_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// database opens a file, runs f over it and closes it.
func database(t *testing.T, path string, f func(*sqlstore.Store)) {
	t.Helper()
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	f(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFileBelongsToOneProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "folder", "a b?.db")
	database(t, path, func(*sqlstore.Store) {
		_, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
		if err == nil || !strings.Contains(err.Error(), "another process") {
			t.Fatalf("error of the second is %v", err)
		}
	})
	database(t, path, func(s *sqlstore.Store) { create(t, s, 1) })
}

func TestUnknownAddress(t *testing.T) {
	for _, address := range []string{"", "mysql://u:secret@h/d", "sqlite:", "postgres://u:secret@127.0.0.1:1/d?connect_timeout=1", "postgres://u:secret@h:x/"} {
		_, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: error is %v", address, err)
		}
	}
}

func TestOpeningEndsClaims(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	var lost store.Claim
	database(t, path, func(s *sqlstore.Store) {
		create(t, s, 1)
		lost = claimLink(t, s)
	})
	database(t, path, func(s *sqlstore.Store) {
		c := claimLink(t, s)
		err := s.Finish(t.Context(), lost, store.Outcome{Done: true})
		if !errors.Is(err, store.ErrConflict) || c.Seq <= lost.Seq {
			t.Fatalf("claim %d after %d, error of the lost one is %v", c.Seq, lost.Seq, err)
		}
	})
}

func claimLink(t testing.TB, s *sqlstore.Store) store.Claim {
	t.Helper()
	claims, err := s.Claim(t.Context(), store.LinkWork, 1, time.Hour)
	if err != nil || len(claims) != 1 {
		t.Fatalf("claimed %v, %v", claims, err)
	}
	return claims[0]
}

func TestNewerSchemaIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	database(t, path, func(*sqlstore.Store) {})
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	_, err = sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
	if !errors.Is(err, sqlstore.ErrNewer) || !strings.Contains(err.Error(), "9999") {
		t.Fatalf("error is %v", err)
	}
}

func TestRestoredCopyIsSeen(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "hub.db"), filepath.Join(dir, "copy.db")
	database(t, path, func(s *sqlstore.Store) {
		create(t, s, 1)
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		if err := s.Backup(t.Context(), copied); !errors.Is(err, os.ErrExist) {
			t.Fatalf("error of a backup over another is %v", err)
		}
		create(t, s, 2)
	})
	expect := func(path string, epoch int64, restored bool, requests int) {
		t.Helper()
		database(t, path, func(s *sqlstore.Store) {
			if s.Epoch() != epoch || s.Restored() != restored {
				t.Fatalf("epoch %d, restored %v; want %d, %v", s.Epoch(), s.Restored(), epoch, restored)
			}
			n, err := s.Counts(t.Context(), []request.Filter{{}}, 10)
			if err != nil || n[0] != requests {
				t.Fatalf("%v requests, %v; want %d", n, err, requests)
			}
		})
	}
	expect(path, 1, false, 2)
	bytes, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	for _, rest := range []string{"-wal", "-shm"} {
		os.Remove(path + rest)
	}
	if err := os.WriteFile(path, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	expect(path, 2, true, 1)
	expect(path, 2, false, 1)
	expect(copied, 2, true, 1) // without the file that stood beside it
}

// What a lost epoch has told people, its successor does not give again.
func TestKeysOfALostEpochAreNotGivenAgain(t *testing.T) {
	dir := t.TempDir()
	path, copied := filepath.Join(dir, "hub.db"), filepath.Join(dir, "copy.db")
	given := map[request.Key]bool{}
	key := func(s *sqlstore.Store, n int) request.Key {
		r, links := sample(n)
		if err := s.Create(t.Context(), store.New{Request: r, Links: links}); err != nil {
			t.Fatal(err)
		}
		return r.Key
	}
	database(t, path, func(s *sqlstore.Store) {
		key(s, 1)
		if err := s.Backup(t.Context(), copied); err != nil {
			t.Fatal(err)
		}
		for n := 2; n < 30; n++ {
			given[key(s, n)] = true
		}
	})
	if err := os.Rename(copied, path); err != nil {
		t.Fatal(err)
	}
	database(t, path, func(s *sqlstore.Store) {
		for n := 30; n < 60; n++ {
			if k := key(s, n); given[k] {
				t.Errorf("%s was given before", k)
			}
		}
	})
}

func TestSecretIsMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	secret := func(name string) (value string) {
		database(t, path, func(s *sqlstore.Store) {
			b, err := s.Secret(t.Context(), name)
			if err != nil || len(b) != 32 {
				t.Fatalf("secret of %d bytes, %v", len(b), err)
			}
			value = string(b)
		})
		return value
	}
	if first, again := secret("a"), secret("a"); first != again || first == secret("b") {
		t.Fatal("a secret changed, or two are the same")
	}
}

func TestClosedStoreAnswers(t *testing.T) {
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "hub.db")})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	r, links := sample(1)
	if err := s.Create(t.Context(), store.New{Request: r, Links: links}); err == nil {
		t.Fatal("a closed store took a request")
	}
}

func TestCancelledCallsStoreNothing(t *testing.T) {
	s := open(t, sqlstore.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, links := sample(1)
	if err := s.Create(ctx, store.New{Request: r, Links: links}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v", err)
	}
	create(t, s, 1)
}

// A test that fails inside a transaction ends its goroutine there.
func TestAbandonedTransactionHarmsNobody(t *testing.T) {
	s := open(t, sqlstore.Options{})
	create(t, s, 1)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		defer func() { recover() }()
		s.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
			d.Request.Title = "never"
			panic("gone")
		})
	}()
	<-gone
	create(t, s, 2)
	r, _, err := s.Request(t.Context(), "SP-1001")
	if err != nil || r.Title == "never" {
		t.Fatalf("title %q, %v", r.Title, err)
	}
}

func TestPruneLeavesWhatIsDue(t *testing.T) {
	now := time.Now()
	s := open(t, sqlstore.Options{Now: func() time.Time { return now }})
	for _, id := range []string{"a", "b"} {
		if _, err := s.Receive(t.Context(), store.Delivery{Connection: "c", ID: id, At: now}); err != nil {
			t.Fatal(err)
		}
	}
	claims, err := s.Claim(t.Context(), store.DeliveryWork, 1, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(t.Context(), claims[0], store.Outcome{Done: true}); err != nil {
		t.Fatal(err)
	}
	now = now.Add(30 * 24 * time.Hour)
	if err := s.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Delivery(t.Context(), claims[0]); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("error of the done one is %v", err)
	}
	if claims, err = s.Claim(t.Context(), store.DeliveryWork, 5, time.Hour); err != nil || len(claims) != 1 {
		t.Fatalf("claimed %v, %v", claims, err)
	}
}

// A call that a process did not answer before it died can be made again at once.
func TestCallsOfADeadProcessAreForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	call := store.Answer{Token: "t", Key: "k", BodyHash: "h", At: time.Now()}
	for range 2 {
		database(t, path, func(s *sqlstore.Store) { unanswered(t, s, call) })
	}
}

// A power cut may leave the file beside the database empty: the database opens, and
// counts as an old copy, since nobody knows.
func TestAnEmptyWitnessIsNone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	database(t, path, func(s *sqlstore.Store) { create(t, s, 1) })
	for _, left := range []string{"", `{"epoch":`, "\x00\x00\x00\x00"} {
		if err := os.WriteFile(path+".epoch", []byte(left), 0o600); err != nil {
			t.Fatal(err)
		}
		database(t, path, func(s *sqlstore.Store) {
			if !s.Restored() {
				t.Errorf("%q counts as a witness", left)
			}
		})
	}
	database(t, path, func(s *sqlstore.Store) {
		if s.Restored() || s.Epoch() != 4 {
			t.Errorf("epoch %d, restored %v; want 4 and not", s.Epoch(), s.Restored())
		}
	})
}
