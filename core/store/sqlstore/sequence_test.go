package sqlstore_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/store/memstore"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/core/store/storetest"
	"pgregory.net/rapid"
)

func TestMemoryAndSQLiteAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "")
		if err != nil {
			rt.Fatal(err)
		}
		clock := storetest.NewClock()
		s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + filepath.Join(dir, "hub.db"), Now: clock.Now, Sync: "off"})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		storetest.Sequence(rt, clock, s, memstore.New(clock.Now))
	})
}
