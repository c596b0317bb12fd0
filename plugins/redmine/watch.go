package redmine

import (
	"context"
	"iter"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Changes lists the project's issues by the second of their last change. Each is
// told as the list shows it, and then as a reason to look: the journals come with
// each issue alone, and Get reads them all at once.
func (c *conn) Changes(ctx context.Context, from sdk.Cursor) iter.Seq2[sdk.Change, error] {
	return func(yield func(sdk.Change, error) bool) {
		s, err := c.known(ctx)
		if err != nil {
			yield(sdk.Change{}, err)
			return
		}
		w := &watch{ctx: ctx, client: c.client, reader: c.reader(s), yield: yield}
		if from == "" {
			err = w.begin()
		} else if w.at, err = parse(from); err == nil {
			err = w.run()
		}
		if err != nil && !w.left {
			yield(sdk.Change{}, err)
		}
	}
}

// watch is one poll.
type watch struct {
	reader
	ctx    context.Context
	client client
	yield  func(sdk.Change, error) bool
	at     position
	found  bool // something was yielded
	left   bool // the caller has heard enough
}

// begin marks what is there now.
func (w *watch) begin() error {
	page, err := w.list(url.Values{"sort": {"updated_on:desc,id:desc"}})
	if err != nil {
		return err
	}
	slices.Reverse(page)
	w.at = w.at.after(page)
	if err := w.strays(func(i issue) { w.at = w.at.after([]issue{i}) }); err != nil {
		return err
	}
	w.mark()
	return nil
}

// run reads page after page. The next one begins again with the second in which
// the last ended, since paging by offset loses rows that move meanwhile; a
// second that fills pages of its own is read by ids.
func (w *watch) run() error {
	for from := w.at.From; ; {
		page, err := w.list(url.Values{"sort": {"updated_on,id"}, "updated_on": {">=" + stamp(from)}})
		if err != nil {
			return err
		}
		full := len(page) == pageSize
		if full && page[pageSize-1].UpdatedOn.Unix() <= from {
			if page, err = w.crowd(from); err != nil {
				return err
			}
			from++
		} else if full {
			from = page[pageSize-1].UpdatedOn.Unix()
		}
		if w.tell(page); w.left {
			return nil
		}
		if !full {
			break
		}
	}
	if err := w.strays(w.strayed); err != nil || w.left {
		return err
	}
	if !w.found {
		w.mark()
	}
	return nil
}

// crowd reads everything up to the end of one second, by ids.
func (w *watch) crowd(second int64) ([]issue, error) {
	var all []issue
	between := "><" + stamp(second) + "|" + stamp(second+1) // a second holds fractions that Redmine does not show
	for id := 1; ; {
		page, err := w.list(url.Values{"sort": {"id"}, "updated_on": {between}, "issue_id": {">=" + strconv.Itoa(id)}})
		if err != nil {
			return nil, err
		}
		for _, i := range page {
			if i.UpdatedOn.Unix() <= second {
				all = append(all, i)
			}
			id = i.ID + 1
		}
		if len(page) < pageSize {
			return all, nil
		}
	}
}

// strays finds issues that we made and that are in another project: one that was
// moved there ours would never show again. An empty project has lost none.
func (w *watch) strays(tell func(issue)) error {
	if w.at.From == 0 {
		return nil
	}
	query := url.Values{
		"f[]": {"status_id", "author_id", "project_id", "updated_on"}, "sort": {"updated_on,id"},
		"op[status_id]": {"*"}, "op[author_id]": {"="}, "v[author_id][]": {"me"},
		"op[project_id]": {"!"}, "v[project_id][]": {w.project.id()}, "op[updated_on]": {">="}, "v[updated_on][]": {stamp(w.at.From)},
	}
	for offset, total := 0, 1; offset < total && !w.left; offset += pageSize {
		query.Set("offset", strconv.Itoa(offset))
		page, err := w.page(query)
		if err != nil {
			return err
		}
		total = page.Total
		for _, i := range page.Issues {
			if i.Project.ID != w.project.ID && !w.at.covers(i) && !w.left {
				tell(i)
			}
		}
	}
	return nil
}

func (w *watch) strayed(i issue) {
	t := w.ticket(i)
	was := t.Ref
	was.Container = w.project.id()
	w.at, w.found = w.at.after([]issue{i}), true
	w.left = !w.yield(sdk.Change{Kind: ticket.Moved, Ref: was, Version: t.Version, Keys: t.Keys, To: &t.Ref, Cursor: w.at.cursor()}, nil)
}

func (w *watch) list(query url.Values) ([]issue, error) {
	query.Set("project_id", w.project.id())
	query.Set("subproject_id", "!*")
	query.Set("status_id", "*")
	page, err := w.page(query)
	return page.Issues, err
}

func (w *watch) page(query url.Values) (issues, error) {
	query.Set("limit", strconv.Itoa(pageSize))
	var page issues
	err := w.client.get(w.ctx, "poll", "/issues.json", query, &page)
	return page, err
}

// tell yields the rows not seen before. Only the last one of a page carries the
// position behind it; with those before, the page would be read again.
func (w *watch) tell(page []issue) {
	fresh := slices.DeleteFunc(slices.Clone(page), w.at.covers)
	here, next := w.at.cursor(), w.at.after(page)
	next.wary(fresh, w.at, time.Now().UnixMilli())
	for n, i := range fresh {
		t := w.ticket(i)
		row := sdk.Change{Kind: ticket.Snapshot, Ref: t.Ref, Version: t.Version, Keys: t.Keys, Ticket: &t, Cursor: here}
		look := sdk.Change{Kind: ticket.Look, Ref: t.Ref, Version: t.Version, Keys: t.Keys, Cursor: here}
		if n == len(fresh)-1 {
			look.Cursor = next.cursor()
		}
		if w.found = true; !w.at.young(i) && !w.yield(row, nil) || !w.yield(look, nil) {
			w.left = true
			return
		}
	}
	w.at = next
}

func (w *watch) mark() {
	w.found = true
	w.left = !w.yield(sdk.Change{Kind: ticket.Mark, Cursor: w.at.cursor()}, nil)
}

func stamp(second int64) string { return time.Unix(second, 0).UTC().Format(time.RFC3339) }
