package sqlstore_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/store/sqlstore"
)

// Whoever starts the hub on a damaged file is told how it is put right.
func TestADamagedFileSaysWhatToDo(t *testing.T) {
	const page = 4096
	for name, damage := range map[string]func([]byte) []byte{
		"nothing of SQLite's":  func(all []byte) []byte { return bytes.Repeat([]byte("no "), len(all)/3) },
		"pages without sense":  func(all []byte) []byte { return append(all[:page:page], bytes.Repeat([]byte{0xa5}, len(all)-page)...) },
		"half of it is there":  func(all []byte) []byte { return all[:len(all)/2/page*page] },
		"a page that is empty": func(all []byte) []byte { clear(all[100:page]); return all },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "hub.db")
			database(t, path, func(s *sqlstore.Store) { create(t, s, 20) })
			all, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, damage(all), 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
			if err == nil {
				t.Fatal(s.Close())
			}
			if !errors.Is(err, sqlstore.ErrDamaged) || !strings.Contains(err.Error(), "spochub backup") || !strings.Contains(err.Error(), "-wal and -shm") {
				t.Error(err)
			}
		})
	}
}
