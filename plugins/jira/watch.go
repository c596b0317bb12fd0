package jira

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// Changes reads the issues updated since the cursor, oldest first, each as it is
// now. The times in the query are milliseconds since 1970: a date would be read
// in the account's time zone, by the minute.
func (c *conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		w, err := c.watch(ctx, from)
		if err != nil {
			yield(sdk.Change{}, err)
			return
		}
		for more := true; more; {
			if more, err = w.step(ctx, yield); err != nil {
				yield(sdk.Change{}, err)
				return
			}
		}
	}
}

// watch is one poll.
type watch struct {
	*conn
	cloud   bool
	at      cursor
	from    int64 // the query's lower bound in milliseconds, 0: relative
	q       search
	seen    map[string]sdk.Version // rows of this poll; they shift while it reads
	yielded bool
}

func (c *conn) watch(ctx context.Context, from sdk.Cursor) (*watch, error) {
	cloud, err := c.cloud(ctx)
	if err != nil {
		return nil, err
	}
	w := &watch{conn: c, cloud: cloud, seen: map[string]sdk.Version{}}
	overlap := c.settle() + 2*time.Minute
	if from == "" {
		w.q = w.query(fmt.Sprintf("-%dm", int(overlap/time.Minute)+1))
		return w, nil
	}
	if w.at, err = parseCursor(from); err != nil {
		return nil, err
	}
	if w.at.Import {
		overlap = 0
	}
	w.from = max(0, w.at.Time.Add(-overlap).UnixMilli())
	w.q = w.query(strconv.FormatInt(w.from, 10))
	return w, nil
}

func (w *watch) query(from string) search {
	return search{
		op:     "poll issues",
		jql:    w.inProjects() + " AND updated >= " + from + " ORDER BY updated ASC, id ASC",
		fields: append(basic(), "comment", "attachment"),
	}
}

// step reads one page and yields its rows; false when the poll is over.
func (w *watch) step(ctx context.Context, yield func(sdk.Change, error) bool) (bool, error) {
	rows, err := w.searchPage(ctx, &w.q)
	if err != nil {
		return false, err
	}
	now, err := w.clock(ctx)
	if err != nil {
		return false, err
	}
	for _, b := range rows {
		if ok, err := w.row(ctx, b, now, yield); err != nil || !ok {
			return false, err
		}
	}
	if !w.q.done {
		w.advance(rows)
		return true, nil
	}
	if !w.yielded {
		yield(sdk.Change{Kind: ticket.Mark, Cursor: w.at.text()}, nil)
	}
	return false, nil
}

// clock is the server's time, where a first poll begins; never our own.
func (w *watch) clock(ctx context.Context) (now time.Time, err error) {
	if now = serverTime(w.q.header); now.IsZero() && w.at.Time.IsZero() {
		now, err = w.serverInfo(ctx)
	}
	if w.at.Time.IsZero() {
		w.at.Time = now
	}
	return now, err
}

// advance asks Data Center for the next page by time and not by offset, which
// would skip a row for each one that was updated meanwhile.
func (w *watch) advance(rows []issueBean) {
	if w.cloud || len(rows) == 0 {
		return
	}
	last := decode[stamp](rows[len(rows)-1].Fields["updated"]).UnixMilli()
	if last > w.from {
		w.from, w.q = last, w.query(strconv.FormatInt(last, 10))
	}
}

func (w *watch) row(ctx context.Context, b issueBean, now time.Time, yield func(sdk.Change, error) bool) (bool, error) {
	t := w.reader().ticket(b)
	if v, seen := w.seen[b.ID]; seen && v == t.Version {
		return true, nil
	}
	w.seen[b.ID] = t.Version
	if known, _ := w.unveiled.get(b.ID); !t.AllComments && known != t.Version {
		beans, err := w.listComments(ctx, t.Ref)
		if err != nil && fault.ClassOf(err) != fault.NotFound {
			return false, err
		}
		if err == nil {
			t.Comments, t.AllComments, t.NComments = w.reader().comments(beans, t.Ref.Container), true, len(beans)
		}
	}
	w.at = w.at.after(time.UnixMicro(int64(t.Version)).UTC(), b.ID, now)
	w.yielded = true
	if !yield(sdk.Change{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Keys: t.Keys, Ticket: &t, Cursor: w.at.text()}, nil) {
		return false, nil
	}
	if t.AllComments {
		w.unveiled.put(b.ID, t.Version)
	}
	return true, nil
}
