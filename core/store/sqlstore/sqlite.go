package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

const (
	pragmas = "_pragma=busy_timeout(5000)&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)"
	readers = 4
	// Pages that each connection keeps in memory: the system keeps the file's, too.
	writeCache = "&_pragma=cache_size(-32768)"
	readCache  = "&_pragma=cache_size(-16384)"
)

func openSQLite(ctx, background context.Context, s *Store) error {
	path := strings.TrimPrefix(s.o.URL, "sqlite:")
	if path == "" {
		return errors.New("sqlite: no path")
	}
	s.dialect = sqliteDialect()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	if !s.o.Guest {
		if err := s.lockFile(path + ".lock"); err != nil {
			return err
		}
	}
	db, err := s.openWriter(ctx, path)
	if err != nil {
		return err
	}
	if err := s.migrate(ctx, db); err != nil {
		return err
	}
	s.db, err = sql.Open("sqlite", dsn(path)+readCache+"&_pragma=query_only(1)")
	if err != nil {
		return err
	}
	s.db.SetMaxOpenConns(readers)
	s.db.SetMaxIdleConns(readers)
	reads := &statements{on: s.db}
	s.reads = reads
	s.closing(func() error { reads.close(); return s.db.Close() })
	s.vacuum = func(ctx context.Context, to string) error { return copyTo(ctx, path, to) }
	return s.startWriter(ctx, background, db, path)
}

// copyTo copies the database over a connection of its own, beside the writer.
func copyTo(ctx context.Context, path, to string) error {
	db, err := sql.Open("sqlite", dsn(path))
	if err != nil {
		return err
	}
	defer db.Close()
	if err := private(to); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO $1", to)
	return err
}

// private makes an empty file that its owner alone may read: a copy of the
// database holds what people signed in with.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (s *Store) openWriter(ctx context.Context, path string) (*sql.DB, error) {
	mode := strings.ToUpper(s.o.Sync)
	if mode != "FULL" && mode != "NORMAL" && mode != "OFF" {
		return nil, fmt.Errorf("sqlite: synchronous %q: full, normal or off", s.o.Sync)
	}
	if mode == "FULL" { // the writer sees to that: not every commit has to wait for the disk
		s.wal = &walFile{path: path + "-wal"}
		mode = "NORMAL"
		s.closing(s.wal.close)
	}
	db, err := sql.Open("sqlite", dsn(path)+writeCache+"&_pragma=journal_mode(WAL)&_pragma=synchronous("+mode+")")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s.closing(db.Close)
	if err := db.PingContext(ctx); err != nil {
		return nil, err
	}
	return db, nil
}

func dsn(path string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}
	return u.String() + "?" + pragmas
}

// startWriter hands the only writing connection to the writer.
func (s *Store) startWriter(ctx, background context.Context, db *sql.DB, path string) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	prepared := &statements{on: conn}
	s.closing(func() error { prepared.close(); return conn.Close() })
	w := &writer{s: s, conn: prepared, queue: make(chan *unit), behind: make(chan *unit), done: make(chan struct{}), most: batchUnits}
	if s.o.Alone {
		w.most = 1
	}
	s.write = w.write
	s.running.Go(func() { w.run(background) })
	if s.o.Guest {
		s.epoch, err = s.storedEpoch(ctx)
		return err
	}
	if err := s.watchMark(ctx, background, path+".epoch"); err != nil { // before anything raises the mark
		return err
	}
	return s.freeLeases(ctx)
}

// lockFile makes sure that only one process uses the database.
func (s *Store) lockFile(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	s.closing(f.Close)
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		return fmt.Errorf("sqlite: %s: another process uses the database: %w", path, err)
	}
	return nil
}
