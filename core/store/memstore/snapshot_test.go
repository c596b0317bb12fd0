package memstore_test

import (
	"errors"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/memstore"
	"github.com/spochub/spochub/core/store/storetest"
)

func title(t *testing.T, s *memstore.Store, set string) (was string) {
	t.Helper()
	err := s.Link(t.Context(), store.Claim{ID: "l1"}, func(d *store.LinkDoc) error {
		was = d.Request.Title
		if set != "" {
			d.Request.Title = set
			d.Dirty = []request.LinkID{"l1"}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return was
}

func TestSnapshotIsAMoment(t *testing.T) {
	s := memstore.New(storetest.NewClock().Now)
	err := s.Intake(t.Context(), func(i store.Intake) error {
		r := &request.Request{ID: "r1", Title: "first", Links: []request.Link{{ID: "l1", Connection: "noc"}}}
		return i.Add(r, []store.NewLink{{Link: "l1"}}, nil, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	moment := s.Snapshot()
	title(t, s, "second")
	for range 2 { // a snapshot can be used again
		s.Restore(moment)
		if got := title(t, s, "third"); got != "first" {
			t.Fatalf("title is %q after restoring", got)
		}
	}
}

func TestCrashEndsClaims(t *testing.T) {
	s := memstore.New(storetest.NewClock().Now)
	if _, err := s.Receive(t.Context(), store.Delivery{Connection: "noc", ID: "1"}); err != nil {
		t.Fatal(err)
	}
	claim := func() store.Claim {
		claims, err := s.Claim(t.Context(), store.DeliveryWork, 1, time.Hour)
		if err != nil || len(claims) != 1 {
			t.Fatalf("claimed %v, %v", claims, err)
		}
		return claims[0]
	}
	lost := claim()
	s.Crash()
	if err := s.Finish(t.Context(), lost, store.Outcome{Done: true}); !errors.Is(err, store.ErrConflict) {
		t.Fatalf("error of the lost claim is %v", err)
	}
	claim()
}
