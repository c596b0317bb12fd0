package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// ErrNewer is the error of Open for a database that a newer program has made.
var ErrNewer = errors.New("the database belongs to a newer spochub")

// migrate brings the schema to the newest version that this program knows.
func (s *Store) migrate(ctx context.Context, db *sql.DB) error {
	folder, err := fs.Sub(migrations, s.dialect.Folder)
	if err != nil {
		return err
	}
	// a migration with a lower number may come later: it is still run
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true), goose.WithAllowOutofOrder(true)}
	if s.dialect.Goose == goose.DialectPostgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(s.dialect.Goose, db, folder, options...)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	current, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	sources := p.ListSources()
	if newest := sources[len(sources)-1].Version; current > newest {
		return fmt.Errorf("migrate: %w: its schema is %d, this program knows %d; start the newer program or restore a backup", ErrNewer, current, newest)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
