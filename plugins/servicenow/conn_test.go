package servicenow_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestCreateIsOneCall(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	b.create("k-1", "Warm up the group's id")
	var made sdk.Ticket
	if n := b.count(func() { made = b.create("k-2", "Packet loss on uplink 7") }); n != 1 {
		t.Errorf("create made %d calls", n)
	}
	if !slices.Equal(made.Keys, []sdk.Key{"k-2"}) || !made.By.Self || made.Version != 1 {
		t.Errorf("created %+v", made)
	}
	want := map[sdk.Field]sdk.Cell{
		ticket.Title:    {Native: "Packet loss on uplink 7", Markdown: "Packet loss on uplink 7"},
		ticket.State:    {Native: "1", Name: "New"},
		ticket.Priority: {Native: "2/1", Name: "High"},
	}
	for field, cell := range want {
		if got := made.Cells[field]; got.Native != cell.Native || got.Name != cell.Name || got.Markdown != cell.Markdown {
			t.Errorf("%s is %+v, want %+v", field, got, cell)
		}
	}
	stored := b.sim.Incident(made.Ref.ID)
	if stored["correlation_id"] != "k-2" || stored["correlation_display"] != "spochub" || stored["assignment_group"] != b.sim.GroupID() {
		t.Errorf("stored %v", stored)
	}
}

func TestCreateInANonInitialStateIsOneCall(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	b.create("k-1", "Warm up")
	d := draft("k-2", "Restored")
	d.Cells[ticket.State] = sdk.Cell{Native: "6"}
	n := b.count(func() {
		made, err := capability[sdk.Creator](b).Create(t.Context(), d)
		if err != nil || made.Cells[ticket.State].Native != "6" || made.Cells["x.close_code"].Native != "Solution provided" {
			t.Errorf("created %+v, %v", made, err)
		}
	})
	if n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestEditOfAllFieldsIsOneCall(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Old title")
	dana := sdk.Native(b.sim.UserID("dana.reyes"))
	set := map[sdk.Field]sdk.Native{
		ticket.Title: "New title", ticket.Description: "New text", ticket.State: "2", ticket.Priority: "1/1",
		ticket.Assignee: dana, ticket.Due: "2026-02-01T08:00:00Z",
	}
	n := b.count(func() {
		got := must(b.edit(made.Ref, set))(t)
		for field, want := range set {
			if got.Cells[field].Native != want {
				t.Errorf("%s is %q, want %q", field, got.Cells[field].Native, want)
			}
		}
		if got.Version != made.Version+1 || got.Cells[ticket.Assignee].Name != "Dana Reyes" || got.Cells[ticket.Priority].Name != "Critical" {
			t.Errorf("edited %+v", got)
		}
	})
	if n != 1 {
		t.Errorf("%d calls", n)
	}
}

func TestEditClearsFields(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Due: "2026-02-01T08:00:00Z", ticket.Assignee: sdk.Native(b.sim.UserID("mia.koch"))}))(t)
	got := must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Due: "", ticket.Assignee: ""}))(t)
	if got.Cells[ticket.Due].Native != "" || got.Cells[ticket.Assignee].Native != "" {
		t.Errorf("cells are %+v", got.Cells)
	}
}

func TestEditRefusesWhatItCannotSay(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	for field, native := range map[sdk.Field]sdk.Native{ticket.Priority: "urgent", ticket.Due: "tomorrow", "x.unknown": "1"} {
		_, err := b.edit(made.Ref, map[sdk.Field]sdk.Native{field: native})
		wantClass(t, err, fault.Invalid)
	}
	_, err := capability[sdk.Editor](b).Edit(t.Context(), made.Ref, "", sdk.Patch{Add: []sdk.Native{"label"}})
	wantClass(t, err, fault.Unsupported)
	_, err = b.edit(sdk.Ref{ID: made.Ref.ID, Container: "problem"}, map[sdk.Field]sdk.Native{ticket.Title: "x"})
	wantClass(t, err, fault.Invalid)
}

func TestCommentIsOneWriteAndOneRead(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	for _, private := range []bool{true, false} {
		key := sdk.Key(map[bool]string{true: "c-private", false: "c-public"}[private])
		var said sdk.Comment
		if n := b.count(func() { said = must(b.comment(made.Ref, key, "Line card\n\nreplaced.", private))(t) }); n != 2 {
			t.Errorf("%d calls", n)
		}
		if said.Native != "Line card\n\nreplaced." || said.Private != private || !slices.Equal(said.Keys, []sdk.Key{key}) || !said.By.Self {
			t.Errorf("comment is %+v", said)
		}
	}
	got := b.get(made.Ref)
	if !got.AllComments || len(got.Comments) != 2 || got.NComments != 2 {
		t.Errorf("comments are %+v", got.Comments)
	}
	journal := b.sim.Journal(made.Ref.ID)
	if journal[0].Element != "work_notes" || journal[1].Element != "comments" || !strings.HasSuffix(journal[0].Text, "\n\n[ref:c-private]") {
		t.Errorf("journal is %+v", journal)
	}
}

func TestFindReadsEveryTwin(t *testing.T) {
	b := newBench(t, servicenowtest.Options{MaxLimit: 2}, nil)
	for range 5 {
		b.create("k-twin", "Twin")
	}
	b.create("k-other", "Other")
	found := must(capability[sdk.Finder](b).Find(t.Context(), "k-twin"))(t)
	if len(found) != 5 {
		t.Fatalf("found %d", len(found))
	}
	if none := must(capability[sdk.Finder](b).Find(t.Context(), "k-none"))(t); len(none) != 0 {
		t.Errorf("found %v", none)
	}
}

func TestRetireDeletesElseCancels(t *testing.T) {
	for _, may := range []bool{true, false} {
		b := newBench(t, servicenowtest.Options{HubMayDelete: may}, nil)
		first, second := b.create("k-1", "Twin"), b.create("k-1", "Twin")
		if err := capability[sdk.Retirer](b).Retire(t.Context(), second.Ref, first.Ref); err != nil {
			t.Fatal(err)
		}
		left := b.sim.Incident(second.Ref.ID)
		if may != (left == nil) || !may && (left["state"] != "8" || left["close_code"] != "Duplicate") {
			t.Errorf("may delete %v: twin is %v", may, left["state"])
		}
		if found := must(capability[sdk.Finder](b).Find(t.Context(), "k-1"))(t); len(found) != 1 || found[0].Ref.ID != first.Ref.ID {
			t.Errorf("found %+v", found)
		}
	}
}

func TestGetSaysGoneWhereTheInstanceDoes(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made, hidden := b.create("k-1", "Deleted"), b.create("k-2", "Hidden")
	if err := b.sim.As("admin").Delete(made.Ref.ID); err != nil {
		t.Fatal(err)
	}
	_, err := b.conn.Get(t.Context(), made.Ref, sdk.Need{})
	wantClass(t, err, fault.Gone)
	b.sim.Hide(hidden.Ref.ID, true)
	_, err = b.conn.Get(t.Context(), hidden.Ref, sdk.Need{})
	wantClass(t, err, fault.NotFound)
	_, err = b.conn.Get(t.Context(), sdk.Ref{ID: "17", Container: "incident"}, sdk.Need{})
	wantClass(t, err, fault.NotFound)
}

func TestChanges(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	made := b.create("k-1", "Before")
	list, cursor := b.poll("")
	wantKinds(t, list, ticket.Mark)
	clock.Add(time.Minute)
	if n := b.count(func() { list, cursor = b.poll(cursor) }); n != 1 {
		t.Errorf("an idle poll made %d calls", n)
	}
	wantKinds(t, list, ticket.Mark)

	id := must(b.sim.As("dana.reyes").Note(made.Ref.ID, "Looking."))(t)
	if err := b.sim.As("dana.reyes").SetState(made.Ref.ID, "2"); err != nil {
		t.Fatal(err)
	}
	if n := b.count(func() { list, cursor = b.poll(cursor) }); n != 2 {
		t.Errorf("a poll with news made %d calls", n)
	}
	wantKinds(t, list, ticket.Snapshot, ticket.Commented)
	if list[0].Ticket.Cells[ticket.State].Native != "2" || list[0].By.ID != "dana.reyes" || list[0].Version != 3 {
		t.Errorf("snapshot is %+v", list[0])
	}
	if list[1].Comment.ID != id || list[1].Comment.Native != "Looking." || !list[1].Comment.Private {
		t.Errorf("comment is %+v", list[1].Comment)
	}
	list, _ = b.poll(cursor)
	wantKinds(t, list, ticket.Mark)
}

func TestChangesSince(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now}, nil)
	b.create("k-old", "Old")
	clock.Add(time.Hour)
	b.create("k-new", "New")
	list, _ := b.poll(sdk.Cursor("since:" + clock.Now().Format(time.RFC3339)))
	if len(list) != 1 || list[0].Kind != ticket.Snapshot || list[0].Keys[0] != "k-new" {
		t.Errorf("changes are %+v", list)
	}
}

func TestCapabilitiesAreTheManifests(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	if got := sdk.Capabilities(b.conn); len(got) != 11 || slices.Contains(got, "CommentEditor") || slices.Contains(got, "CommentDeleter") {
		t.Errorf("capabilities are %v", got)
	}
}
