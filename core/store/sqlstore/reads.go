package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// everything is what a person has read who has read all there was.
const everything = int64(0)

// readsKept is how long it is known what somebody has read.
const readsKept = 90 * 24 * time.Hour

// Read implements [store.Desk]. Where nothing is new nothing is written.
func (s *Store) Read(ctx context.Context, person string, key request.Key, seen time.Time) (time.Time, error) {
	at, news, seq, err := s.readBefore(ctx, person, key)
	if err != nil {
		return time.Time{}, wrap("read", err)
	}
	var before time.Time
	if at != 0 {
		before = fromMicros(at)
	}
	if at >= news && at != 0 {
		return before, nil
	}
	return before, wrap("read", s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO reads (person, request, at) VALUES ($1,$2,$3)
			ON CONFLICT (person, request) DO UPDATE SET at=excluded.at WHERE reads.at<excluded.at`, person, seq, seen.UnixMicro())
	}))
}

// readBefore is when somebody read a request last, 0 never, and when it had news.
func (s *Store) readBefore(ctx context.Context, person string, key request.Key) (before, news, seq int64, err error) {
	t := s.reader(ctx)
	if err := t.one(`SELECT news_at, seq FROM requests WHERE key=$1`, []any{string(key)}, &news, &seq); err != nil {
		return 0, 0, 0, fmt.Errorf("request %s: %w", key, err)
	}
	err = t.one(`SELECT at FROM reads WHERE person=$1 AND request=$2`, []any{person, seq}, &before)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return before, news, seq, err
}

// ReadAll implements [store.Desk].
func (s *Store) ReadAll(ctx context.Context, person string, until time.Time) error {
	return wrap("read all", s.write(ctx, func(t *tx) error {
		return t.put(`INSERT INTO reads (person, request, at) VALUES ($1,$2,$3)
			ON CONFLICT (person, request) DO UPDATE SET at=excluded.at WHERE reads.at<excluded.at`, person, everything, until.UnixMicro())
	}))
}

// unread are the requests that somebody has not read the news of.
func (b *builder) unread(prefix string, u request.Unread) string {
	at, open := prefix+"news_at", prefix+"is_open=1 AND "
	if b.walk {
		at = prefix + "news_at+0"
	}
	person := b.arg(u.By)
	return fmt.Sprintf(`(%s%s>%s AND %s>coalesce((SELECT m.at FROM reads m WHERE m.person=%s AND m.request=%d),0)
		AND NOT EXISTS (SELECT 1 FROM reads m WHERE m.person=%s AND m.request=%sseq AND m.at>=%snews_at))`,
		open, at, b.arg(u.After.UnixMicro()), at, person, everything, person, prefix, prefix)
}

// unreadOf lists those of a page that its reader has not read.
func (t *tx) unreadOf(page []*held, by request.Unread) (map[request.ID]bool, error) {
	unread := map[request.ID]bool{}
	if by.By == "" || len(page) == 0 {
		return unread, nil
	}
	b := &builder{d: t.s.dialect, walk: true}
	seqs := make([]string, len(page))
	for i, h := range page {
		seqs[i] = b.arg(h.seq)
	}
	where := b.unread("r.", by)
	found, err := rows(t, single[string], `SELECT r.id FROM requests r WHERE r.seq IN (`+strings.Join(seqs, ",")+`) AND `+where, b.args...)
	for _, id := range found {
		unread[request.ID(id)] = true
	}
	return unread, err
}

// newsOf is when the events of a transaction are news, 0 if none of them is. A
// request that it made is news of when it came about, which may be long ago.
func (t *tx) newsOf(h *held) int64 {
	if h.version > 0 && slices.ContainsFunc(h.events, request.Event.News) {
		return t.time().UnixMicro()
	}
	return 0
}

// readOwn notes that whoever makes the news of a transaction has read it, if they
// had read all that was new before.
func (t *tx) readOwn(h *held, news int64) error {
	if news == 0 || h.reader == "" {
		return nil
	}
	return t.put(`INSERT INTO reads (person, request, at)
		SELECT CAST($1 AS TEXT), r.seq, CAST($3 AS BIGINT) FROM requests r WHERE r.seq=$2 AND r.news_at<=(
			SELECT coalesce(max(m.at),0) FROM reads m WHERE m.person=$1 AND m.request IN (r.seq, `+strconv.FormatInt(everything, 10)+`))
		ON CONFLICT (person, request) DO UPDATE SET at=excluded.at WHERE reads.at<excluded.at`, h.reader, h.seq, news)
}
