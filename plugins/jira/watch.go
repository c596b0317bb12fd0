package jira

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// skew is how far the clocks of a site's nodes may be apart.
const skew = time.Minute

// Changes reads the issues updated since the cursor, oldest first, each as it is
// now. The times in the query are milliseconds since 1970: a date would be read
// in the account's time zone, by the minute.
func (c *conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		if from == "" {
			yield(c.begin(ctx))
			return
		}
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

// begin marks the server's present time; ours may be wrong.
func (c *conn) begin(ctx context.Context) (sdk.Change, error) {
	now, err := c.serverInfo(ctx)
	if err == nil && now.IsZero() {
		err = fault.Errorf(fault.Misread, "poll issues", "the server does not tell its time")
	}
	if err != nil {
		return sdk.Change{}, err
	}
	return sdk.Change{Kind: ticket.Mark, Cursor: beginning(now.Add(-skew)).text()}, nil
}

// watch is one poll.
type watch struct {
	*conn
	cloud   bool
	at      cursor
	from    int64 // the query's lower bound in milliseconds
	q       search
	seen    map[string]sdk.Version // rows of this poll; they shift while it reads
	yielded bool
}

func (c *conn) watch(ctx context.Context, from sdk.Cursor) (*watch, error) {
	at, err := parseCursor(from)
	if err != nil {
		return nil, err
	}
	cloud, err := c.cloud(ctx)
	if err != nil {
		return nil, err
	}
	w := &watch{conn: c, cloud: cloud, at: at, from: at.from(c.settle() + 2*time.Minute), seen: map[string]sdk.Version{}}
	w.q = w.query()
	return w, nil
}

// query asks for our projects' issues, and for those that we made wherever they
// are now: one that was moved would else never be heard of again.
func (w *watch) query() search {
	return search{
		op:     "poll issues",
		jql:    "(" + w.inProjects() + " OR creator = currentUser()) AND updated >= " + strconv.FormatInt(w.from, 10) + " ORDER BY updated ASC, id ASC",
		fields: append(basic(), "comment", "attachment"),
	}
}

// step reads one page and yields its rows; false when the poll is over.
func (w *watch) step(ctx context.Context, yield func(sdk.Change, error) bool) (bool, error) {
	rows, err := w.searchPage(ctx, &w.q)
	if err != nil {
		return false, err
	}
	now := serverTime(w.q.header)
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

// advance asks Data Center for the next page by time and not by offset, which
// would skip a row for each one that was updated meanwhile.
func (w *watch) advance(rows []issueBean) {
	if w.cloud || len(rows) == 0 {
		return
	}
	last := decode[stamp](rows[len(rows)-1].Fields["updated"]).UnixMilli()
	if last > w.from {
		w.from = last
		w.q = w.query()
	}
}

func (w *watch) row(ctx context.Context, b issueBean, now time.Time, yield func(sdk.Change, error) bool) (bool, error) {
	t := w.reader().ticket(b)
	if v, seen := w.seen[b.ID]; seen && v == t.Version {
		return true, nil
	}
	w.seen[b.ID] = t.Version
	if !w.home(t.Ref.Container) {
		return w.strayed(t, now, yield), nil
	}
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

// home reports whether a project is one of ours.
func (w *watch) home(container string) bool {
	known := w.know().projects
	_, ours := known[container]
	return ours || len(known) == 0
}

// strayed tells that an issue of ours is in another project now. Where it was is
// not known, so it is told for each project of ours.
func (w *watch) strayed(t sdk.Ticket, now time.Time, yield func(sdk.Change, error) bool) bool {
	w.at = w.at.after(time.UnixMicro(int64(t.Version)).UTC(), t.Ref.ID, now)
	if told, _ := w.unveiled.get(t.Ref.ID); told == t.Version || len(t.Keys) == 0 && w.cloud {
		return true
	}
	for id := range w.know().projects {
		w.yielded = true
		was := sdk.Ref{ID: t.Ref.ID, Container: id, Key: t.Ref.Key}
		if !yield(sdk.Change{Kind: ticket.Moved, Ref: was, Version: t.Version, To: &t.Ref, Cursor: w.at.text()}, nil) {
			return false
		}
	}
	w.unveiled.put(t.Ref.ID, t.Version)
	return true
}
