package sqlstore_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// The clock is set back by a day while the database is closed: polls and links that
// failed go on at once, and links at rest are not all looked at for it.
func TestAClockThatWasSetBackWhileClosed(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	o := sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "hub.db"), Now: func() time.Time { return now }}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	claimed := func(s *sqlstore.Store, kind store.Work) (ids []string) {
		t.Helper()
		claims, err := s.Claim(t.Context(), kind, 9, time.Minute)
		must(err)
		for _, c := range claims {
			ids = append(ids, c.ID)
		}
		return ids
	}
	s, err := sqlstore.Open(t.Context(), o)
	must(err)
	for n := 1; n <= 2; n++ {
		create(t, s, n)
	}
	must(s.Connection(t.Context(), "noc", func(c *store.Connection) error { c.PollAt = now.Add(time.Minute); return nil }))
	claims, err := s.Claim(t.Context(), store.LinkWork, 9, time.Minute)
	must(err)
	if len(claims) != 2 {
		t.Fatalf("claims %+v", claims)
	}
	must(s.Finish(t.Context(), claims[0], store.Outcome{Failed: true, Again: now.Add(time.Minute)}))
	must(s.Link(t.Context(), claims[1], func(d *store.LinkDoc) error {
		d.Release, d.DueAt = true, now.Add(24*time.Hour)
		return nil
	}))
	must(s.Close())
	now = now.Add(-24 * time.Hour)
	s, err = sqlstore.Open(t.Context(), o)
	must(err)
	defer s.Close()
	if ids := claimed(s, store.LinkWork); len(ids) != 1 || request.LinkID(ids[0]) != request.LinkID(claims[0].ID) {
		t.Errorf("due are the links %v, want %s alone", ids, claims[0].ID)
	}
	if ids := claimed(s, store.PollWork); len(ids) != 1 {
		t.Errorf("due are the polls %v", ids)
	}
}
