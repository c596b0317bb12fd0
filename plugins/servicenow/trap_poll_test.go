package servicenow_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func (b *bench) incidents(n int) []string {
	b.t.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, must(b.sim.As("dana.reyes").Create(fmt.Sprintf("Incident %d", i), "Text"))(b.t))
	}
	return ids
}

func times(list []sdk.Change) map[string]int {
	seen := map[string]int{}
	for _, c := range list {
		if c.Kind == ticket.Snapshot {
			seen[c.Ref.ID]++
		}
	}
	return seen
}

// Timestamps have a grain of a second, and a page may end inside one.
func TestManyInOneSecondAreReadOnce(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	_, cursor := b.poll("")
	clock.Add(time.Minute)
	ids := b.incidents(250)
	var list []sdk.Change
	if n := b.count(func() { list, cursor = b.poll(cursor) }); n != 6 {
		t.Errorf("250 changes made %d calls, want 2 for each hundred", n)
	}
	seen := times(list)
	for _, id := range ids {
		if seen[id] != 1 {
			t.Fatalf("%s was told %d times", id, seen[id])
		}
	}
	again, _ := b.poll(cursor)
	wantKinds(t, again, ticket.Mark)
}

// Rows hidden from us count for the limit: a short or empty page is no end.
func TestHiddenRowsDoNotEndAPage(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now, MaxLimit: 3}, nil)
	_, cursor := b.poll("")
	var ids []string
	for range 12 {
		clock.Add(time.Second)
		ids = append(ids, b.incidents(1)...)
	}
	for _, id := range ids[2:9] {
		b.sim.Hide(id, true)
	}
	list, _ := b.poll(cursor)
	if seen := times(list); len(seen) != 5 || seen[ids[0]]+seen[ids[1]]+seen[ids[9]]+seen[ids[11]] != 4 {
		t.Errorf("saw %d of 5 records", len(seen))
	}
}

func TestRowsThatMoveBetweenPagesAreNotSkipped(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now, MaxLimit: 4}, nil)
	_, cursor := b.poll("")
	var ids []string
	for range 12 {
		clock.Add(time.Second)
		ids = append(ids, b.incidents(1)...)
	}
	pages := 0
	b.hold = func(r *http.Request) {
		if on(http.MethodGet, "/table/incident")(r) {
			if pages++; pages == 2 { // the rows of the first page move to the end
				clock.Add(time.Second)
				for _, id := range ids[:4] {
					_ = b.sim.As("mia.koch").SetTitle(id, "Moved")
				}
			}
		}
	}
	list, _ := b.poll(cursor)
	seen := times(list)
	for _, id := range ids {
		if seen[id] == 0 {
			t.Errorf("%s was skipped", id)
		}
	}
}

func TestTwoChangesInOneSecondAreTwoVersions(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	id := b.incidents(1)[0]
	_, cursor := b.poll("")
	for _, title := range []string{"First", "Second"} {
		if err := b.sim.As("dana.reyes").SetTitle(id, title); err != nil {
			t.Fatal(err)
		}
		var list []sdk.Change
		list, cursor = b.poll(cursor)
		wantKinds(t, list, ticket.Snapshot)
		if got := list[0].Ticket.Cells[ticket.Title].Native; got != sdk.Native(title) {
			t.Errorf("told %q", got)
		}
	}
}

// A row that shows late, behind the newest one, is within the overlap.
func TestLateRowIsWithinTheOverlap(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	late := b.incidents(1)[0]
	b.sim.Hide(late, true)
	clock.Add(30 * time.Second)
	b.incidents(1)
	_, cursor := b.poll("")
	b.sim.Hide(late, false)
	list, _ := b.poll(cursor)
	if times(list)[late] != 1 {
		t.Errorf("changes are %v", kinds(list))
	}
}

// A row from the future must not blind the poll until then.
func TestFutureTimestampDoesNotBlindThePoll(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	_, cursor := b.poll("")
	clock.Add(time.Hour)
	b.incidents(1)
	clock.Add(-time.Hour)
	_, cursor = b.poll(cursor)
	clock.Add(10 * time.Minute)
	id := b.incidents(1)[0]
	list, _ := b.poll(cursor)
	if times(list)[id] != 1 {
		t.Errorf("the poll is blind: %v", kinds(list))
	}
}

// An instance drops the parts of a query that it finds invalid, and then answers
// with everything.
func TestDroppedQueryPartIsNoticed(t *testing.T) {
	b := newBench(t, servicenowtest.Options{Unsearchable: []string{"correlation_id", "sys_updated_on"}}, nil)
	_, cursor := b.poll("")
	b.incidents(2)
	_, err := capability[sdk.Finder](b).Find(t.Context(), "k-1")
	wantClass(t, err, fault.Misread)
	wantClass(t, b.pollError("since:2100-01-01T00:00:00Z"), fault.Misread)
	_ = cursor
}

// A call that runs out of its quota answers 200 with a part of the rows.
func TestPartialAnswerIsUnavailable(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	partial := breakable.Break{
		Status: 200, Times: -1, Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}},
		Body: `{"result":[],"error":{"message":"Transaction cancelled: maximum execution time exceeded","detail":null},"status":"failure"}`,
	}
	partial.Match = on(http.MethodGet, "")
	b.calls.Break(partial)
	partial.Match, partial.Body = on(http.MethodPatch, ""), strings.Replace(partial.Body, "[]", "{}", 1)
	b.calls.Break(partial)
	_, err := capability[sdk.Finder](b).Find(t.Context(), "k-1")
	wantClass(t, err, fault.Unavailable)
	wantClass(t, b.pollError(""), fault.Unavailable)
	_, err = b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"})
	wantClass(t, err, fault.Uncertain)
}

// Neither attachments nor deletions move a record: they are asked for now and
// then.
func TestAttachmentsAndDeletionsAreTold(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	ids := b.incidents(2)
	_, cursor := b.poll("")
	clock.Add(10 * time.Minute)
	file := must(b.sim.As("dana.reyes").Attach(ids[0], "trace.txt", "text/plain", []byte("1 2 3")))(t)
	if err := b.sim.As("admin").Delete(ids[1]); err != nil {
		t.Fatal(err)
	}
	list, cursor := b.poll(cursor)
	wantKinds(t, list, ticket.Filed, ticket.Gone)
	if list[0].File.ID != file || list[0].Ref.ID != ids[0] || list[1].Ref.ID != ids[1] {
		t.Errorf("changes are %+v", list)
	}
	if n := b.count(func() { list, _ = b.poll(cursor) }); n != 1 {
		t.Errorf("the poll after that made %d calls", n)
	}
	wantKinds(t, list, ticket.Mark)
}

// Only what is our group's or our own is watched.
func TestOtherGroupsAreNotTold(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	_, cursor := b.poll("")
	theirs, ours := b.incidents(1)[0], b.create("k-1", "Ours")
	for _, id := range []string{theirs, ours.Ref.ID} {
		if err := b.sim.As("dana.reyes").Set(id, map[string]string{"assignment_group": "0123456789abcdef0123456789abcdef"}); err != nil {
			t.Fatal(err)
		}
	}
	list, _ := b.poll(cursor)
	if len(list) != 1 || list[0].Ref.ID != ours.Ref.ID {
		t.Errorf("told %+v", list)
	}
	b.raw = settings.Raw{"base_url": b.raw["base_url"], "user": b.raw["user"], "password": b.raw["password"]}
	b.conn = b.open()
	if list, _ := b.poll(cursor); len(list) != 2 {
		t.Errorf("without a group %d changes are told", len(list))
	}
}

func TestCursorOfAnotherMakeIsRefused(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	for _, c := range []sdk.Cursor{"x", "{}", "since:yesterday", `{"at":17}`} {
		wantClass(t, b.pollError(c), fault.Invalid)
	}
}

// A reader may stop inside of a poll, and go on there however many rows have the
// same second; what was said before that place is still told with its record.
func TestStoppedPollGoesOnBehindTheLastRow(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now, MaxLimit: 4}, nil)
	_, cursor := b.poll("")
	clock.Add(time.Minute)
	moved := b.incidents(1)[0]
	must(b.sim.As("dana.reyes").Note(moved, "Early words"))(t)
	clock.Add(time.Minute)
	ids := b.incidents(10)
	clock.Add(time.Minute)
	if err := b.sim.As("dana.reyes").SetTitle(moved, "Moved to the end"); err != nil {
		t.Fatal(err)
	}
	seen, words := map[string]int{}, 0
	for range 8 {
		n := 0
		for change, err := range capability[sdk.Watcher](b).Changes(t.Context(), cursor) {
			if err != nil {
				t.Fatal(err)
			}
			cursor = change.Cursor
			switch change.Kind {
			case ticket.Snapshot:
				seen[change.Ref.ID]++
			case ticket.Commented:
				words++
			}
			if n++; n == 2 {
				break
			}
		}
	}
	for _, id := range append(ids, moved) {
		if seen[id] == 0 || seen[id] > 2 {
			t.Errorf("%s was told %d times", id, seen[id])
		}
	}
	if words == 0 {
		t.Error("the comment was not told")
	}
}
