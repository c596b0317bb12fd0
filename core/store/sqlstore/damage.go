package sqlstore

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrDamaged is the error of a SQLite database whose file is not what SQLite wrote.
var ErrDamaged = errors.New("the database's file is damaged: stop the hub, put the newest copy that spochub backup made in its place, " +
	"remove its -wal and -shm files, leave its .epoch file as it is, and start the hub")

// advised adds to an error of a damaged file what to do about it.
func advised(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) || errors.Is(err, ErrDamaged) {
		return err
	}
	switch e.Code() & 0xff { // its high bits say more
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
