package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/spochub/spochub/core/store"
)

// Peek reads what was configured in the browser, beside a hub that may run on the
// database. It writes nothing, makes nothing and leaves the schema as it is. A
// database that is not there yet, or not a hub's yet, holds none.
func Peek(ctx context.Context, address string) ([]store.Entry, error) {
	s := &Store{o: Options{URL: address}.withDefaults()}
	db, err := s.peek(address)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the database: %w", err)
	}
	defer db.Close()
	s.db, s.reads = db, db
	list, _, err := s.Entries(ctx)
	if sqlState(err) == undefinedTable || err != nil && strings.Contains(err.Error(), "no such table") {
		return nil, nil
	}
	return list, err
}

// undefinedTable is PostgreSQL's state of a table that is not there.
const undefinedTable = "42P01"

// peek opens the database for reading alone.
func (s *Store) peek(address string) (*sql.DB, error) {
	if path, embedded := strings.CutPrefix(address, "sqlite:"); embedded {
		s.dialect = sqliteDialect()
		if _, err := os.Stat(path); err != nil {
			return nil, err
		}
		return sql.Open("sqlite", dsn(path)+"&_pragma=query_only(1)&"+quiet(path))
	}
	s.dialect = postgresDialect()
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, fmt.Errorf("%s: unreadable address", redact(address))
	}
	config.RuntimeParams["application_name"] = "spochub check"
	config.RuntimeParams["default_transaction_read_only"] = "on"
	return stdlib.OpenDB(*config), nil
}

// quiet opens a file so that nothing is left beside it, which could belong to
// another user than the hub's: while nobody has it open it cannot change.
func quiet(path string) string {
	if _, err := os.Stat(path + "-wal"); errors.Is(err, fs.ErrNotExist) {
		return "mode=ro&immutable=1"
	}
	return "mode=ro"
}
