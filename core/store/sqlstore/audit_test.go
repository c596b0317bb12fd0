package sqlstore_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// The trail only grows, whoever has the database in hand.
func TestTheAuditTrailOnlyGrows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	s := open(t, sqlstore.Options{URL: "sqlite:" + path})
	if err := s.Record(t.Context(), store.Audit{Action: "sign_in"}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"UPDATE audit SET who='x'", "DELETE FROM audit"} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s works", statement)
		}
	}
}

// A migration with a lower number that comes later is run all the same.
func TestALateMigrationIsRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"DELETE FROM goose_db_version WHERE version_id=3", "DROP TABLE sessions"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, sqlstore.Options{URL: "sqlite:" + path})
	if err := again.Sessions().Commit("t", []byte("x"), time.Now().Add(time.Hour)); err != nil {
		t.Errorf("the table of the late migration: %v", err)
	}
}
