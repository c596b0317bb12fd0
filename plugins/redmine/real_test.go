package redmine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
	"github.com/spochub/spochub/sdk/verify"
)

func as[T any](t *testing.T, c sdk.Conn) T {
	t.Helper()
	x, ok := sdk.As[T](c)
	if !ok {
		t.Fatalf("no %s", sdk.CapabilityName[T]())
	}
	return x
}

func create(b *bench, c sdk.Conn, key sdk.Key) sdk.Ticket {
	b.Helper()
	made, err := as[sdk.Creator](b.T, c).Create(b.Context(), sdk.Draft{Key: key, Container: b.project, Cells: map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: "Link down"}, ticket.Description: {Native: "No light.\n\nPort 3."}, ticket.Priority: {Native: "4"}, ticket.Due: {Native: "2031-02-03"},
	}})
	b.must(err)
	return made
}

func (b *bench) self(c sdk.Conn) string {
	b.Helper()
	place, err := c.Ping(b.Context())
	b.must(err)
	return place.Self.ID
}

// One call carries every field, and the log names the authors and values.
func TestEditAndLog(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-1")
	for f, want := range map[sdk.Field]sdk.Native{ticket.Description: "No light.\n\nPort 3.", ticket.State: "1", ticket.Priority: "4", ticket.Due: "2031-02-03"} {
		if got := made.Cells[f].Native; got != want {
			t.Errorf("created %s is %q, want %q", f, got, want)
		}
	}
	b.calls.Reset()
	_, err := as[sdk.Editor](t, c).Edit(b.Context(), made.Ref, "t-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{
		ticket.Title: "Link up", ticket.Description: "Light.", ticket.State: "2", ticket.Priority: "2", ticket.Due: "",
	}})
	b.must(err)
	if n := len(b.calls.Calls()); n != 1 {
		t.Errorf("one edit took %d calls", n)
	}
	_, err = as[sdk.Editor](t, c).Edit(b.Context(), made.Ref, "t-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Assignee: sdk.Native(b.self(c))}})
	b.must(err)
	_, err = as[sdk.Editor](t, c).Edit(b.Context(), made.Ref, "t-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Assignee: ""}})
	b.must(err)
	people{b}.SetTitle(made.Ref, "Link up, says the team")
	got, err := c.Get(b.Context(), made.Ref, sdk.Need{Log: true})
	b.must(err)
	if len(got.Log) != 8 || got.LogAfter != 0 {
		t.Fatalf("the log is %+v", got.Log)
	}
	last := got.Log[7]
	if last.Field != ticket.Title || last.From != "Link up" || last.To != "Link up, says the team" || last.By.Self || last.At.IsZero() {
		t.Errorf("the last entry is %+v", last)
	}
	if got.Cells[ticket.Assignee].Native != "" {
		t.Errorf("the assignee is still %+v", got.Cells[ticket.Assignee])
	}
	if title, state := got.Cells[ticket.Title], got.Cells[ticket.State]; title.By.Self || !state.By.Self || state.Name != "In Progress" {
		t.Errorf("title by %+v, state %+v", title.By, state)
	}
	for _, e := range got.Log {
		if strings.Contains(string(e.From+e.To), "spochub") || e.Version > got.Version {
			t.Errorf("a marker in the log, or a version above the ticket's: %+v", e)
		}
	}
}

// A status that Redmine does not know is dropped with status 204; the rest of
// the edit stands, and the next read shows it.
func TestDroppedStatus(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-2")
	answer, err := as[sdk.Editor](t, c).Edit(b.Context(), made.Ref, "t-2", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Renamed", ticket.State: "77"}})
	b.must(err)
	if len(answer.Cells) != 0 {
		t.Errorf("the answer claims %+v", answer.Cells)
	}
	got, err := c.Get(b.Context(), made.Ref, sdk.Need{})
	b.must(err)
	if got.Cells[ticket.State].Native != "1" || got.Cells[ticket.Title].Native != "Renamed" {
		t.Errorf("read %+v", got.Cells)
	}
}

// A value that Redmine refuses names its field.
func TestRefusedValue(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-3")
	_, err := as[sdk.Editor](t, c).Edit(b.Context(), made.Ref, "t-3", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Assignee: "999999"}})
	var e *fault.Error
	if fault.ClassOf(err) != fault.Invalid || !asFault(err, &e) || e.Field != string(ticket.Assignee) {
		t.Errorf("got %v", err)
	}
}

func TestPrivateNotes(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-4")
	note, err := as[sdk.Commenter](t, c).Comment(b.Context(), made.Ref, "n-1", sdk.CommentDraft{Native: "For us alone.", Private: true})
	b.must(err)
	if !note.Private {
		t.Error("the note is public")
	}
	place, err := c.Ping(b.Context())
	b.must(err)
	if !place.Private || !place.Dedicated || place.Containers[0].Public {
		t.Errorf("the place is %+v", place)
	}
}

// Redmine makes a public note of a private one where the right is missing; the
// connector writes none.
func TestPrivateNoteWithoutTheRight(t *testing.T) {
	b := newBench(t, "Reporter")
	c := b.open()
	ref := people{b}.Create("Link down", "No light.")
	_, err := as[sdk.Commenter](t, c).Comment(b.Context(), ref, "n-2", sdk.CommentDraft{Native: "For us alone.", Private: true})
	if fault.ClassOf(err) != fault.Denied {
		t.Errorf("got %v, want denied", err)
	}
	if n := (people{b}).Comments(ref); n != 0 {
		t.Errorf("the issue has %d notes", n)
	}
	place, err := c.Ping(b.Context())
	b.must(err)
	if place.Private || slices.Contains(place.Can, "Editor") || !slices.Contains(place.Can, "Creator") {
		t.Errorf("a reporter's place: private %v, can %v", place.Private, place.Can)
	}
	if err := verify.Place(redmine.New().Manifest(), place); err != nil {
		t.Error(err)
	}
	for _, want := range []string{"The account may not edit tickets in " + place.Containers[0].Key + ".", "The account may not write private comments in " + place.Containers[0].Key + "."} {
		if !slices.ContainsFunc(place.Problems, func(p sdk.Problem) bool { return p.What == want }) {
			t.Errorf("nobody says %q: %+v", want, place.Problems)
		}
	}
}

// A twin that may not be deleted is closed as a duplicate.
func TestRetireWithoutTheRight(t *testing.T) {
	b := newBench(t, "Developer")
	c := b.open()
	twin, survivor := create(b, c, "t-5"), create(b, c, "t-5")
	b.must(as[sdk.Retirer](t, c).Retire(b.Context(), twin.Ref, survivor.Ref))
	got, err := c.Get(b.Context(), twin.Ref, sdk.Need{})
	b.must(err)
	if name := got.Cells[ticket.State].Name; name != "Rejected" && name != "Closed" {
		t.Errorf("the twin is %s", name)
	}
}

// An issue moved to another project is followed by its number.
func TestMoved(t *testing.T) {
	b, other := newBench(t, "Manager"), newBench(t, "Manager")
	c := b.open()
	made := create(b, c, "t-6")
	people{b}.update(made.Ref, map[string]any{"project_id": other.project})
	got, err := c.Get(b.Context(), made.Ref, sdk.Need{})
	b.must(err)
	if got.Was == nil || got.Was.Container != b.project || got.Ref.Container != other.project || got.Ref.ID != made.Ref.ID {
		t.Errorf("was %+v, is %+v", got.Was, got.Ref)
	}
	found, err := as[sdk.Finder](t, c).Find(b.Context(), "t-6")
	if err != nil || len(found) != 1 {
		t.Errorf("found %d, %v", len(found), err)
	}
}

// A poll says once what changed, and an idle one costs two calls.
func TestIdlePoll(t *testing.T) {
	b := newBench(t, "Manager")
	c := b.open()
	ref := people{b}.Create("Link down", "No light.")
	w := as[sdk.Watcher](t, c)
	poll := func(from sdk.Cursor) (got []sdk.Change) {
		for x, err := range w.Changes(b.Context(), from) {
			b.must(err)
			got = append(got, x)
		}
		return got
	}
	start := poll("")
	if len(start) != 1 || start[0].Kind != ticket.Mark {
		t.Fatalf("a start gave %+v", start)
	}
	other := people{b}.Create("Another", "")
	told := poll(start[0].Cursor)
	if len(told) != 2 || told[0].Ref.ID != other.ID || told[0].Kind != ticket.Snapshot || told[0].Ticket.Cells[ticket.Title].Native != "Another" ||
		told[1].Ref.ID != other.ID || told[1].Kind != ticket.Look || told[1].Version == 0 {
		t.Fatalf("after %s was there, %s is told as %d changes: %+v", ref.ID, other.ID, len(told), told)
	}
	again := poll(told[1].Cursor) // a journal of the same second shows in no list
	for end := time.Now().Add(10 * time.Second); again[0].Kind != ticket.Mark && time.Now().Before(end); again = poll(again[0].Cursor) {
		if len(again) != 1 || again[0].Ref.ID != other.ID || again[0].Kind != ticket.Look {
			t.Fatalf("the poll after a change gave %+v", again)
		}
	}
	b.calls.Reset()
	idle := poll(again[0].Cursor)
	if len(idle) != 1 || idle[0].Kind != ticket.Mark || len(b.calls.Calls()) != 2 {
		t.Errorf("an idle poll gave %+v with the calls %+v", idle, b.calls.Calls())
	}
	people{b}.SetTitle(other, "Another one") // within the same second
	if again = poll(idle[0].Cursor); len(again) != 2 || again[0].Ref.ID != other.ID {
		t.Errorf("the next change gave %+v", again)
	}
}

// The poll tells that an issue of ours was moved, and a person's word for an
// issue finds it.
func TestStraysAndNumbers(t *testing.T) {
	b, other := newBench(t, "Manager"), newBench(t, "Manager")
	c := b.open()
	var cursor sdk.Cursor
	poll := func() (got []sdk.Change) {
		for x, err := range as[sdk.Watcher](t, c).Changes(b.Context(), cursor) {
			b.must(err)
			got, cursor = append(got, x), x.Cursor
		}
		return got
	}
	poll()
	made := create(b, c, "t-7")
	poll()
	people{b}.update(made.Ref, map[string]any{"project_id": other.project})
	told := poll()
	if len(told) != 1 || told[0].Kind != ticket.Moved || told[0].Ref.ID != made.Ref.ID || told[0].Ref.Container != b.project || told[0].To.Container != other.project {
		t.Fatalf("told %+v", told)
	}
	if again := poll(); len(again) != 1 || again[0].Kind != ticket.Mark {
		t.Errorf("told again: %+v", again)
	}
	for _, typed := range []string{"#" + made.Ref.ID, " " + made.Ref.ID + " "} {
		if got, err := c.Get(b.Context(), sdk.Ref{Key: typed, Container: b.project}, sdk.Need{}); err != nil || got.Ref.ID != made.Ref.ID {
			t.Errorf("%q finds %+v, %v", typed, got.Ref, err)
		}
	}
	if _, err := c.Get(b.Context(), sdk.Ref{Key: "NET-1", Container: b.project}, sdk.Need{}); fault.ClassOf(err) != fault.NotFound {
		t.Errorf("another tool's key: %v", err)
	}
}
