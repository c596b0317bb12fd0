package github_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/ticket"
)

// An idle poll is two calls, which the ETags make free.
func TestIdlePollsAreFree(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now})
	_, cursor := w.poll("")
	n := w.open("T", "Text.")
	_, err := w.team.Comment(n, "A word.")
	w.must(err)
	at.advance(time.Minute)
	got, cursor := w.poll(cursor)
	if len(got) != 2 || got[0].Kind != ticket.Snapshot || got[1].Kind != ticket.Commented {
		t.Fatalf("got %+v", got)
	}
	_, cursor = w.poll(cursor) // learns the ETags of the new position
	left := -1
	for range 3 {
		at.advance(time.Minute)
		w.calls.Reset()
		meter := &rest.Meter{}
		for c, err := range as[sdk.Watcher](w).Changes(rest.WithMeter(t.Context(), meter), cursor) {
			w.must(err)
			if cursor = c.Cursor; c.Kind != ticket.Mark {
				t.Errorf("an idle poll tells of %+v", c)
			}
		}
		for _, c := range w.calls.Calls() {
			if c.Status != http.StatusNotModified {
				t.Errorf("%s %s answered %d", c.Method, c.Path, c.Status)
			}
		}
		if got := meter.Tally(); got.Calls["GET"] != 2 || (left >= 0 && got.Left != left) {
			t.Errorf("%d calls, %d left of the limit after %d", got.Calls["GET"], got.Left, left)
		} else {
			left = got.Left
		}
	}
}

// Closed issues are listed too; lists show only open ones by default.
func TestPollSeesClosedIssues(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	_, cursor := w.poll("")
	w.must(w.team.Close(w.open("T", ""), "completed"))
	got, _ := w.poll(cursor)
	if len(got) != 1 || got[0].Ticket.Cells[ticket.State].Native != "closed/completed" {
		t.Errorf("got %+v", got)
	}
}

// The time has seconds only: a second change within one must not be lost.
func TestPollSeesTwoChangesInOneSecond(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now})
	_, cursor := w.poll("")
	n := w.open("First", "")
	got, cursor := w.poll(cursor)
	if len(got) != 1 {
		t.Fatalf("got %d changes", len(got))
	}
	w.must(w.team.SetTitle(n, "Second"))
	id, err := w.team.Comment(n, "One")
	w.must(err)
	got, cursor = w.poll(cursor)
	if len(got) != 2 || got[0].Ticket.Cells[ticket.Title].Native != "Second" {
		t.Fatalf("got %+v", got)
	}
	w.must(w.team.EditComment(id, "Two"))
	got, cursor = w.poll(cursor)
	if len(got) != 1 || got[0].Comment == nil || got[0].Comment.Native != "Two" {
		t.Fatalf("got %+v", got)
	}
	if got, _ = w.poll(cursor); len(got) != 1 || got[0].Kind != ticket.Mark {
		t.Errorf("nothing new gives %+v", got)
	}
}

// An edited comment does not move its issue's time.
func TestPollSeesEditedComments(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now})
	n := w.open("T", "")
	id, err := w.team.Comment(n, "One")
	w.must(err)
	at.advance(time.Hour)
	_, cursor := w.poll("")
	at.advance(time.Hour)
	w.must(w.team.EditComment(id, "Two"))
	got, _ := w.poll(cursor)
	if len(got) != 1 || got[0].Kind != ticket.Commented || got[0].Ref.ID != "1" || got[0].Version != 0 {
		t.Errorf("got %+v", got)
	}
}

// TestPollReadsEveryPage puts many more rows than a page into one second and
// over several, with numbered pages and with cursors, where go-github's loop
// would end after page one.
func TestPollReadsEveryPage(t *testing.T) {
	for _, cursors := range []bool{false, true} {
		for _, step := range []time.Duration{0, time.Second} {
			t.Run(fmt.Sprintf("cursors %v, %v apart", cursors, step), func(t *testing.T) {
				at := newClock()
				w := newWorld(t, githubtest.Options{Now: at.now, CursorPages: cursors, PageSize: 7})
				_, cursor := w.poll("")
				var want []string
				for i := range 50 {
					n := w.open("T", "")
					_, err := w.team.Comment(n, "A word.")
					w.must(err)
					want = append(want, strconv.Itoa(n))
					if at.advance(step); i%20 == 19 {
						_, err = w.team.OpenPull("Between")
						w.must(err)
					}
				}
				want = append(slices.Clone(want), want...)
				got, next := w.poll(cursor)
				if seen := ids(got); !slices.Equal(numbered(seen), numbered(want)) {
					t.Errorf("saw %v", seen)
				}
				if got, _ := w.poll(next); len(ids(got)) != 0 {
					t.Errorf("seen twice: %v", ids(got))
				}
			})
		}
	}
}

func numbered(list []string) []string {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b string) int { x, _ := strconv.Atoi(a); y, _ := strconv.Atoi(b); return x - y })
	return list
}

// Rows move to the end of the list while it is read page by page.
func TestPollWhileRowsMove(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now, PageSize: 5})
	_, cursor := w.poll("")
	want := map[string]bool{}
	for range 30 {
		want[strconv.Itoa(w.open("T", ""))] = true
		at.advance(time.Minute)
	}
	read, moved := 0, 0
	w.calls.Break(breakable.Break{Times: -1, Match: func(r *http.Request) bool {
		if read++; read > 1 && moved < 10 && strings.HasSuffix(r.URL.Path, "/issues") {
			moved++ // what was read first moves to the end
			w.must(w.team.SetTitle(moved, "Moved "+strconv.Itoa(read)))
		}
		return false
	}})
	got, next := w.poll(cursor)
	again, _ := w.poll(next)
	for _, id := range append(ids(got), ids(again)...) {
		delete(want, id)
	}
	if len(want) != 0 {
		t.Errorf("never seen: %v", want)
	}
}

func TestPollSkipsPullRequests(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	_, cursor := w.poll("")
	n, err := w.team.OpenPull("Fix it")
	w.must(err)
	_, err = w.team.Comment(n, "Looks good.")
	w.must(err)
	if got, _ := w.poll(cursor); len(got) != 1 || got[0].Kind != ticket.Mark {
		t.Errorf("got %+v", got)
	}
	_, err = w.conn.Get(t.Context(), w.ref(n), sdk.Need{})
	class(t, err, fault.NotFound)
}

// A row with a time in the future must not blind the polls to come.
func TestPollIsNotBlindedByTheFuture(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now})
	_, cursor := w.poll("")
	w.open("T", "")
	w.calls.Break(breakable.Break{Match: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/issues") }, Status: 200,
		Header: http.Header{"Date": {at.now().UTC().Format(http.TimeFormat)}}, Body: `[{"number":1,"title":"T","state":"open","labels":[],"updated_at":"2099-01-01T00:00:00Z"}]`})
	_, cursor = w.poll(cursor)
	at.advance(time.Minute)
	n := w.open("After", "")
	if got, _ := w.poll(cursor); !slices.Contains(ids(got), strconv.Itoa(n)) {
		t.Errorf("saw %v", ids(got))
	}
}

// A list that points back to itself ends with an error, not never.
func TestPagesInACircleEnd(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	_, err := w.team.Comment(n, "A word.")
	w.must(err)
	w.warm()
	link := fmt.Sprintf(`<%s/repos/elbline/platform/issues/1/comments?page=2>; rel="next"`, w.url)
	w.calls.Break(breakable.Break{Match: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/comments") }, Times: -1, Status: 200, Header: http.Header{"Link": {link}}, Body: `[]`})
	_, err = w.conn.Get(t.Context(), w.ref(n), sdk.Need{Comments: true})
	class(t, err, fault.Misread)
}

func TestForeignCursorsAreRefused(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	for _, at := range []sdk.Cursor{"x", "{}", "since:yesterday", `{"v":2}`} {
		for _, err := range as[sdk.Watcher](w).Changes(t.Context(), at) {
			class(t, err, fault.Invalid)
		}
	}
}

// Only a read that brought them all proves that a comment was deleted.
func TestDeletedCommentShowsInACompleteRead(t *testing.T) {
	w := newWorld(t, githubtest.Options{PageSize: 2})
	n := w.open("T", "")
	var last int64
	for range 5 {
		id, err := w.team.Comment(n, "A word.")
		w.must(err)
		last = id
	}
	if got := w.get(n, sdk.Need{Comments: true}); !got.AllComments || len(got.Comments) != 5 || got.NComments != 5 {
		t.Fatalf("%d comments, all %v", len(got.Comments), got.AllComments)
	}
	w.must(w.team.DeleteComment(last))
	if got := w.get(n, sdk.Need{Comments: true}); !got.AllComments || len(got.Comments) != 4 || got.NComments != 4 {
		t.Errorf("%d comments, all %v", len(got.Comments), got.AllComments)
	}
	if got := w.get(n, sdk.Need{}); got.AllComments || got.LogAfter != -1 {
		t.Error("what was not asked for is said to be complete")
	}
}

// Find does not use the search, and reads to the last page.
func TestFindReadsEveryPage(t *testing.T) {
	w := newWorld(t, githubtest.Options{CursorPages: true, PageSize: 3})
	w.create("sp-wanted", nil)
	for i := range 10 {
		w.create(sdk.Key("sp-"+strconv.Itoa(i)), nil)
	}
	w.create("sp-wanted", nil)
	w.open("By people", "A quote of\n\n<!-- spochub:v1 key=sp-wanted -->")
	w.must(w.team.Close(1, "completed"))
	found, err := as[sdk.Finder](w).Find(t.Context(), "sp-wanted")
	w.must(err)
	if len(found) != 2 || found[0].Ref.ID != "1" || found[1].Ref.ID != "12" {
		t.Errorf("found %+v", found)
	}
}

// Recovery asks again and again: what was listed once is not listed twice, and
// what changed meanwhile is seen.
func TestFindAgainListsOnlyWhatChanged(t *testing.T) {
	at := newClock()
	w := newWorld(t, githubtest.Options{Now: at.now, PageSize: 3})
	find := func(key sdk.Key) (ids []string) {
		found, err := as[sdk.Finder](w).Find(t.Context(), key)
		w.must(err)
		for _, f := range found {
			ids = append(ids, f.Ref.ID)
		}
		return ids
	}
	for i := range 9 {
		w.create(sdk.Key("sp-"+strconv.Itoa(i)), nil)
	}
	at.advance(time.Hour)
	find("sp-none")
	at.advance(time.Hour)
	w.calls.Reset()
	if got := find("sp-none"); len(got) != 0 || len(w.made()) != 1 {
		t.Errorf("found %v with %v", got, w.made())
	}
	w.calls.Reset()
	if got := find("sp-4"); !slices.Equal(got, []string{"5"}) || len(w.made()) != 2 {
		t.Errorf("found %v with %v", got, w.made())
	}
	w.create("sp-4", nil) // a twin
	if got := find("sp-4"); !slices.Equal(got, []string{"5", "10"}) {
		t.Errorf("found %v", got)
	}
	at.advance(time.Hour)
	w.must(w.team.SetBody(5, "The marker is gone."))
	if got := find("sp-4"); !slices.Equal(got, []string{"10"}) {
		t.Errorf("found %v", got)
	}
	at.advance(time.Hour)
	find("sp-4")
	w.must(w.team.Delete(10))
	if got := find("sp-4"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
	_, err := w.team.Transfer(1, githubtest.Elsewhere)
	w.must(err)
	if got := find("sp-0"); len(got) != 0 {
		t.Errorf("found %v", got)
	}
}

// A read of an issue that did not change costs nothing of the limit.
func TestReadIsConditional(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	first := w.get(n, sdk.Need{})
	w.calls.Reset()
	second := w.get(n, sdk.Need{})
	if c := w.calls.Calls(); len(c) != 1 || c[0].Status != http.StatusNotModified || second.Version != first.Version || second.Cells[ticket.Title].Native != "T" {
		t.Errorf("calls %+v", c)
	}
	w.must(w.team.SetTitle(n, "U"))
	if got := w.get(n, sdk.Need{}); got.Cells[ticket.Title].Native != "U" {
		t.Errorf("reads %q", got.Cells[ticket.Title].Native)
	}
}
