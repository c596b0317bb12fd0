package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spochub/spochub/core/broker/admin"
	"github.com/spochub/spochub/core/config"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk"
)

// Configured is a file's configuration with what was added in the browser, read
// beside a hub that may run and goes on undisturbed. Unfit says of each entry that
// is not in effect why.
func Configured(ctx context.Context, file *config.Config, manifests map[string]sdk.Manifest) (all *config.Config, unfit []string, err error) {
	list, err := sqlstore.Peek(ctx, file.Database.URL.Reveal())
	if err != nil {
		return nil, nil, err
	}
	seal, err := sealThere(file)
	if err != nil {
		return nil, nil, fmt.Errorf("the key that opens the secrets typed in the browser: %w", err)
	}
	s := admin.New(admin.Options{Store: asRead(list), Base: file, Manifests: manifests, Seal: seal, Log: slog.New(slog.DiscardHandler)})
	if all, err = s.Load(ctx); err != nil {
		return nil, nil, err
	}
	return all, s.Unfit(), nil
}

// asRead are entries that were read, and cannot be changed.
type asRead []store.Entry

// Entries implements [store.Entries].
func (l asRead) Entries(context.Context) ([]store.Entry, int64, error) { return l, 0, nil }

// Revision implements [store.Entries].
func (l asRead) Revision(context.Context) (int64, error) { return 0, nil }

// PutEntries implements [store.Entries].
func (l asRead) PutEntries(context.Context, int64, []store.Entry, ...store.Audit) (int64, error) {
	return 0, errors.New("entries are only read here")
}

// sealThere is the seal of the key that there is; none is made.
func sealThere(c *config.Config) (admin.Seal, error) {
	if key := c.Server.SealKey.Reveal(); key != "" {
		return admin.NewSeal(key)
	}
	path, embedded := sealPath(c)
	if !embedded {
		return admin.Seal{}, nil
	}
	key, err := os.ReadFile(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return admin.Seal{}, nil
	case err != nil:
		return admin.Seal{}, err
	}
	return admin.NewSeal(strings.TrimSpace(string(key)))
}
