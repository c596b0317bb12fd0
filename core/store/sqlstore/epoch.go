package sqlstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"time"

	"github.com/spochub/spochub/core/store"
)

// witness is what the file beside a SQLite database remembers of it. Every
// commit of a hub raises the mark; a database whose mark is below the file's is
// an old copy.
type witness struct {
	Epoch int64 `json:"epoch"`
	Mark  int64 `json:"mark"`
}

const witnessEvery = time.Second

// Epoch is a number that rises whenever the database was replaced by an older
// copy of itself.
func (s *Store) Epoch() int64 { return s.epoch }

// Restored reports whether Open found an older copy of the database, or one whose
// file beside it is gone or says nothing: what was done since it was made may be
// forgotten.
func (s *Store) Restored() bool { return s.restored }

// watchMark compares the database with its witness and keeps that up to date.
func (s *Store) watchMark(ctx, background context.Context, path string) error {
	seen, err := readWitness(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errNoWitness) {
		return err
	}
	missing := err != nil
	epoch, err := s.storedEpoch(ctx)
	if err != nil {
		return err
	}
	mark, err := s.mark(ctx)
	if err != nil {
		return err
	}
	s.restored = epoch > 0 && (missing || seen.Mark > mark)
	s.epoch = max(epoch, seen.Epoch, 1)
	if s.restored {
		s.epoch = max(epoch, seen.Epoch) + 1
	}
	if err := s.put(ctx, "epoch", strconv.FormatInt(s.epoch, 10)); err != nil {
		return err
	}
	if err := s.recall(ctx); err != nil {
		return err
	}
	if err := s.witness(ctx, path); err != nil {
		return err
	}
	s.running.Go(func() { s.keepWitness(background, path) })
	return nil
}

// recall makes every link due after a restore, since each has to look at its
// ticket again before anything else happens, and leaves out the keys that the
// lost epoch may have given.
func (s *Store) recall(ctx context.Context) error {
	if !s.restored {
		return nil
	}
	return s.write(ctx, func(t *tx) error {
		if err := t.put(t.s.dialect.SkipKeys); err != nil {
			return err
		}
		return t.put(`UPDATE links SET want_gen=want_gen+1, due_at=$1 WHERE connection<>'none'`, t.time().UnixMicro())
	})
}

func (s *Store) keepWitness(ctx context.Context, path string) {
	tick := time.NewTicker(witnessEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = s.witness(ctx, path) // a lost one only makes the next restore harder to see
		case <-ctx.Done():
			_ = s.witness(context.WithoutCancel(ctx), path)
			return
		}
	}
}

// witness writes the mark of what is committed, if it moved.
func (s *Store) witness(ctx context.Context, path string) error {
	mark, err := s.mark(ctx)
	if err != nil {
		return err
	}
	now := witness{Epoch: s.epoch, Mark: mark}
	if was, err := readWitness(path); err == nil && was == now {
		return nil
	}
	if s.wal != nil { // no loss of power may take back what the witness has seen
		if err := s.wal.sync(); err != nil {
			return err
		}
	}
	text, err := json.Marshal(now)
	if err != nil {
		return err
	}
	if err := writeDown(path+".new", text); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// writeDown writes a file so that it is on the disk before it takes the place of
// another.
func writeDown(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// errNoWitness is a file that says nothing, as a power cut may leave it.
var errNoWitness = errors.New("unreadable witness")

func readWitness(path string) (w witness, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return w, err
	}
	if err := json.Unmarshal(text, &w); err != nil {
		return witness{}, fmt.Errorf("%w: %s: %w", errNoWitness, path, err)
	}
	return w, nil
}

func (s *Store) mark(ctx context.Context) (mark int64, err error) {
	err = s.reader(ctx).one(`SELECT n FROM counters WHERE name='mark'`, nil, &mark)
	return mark, err
}

// storedEpoch is 0 before the first one is set.
func (s *Store) storedEpoch(ctx context.Context) (int64, error) {
	text, err := s.setting(ctx, "epoch")
	if err != nil || text == "" {
		return 0, err
	}
	return strconv.ParseInt(text, 10, 64)
}

func (s *Store) setting(ctx context.Context, name string) (text string, err error) {
	err = s.reader(ctx).one(`SELECT value FROM settings WHERE name=$1`, []any{name}, &text)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return text, err
}

func (s *Store) put(ctx context.Context, name, value string) error {
	return s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO settings (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value=excluded.value`, name, value)
	})
}
