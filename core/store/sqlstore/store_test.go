package sqlstore_test

import (
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/store/storetest"
)

func open(t testing.TB, o sqlstore.Options) *sqlstore.Store {
	t.Helper()
	if o.URL == "" {
		o.URL = "sqlite:" + filepath.Join(t.TempDir(), "hub.db")
	}
	s, err := sqlstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// subject is a store on a clock that stands still, as the suite wants it.
func subject(t *testing.T, o sqlstore.Options) storetest.Subject {
	clock := storetest.NewClock()
	o.Now = clock.Now
	s := open(t, o)
	return storetest.Subject{Sync: s, Desk: s, Accounts: s, Entries: s, Files: s, Sessions: s.Sessions(), Prune: s.Prune, Clock: clock, Kick: storetest.Kicked(s), Index: func(t *testing.T) {
		t.Helper()
		index(t, s)
	}}
}

// index waits until all text is in the index, whoever brings it there.
func index(t testing.TB, s *sqlstore.Store) {
	t.Helper()
	for {
		if _, err := s.IndexText(t.Context()); err != nil {
			t.Fatal(err)
		}
		n, err := s.TextDue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestSQLite(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Subject { return subject(t, sqlstore.Options{Sync: "off"}) })
}
