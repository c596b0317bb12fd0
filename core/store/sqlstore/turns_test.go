package sqlstore_test

import (
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// A database of before turns were stored is complete when it is opened, and nothing
// that people see has changed by it.
func TestTurnsOfOldRequests(t *testing.T) {
	o := sqlstore.Options{URL: "sqlite:" + filepath.Join(t.TempDir(), "hub.db"), Sync: "off"}
	s, err := sqlstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	const many = 700
	for n := range many {
		create(t, s, n)
	}
	before, _, err := s.Request(t.Context(), "SP-1001")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetTurns(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = sqlstore.Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	who := string(before.Turn().Party)
	counts, err := s.Counts(t.Context(), []request.Filter{{Open: true}}, many)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]request.Filter{"by tag": {Open: true, Next: []string{who}}, "all": {Open: true}} {
		page, err := s.List(t.Context(), store.Query{Filter: f, Order: request.ByTurn, Limit: many + 1})
		if err != nil || len(page.Items) != counts[0] || counts[0] <= 200 {
			t.Errorf("%s: %d of %d requests, %v", name, len(page.Items), many, err)
		}
	}
	if after, _, err := s.Request(t.Context(), "SP-1001"); err != nil || after.Version != before.Version || !after.UpdatedAt.Equal(before.UpdatedAt) {
		t.Errorf("it was changed: %d of %v, %v", after.Version, after.UpdatedAt, err)
	}
}
