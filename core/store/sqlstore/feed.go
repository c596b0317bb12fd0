package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// Feed implements [store.Desk].
func (s *Store) Feed(ctx context.Context, after int64, limit int) (store.Feed, error) {
	t, f := s.reader(ctx), store.Feed{Last: after}
	if after == 0 {
		err := t.one(s.dialect.FeedNewest, nil, &f.Last)
		return f, wrap("feed", err)
	}
	var err error
	f.Items, err = rows(t, scanFeed, s.dialect.FeedAfter, after, int64(limit))
	if n := len(f.Items); n > 0 {
		f.Last = f.Items[n-1].Position
	}
	return f, wrap("feed", err)
}

func wrap(op string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

func scanFeed(r *sql.Rows) (store.FeedItem, error) {
	var i store.FeedItem
	var id, key string
	var at int64
	err := r.Scan(&i.Position, &id, &key, &at)
	i.Request, i.Key, i.At = request.ID(id), request.Key(key), fromMicros(at)
	return i, err
}
