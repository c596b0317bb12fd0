package sqlstore

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	pruneEvery     = time.Hour
	deliveriesKept = 14 * 24 * time.Hour // ids of calls that are done: a tool repeats itself for hours, not weeks
	feedKept       = 48 * time.Hour
	looseKept      = 24 * time.Hour // files that no request keeps
	writtenKept    = 400 * 24 * time.Hour
	secretBytes    = 32
)

// start runs what the database needs beside the calls.
func (s *Store) start(ctx context.Context) {
	s.running.Go(func() { s.keepText(ctx) })
	s.running.Go(func() { s.keepSmall(ctx) })
}

func (s *Store) keepSmall(ctx context.Context) {
	for {
		pause(ctx, pruneEvery)
		if ctx.Err() != nil {
			return
		}
		_ = s.Prune(ctx) // what it leaves is taken the next time
	}
}

// Prune removes what has served its time: ids of old deliveries, old stretches
// of the feed, answers of yesterday, sessions that ended, counts of last year,
// files that no request keeps. It runs by itself every hour.
func (s *Store) Prune(ctx context.Context) error {
	return s.write(ctx, func(t *tx) error {
		before := func(d time.Duration) int64 { return t.time().Add(-d).UnixMicro() }
		return errors.Join(
			t.put(`DELETE FROM deliveries WHERE due_at IS NULL AND at<$1`, before(cmp.Or(s.o.Keep, deliveriesKept))),
			t.put(`DELETE FROM feed WHERE at<$1`, before(feedKept)),
			t.put(`DELETE FROM answers WHERE at<$1`, before(answersKept)),
			t.put(`DELETE FROM sessions WHERE expiry<$1`, before(0)),
			t.put(`DELETE FROM reads WHERE request<>$1 AND at<$2`, everything, before(readsKept)),
			t.put(`DELETE FROM written WHERE day<$1`, t.time().Add(-writtenKept).Format(time.DateOnly)),
			t.put(`DELETE FROM files WHERE kept=0 AND at<$1`, before(looseKept)))
	})
}

// Backup writes a copy of a SQLite database, complete and compact, to a path
// that does not exist yet, while work goes on.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.vacuum == nil {
		return errors.New("backup: this is a PostgreSQL database: use pg_dump or its replication")
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("backup: %s: %w", path, os.ErrExist)
	}
	return wrap("backup", s.vacuum(ctx, path))
}

// Secret returns the random secret of a name, made when it is first asked for:
// the same on all nodes.
func (s *Store) Secret(ctx context.Context, name string) ([]byte, error) {
	fresh := make([]byte, secretBytes)
	rand.Read(fresh)
	var text string
	err := s.write(ctx, func(t *tx) error {
		if err := t.put(`INSERT INTO settings (name, value) VALUES ($1,$2) ON CONFLICT (name) DO NOTHING`,
			"secret."+name, base64.StdEncoding.EncodeToString(fresh)); err != nil {
			return err
		}
		return t.one(`SELECT value FROM settings WHERE name=$1`, []any{"secret." + name}, &text)
	})
	if err != nil {
		return nil, fmt.Errorf("secret %s: %w", name, err)
	}
	return base64.StdEncoding.DecodeString(text)
}
