package sqlstore_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// testPeek reads beside a hub that runs, and finds what it has stored.
func testPeek(t *testing.T, address string) {
	if list, err := sqlstore.Peek(t.Context(), address); err != nil || len(list) != 0 {
		t.Errorf("before there is a hub: %v, %v", list, err)
	}
	hub := open(t, sqlstore.Options{URL: address})
	_, err := hub.PutEntries(t.Context(), 0, []store.Entry{{Kind: "clients", ID: "argent", Values: map[string]string{"name": "argent"}}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := sqlstore.Peek(t.Context(), address)
	if err != nil || len(list) != 1 || list[0].Values["name"] != "argent" {
		t.Errorf("beside the hub: %v, %v", list, err)
	}
	if _, err := hub.PutEntries(t.Context(), 1, []store.Entry{{Kind: "clients", ID: "argent"}}); err != nil {
		t.Errorf("the hub cannot go on: %v", err)
	}
}

func TestPeek(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	t.Run("beside the hub", func(t *testing.T) { testPeek(t, "sqlite:"+path) })
	database(t, path, func(s *sqlstore.Store) {
		if _, err := s.PutEntries(t.Context(), 2, []store.Entry{{Kind: "clients", ID: "gold", Values: map[string]string{"name": "gold"}}}); err != nil {
			t.Fatal(err)
		}
	})
	before := files(t, filepath.Dir(path))
	if list, err := sqlstore.Peek(t.Context(), "sqlite:"+path); err != nil || len(list) != 1 {
		t.Errorf("when the hub has ended: %v, %v", list, err)
	}
	if after := files(t, filepath.Dir(path)); after != before {
		t.Errorf("beside the database stood %s and stands %s", before, after)
	}
	folder := t.TempDir()
	if list, err := sqlstore.Peek(t.Context(), "sqlite:"+filepath.Join(folder, "none.db")); err != nil || list != nil {
		t.Errorf("of no database: %v, %v", list, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("it made %v, %v", left, err)
	}
	broken := filepath.Join(folder, "broken.db")
	if err := os.WriteFile(broken, []byte("this is no database, but a text that is long enough to be taken for one"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlstore.Peek(t.Context(), "sqlite:"+broken); err == nil {
		t.Error("what is no database is read as if it held nothing")
	}
}

// files names what is in a folder.
func files(t *testing.T, folder string) string {
	t.Helper()
	list, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(list)
}
