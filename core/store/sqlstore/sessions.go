package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/spochub/spochub/core/store"
)

// Sessions keeps the sessions of people who are signed in. It is a store for
// github.com/alexedwards/scs/v2, with contexts and to iterate over.
type Sessions struct{ s *Store }

// Sessions returns the database's sessions, the same on all nodes.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// FindCtx returns a session's data; false if there is none that still counts.
func (x *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	t := x.s.reader(ctx)
	err = t.one(`SELECT data FROM sessions WHERE token=$1 AND expiry>$2`, []any{token, t.now}, &data)
	if errors.Is(err, store.ErrNotFound) {
		return nil, false, nil
	}
	return data, err == nil, wrap("session", err)
}

// CommitCtx stores a session, or replaces what was stored.
func (x *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	if data == nil {
		data = []byte{}
	}
	return wrap("session", x.s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO sessions (token, data, expiry) VALUES ($1,$2,$3)
			ON CONFLICT (token) DO UPDATE SET data=excluded.data, expiry=excluded.expiry`, token, data, expiry.UnixMicro())
	}))
}

// DeleteCtx ends a session, if there is one.
func (x *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return wrap("session", x.s.write(ctx, func(t *tx) error {
		return t.put(`DELETE FROM sessions WHERE token=$1`, token)
	}))
}

// AllCtx returns the data of every session that still counts, by token.
func (x *Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	all := map[string][]byte{}
	t := x.s.reader(ctx)
	_, err := rows(t, func(r *sql.Rows) (struct{}, error) {
		var token string
		var data []byte
		err := r.Scan(&token, &data)
		all[token] = data
		return struct{}{}, err
	}, `SELECT token, data FROM sessions WHERE expiry>$1`, t.now)
	return all, wrap("sessions", err)
}

// Find is FindCtx without a context.
func (x *Sessions) Find(token string) ([]byte, bool, error) {
	return x.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (x *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	return x.CommitCtx(context.Background(), token, data, expiry)
}

// Delete is DeleteCtx without a context.
func (x *Sessions) Delete(token string) error { return x.DeleteCtx(context.Background(), token) }

// All is AllCtx without a context.
func (x *Sessions) All() (map[string][]byte, error) { return x.AllCtx(context.Background()) }
