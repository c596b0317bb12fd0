package sqlstore_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

func TestUntimedOfBefore(t *testing.T) {
	testUntimed(t, "sqlite:"+filepath.Join(t.TempDir(), "hub.db"))
}

// testUntimed: what was stored when the newest change decided is ordered as if it were
// stored today, to the microsecond.
func testUntimed(t *testing.T, url string) {
	o := sqlstore.Options{URL: url}
	s, err := sqlstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for n, r := range []request.Request{
		{Priority: "P3", CreatedAt: at.Add(3 * time.Microsecond)},
		{Priority: "P1", CreatedAt: at},
		{Priority: "P4", CreatedAt: at.Add(-time.Hour)},
		{Priority: "P3", CreatedAt: at.Add(-500 * time.Millisecond)},
		{Priority: "P2", CreatedAt: at.Add(123456 * time.Microsecond)},
		{CreatedAt: at.Add(-time.Hour)},
		{Priority: "P4", DueAt: at.Add(time.Hour)},
		{Priority: "P1", NextUpdateAt: at.Add(2 * time.Hour)},
		{Priority: "P1", Status: request.WaitingClient},
		{Priority: "P1", Status: request.Closed},
	} {
		if r.Status == "" {
			r.Status = request.New
		}
		r.ID = request.ID(string(rune('a' + n)))
		if err := s.Create(t.Context(), store.New{Request: &r}); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Places(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetUntimed(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, err := s.Places(t.Context())
	if err != nil || slices.Equal(before, want) {
		t.Fatalf("the database is none of before: %v, %v", before, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, o)
	if got, err := again.Places(t.Context()); err != nil || !slices.Equal(got, want) {
		t.Errorf("places %v, %v, want %v", got, err, want)
	}
	page, err := again.List(t.Context(), store.Query{Filter: request.Filter{Open: true}, Order: request.ByTime})
	if err != nil {
		t.Fatal(err)
	}
	var order []string
	for _, r := range page.Items {
		order = append(order, string(r.ID))
	}
	if got := strings.Join(order, ""); got != "bghedacfi" {
		t.Errorf("the order is %s", got)
	}
}
