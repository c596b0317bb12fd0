package sqlstore_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// What was indexed while ß was kept is indexed anew, and nothing else.
func TestWhatHadASharpSIsIndexedAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path})
	if err != nil {
		t.Fatal(err)
	}
	for id, title := range map[request.ID]string{"r1": "Ausfall Hafenstraße", "r2": "Ausfall Hafenstrasse"} {
		r := &request.Request{ID: id, Key: request.Key("SP-" + string(id[1:])), Title: title, Status: request.New}
		if err := s.Create(t.Context(), store.New{Request: r}); err != nil {
			t.Fatal(err)
		}
	}
	index(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{"DELETE FROM goose_db_version WHERE version_id=17", "DELETE FROM docs WHERE rowid IN (SELECT seq FROM requests)"} {
		if _, err := db.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, sqlstore.Options{URL: "sqlite:" + path})
	index(t, again)
	list, err := again.Near(t.Context(), store.Hints{Words: request.Words("HAFENSTRASSE")})
	if err != nil || len(list) != 1 || list[0].ID != "r1" {
		t.Errorf("found %+v, %v", list, err)
	}
}
