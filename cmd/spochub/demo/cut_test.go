package demo_test

import (
	"database/sql"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// A checkpoint that a kill ended has copied pages of frames that it had not counted
// yet: a cut that takes one of those leaves a database that no disk would.
func TestACutLeavesWhatACheckpointMayHaveCopied(t *testing.T) {
	t.Parallel()
	const counted = 96 // where the index says how many frames are in the database for certain
	for seed := range uint64(50) {
		d := &disk{path: filepath.Join(t.TempDir(), "hub.db")}
		db, err := sql.Open("sqlite", d.path)
		must(t, err)
		db.SetMaxOpenConns(1)
		for _, do := range []string{
			"PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0", "CREATE TABLE x (y)", "INSERT INTO x VALUES (1)",
			"PRAGMA wal_checkpoint(PASSIVE)", // all that there is
		} {
			_, err := db.ExecContext(t.Context(), do)
			must(t, err)
		}
		text, err := os.ReadFile(d.path + "-shm")
		must(t, err)
		log, err := os.ReadFile(d.path + "-wal")
		must(t, err)
		must(t, db.Close())
		clear(text[counted : counted+4]) // as before its end
		must(t, os.WriteFile(d.path+"-shm", text, 0o600))
		must(t, os.WriteFile(d.path+"-wal", log, 0o600))
		d.lied(t, rand.New(rand.NewPCG(seed, 7)))
		left, err := os.Stat(d.path + "-wal")
		must(t, err)
		if left.Size() < int64(len(log)) {
			t.Fatalf("%d bytes of %d are left", left.Size(), len(log))
		}
	}
}
