package sqlstore_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

func TestTroubleOfBefore(t *testing.T) {
	testTrouble(t, "sqlite:"+filepath.Join(t.TempDir(), "hub.db"))
}

// testTrouble: what was wrong with connections when what is wrong was found in their
// documents is found where it stands now.
func testTrouble(t *testing.T, url string) {
	o := sqlstore.Options{URL: url}
	s, err := sqlstore.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 2, 12, 0, 0, 123456000, time.UTC)
	for _, c := range []store.Connection{
		{Name: "a", LastError: `a "quoted" word`, ErrorAt: at, PolledAt: at.Add(-time.Hour), NotBefore: at.Add(time.Minute)},
		{Name: "b", PolledAt: at}, {Name: "c", Stopped: "refused", StoppedAt: at},
	} {
		if err := s.Connection(t.Context(), c.Name, func(stored *store.Connection) error { *stored = c; return nil }); err != nil {
			t.Fatal(err)
		}
	}
	want, err := s.Troubled(t.Context())
	if err != nil || len(want) != 2 {
		t.Fatalf("%+v, %v", want, err)
	}
	if err := s.ForgetTrouble(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := open(t, o).Troubled(t.Context()); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}
