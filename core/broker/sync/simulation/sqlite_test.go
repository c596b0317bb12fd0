package simulation_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/sync/simulation"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/memstore"
	"github.com/spochub/spochub/core/store/sqlstore"
)

var (
	onDisk = flag.Int("sim.sqlite", 10, "how many histories to play over a SQLite database")
	synced = flag.String("sim.sync", "off", "its synchronous: full, normal or off")
)

// The same histories over the database that a hub has.
func TestHistoriesOnSQLite(t *testing.T) {
	if testing.Short() || *only {
		t.Skip("the store in memory is enough")
	}
	var sum simulation.Result
	began := time.Now()
	dir := t.TempDir()
	atOnce(*onDisk, func(i int) func() {
		h := asked.next(i)
		folder := filepath.Join(dir, fmt.Sprint(h.seed))
		r := simulation.RunOn(func(now func() time.Time) (simulation.Database, error) {
			return openFile(folder, now)
		}, h.script(), false)
		return func() {
			sum.Add(r)
			if len(r.Violations) > 0 {
				t.Errorf("on SQLite, and in memory perhaps with %s: %s", h, strings.Join(r.Violations, "\n    "))
			}
			must(t, os.RemoveAll(folder))
		}
	})
	t.Logf("%d histories from seed %d on SQLite, synchronous %s: %d crashes, %d restores, %d changes, in %s",
		*onDisk, asked.seed, *synced, sum.Crashes, sum.Restores, sum.Changes, time.Since(began).Round(time.Second))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// file is a SQLite database in a folder of its own.
type file struct {
	*sqlstore.Store
	folder  string
	now     func() time.Time
	backups int
}

func openFile(folder string, now func() time.Time) (simulation.Database, error) {
	f := &file{folder: folder, now: now}
	err := f.open(context.Background())
	return f, err
}

func (f *file) path() string { return filepath.Join(f.folder, "spochub.db") }

func (f *file) open(ctx context.Context) (err error) {
	f.Store, err = sqlstore.Open(ctx, sqlstore.Options{URL: "sqlite:" + f.path(), Now: f.now, Sync: *synced})
	return err
}

// Crash opens the database anew: whoever comes next frees the claims.
func (f *file) Crash(ctx context.Context) error {
	if err := f.Close(); err != nil {
		return err
	}
	return f.open(ctx)
}

// Backup copies the database as the command does; the copy comes back as files do.
func (f *file) Backup(ctx context.Context) (restore func() error, err error) {
	f.backups++
	backup := filepath.Join(f.folder, fmt.Sprint("backup", f.backups))
	if err := f.Store.Backup(ctx, backup); err != nil {
		return nil, err
	}
	return func() error {
		if err := f.Close(); err != nil {
			return err
		}
		text, err := os.ReadFile(backup)
		if err != nil {
			return err
		}
		for _, beside := range []string{"-wal", "-shm"} {
			if err := os.Remove(f.path() + beside); err != nil && !errors.Is(err, os.ErrNotExist) {
				return err
			}
		}
		if err := os.WriteFile(f.path(), text, 0o600); err != nil {
			return err
		}
		return f.open(ctx)
	}, nil
}

func (f *file) Pair(ctx context.Context, a, b *request.Request, decide func(a, b *request.Request, notes []request.NoteID) (memstore.Pairing, error)) error {
	_, notes, err := f.Request(ctx, a.Key)
	if err != nil {
		return err
	}
	var ids []request.NoteID
	for _, n := range notes {
		ids = append(ids, n.ID)
	}
	return f.Update(ctx, a.Key, func(first *store.Doc) error {
		second, err := first.Other(b.Key)
		if err != nil {
			return err
		}
		p, err := decide(first.Request, second.Request, ids)
		if err != nil {
			return err
		}
		put(first, p.A, p.ToA)
		put(second, p.B, p.ToB)
		return nil
	})
}

func put(d *store.Doc, decided request.Decision, move []request.NoteID) {
	d.Add, d.Changed, d.Events, d.Dirty, d.Move = decided.Added, decided.Changed, decided.Events, decided.Dirty, move
}
