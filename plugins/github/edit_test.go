package github_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// TestCallsAreTheMinimum counts what each effect costs.
func TestCallsAreTheMinimum(t *testing.T) {
	set := func(pairs ...string) map[sdk.Field]sdk.Native {
		m := map[sdk.Field]sdk.Native{}
		for i := 0; i < len(pairs); i += 2 {
			m[sdk.Field(pairs[i])] = sdk.Native(pairs[i+1])
		}
		return m
	}
	for _, c := range []struct {
		name string
		do   func(w *world) error
		want []string
	}{
		{"create with labels, status, priority and people", func(w *world) error {
			w.create("sp-2", map[sdk.Field]sdk.Cell{
				ticket.Title: {Native: "T"}, ticket.State: {Native: "open/status: waiting"}, ticket.Priority: {Native: "priority: P1"},
				ticket.Labels: {Set: []sdk.Native{"bug"}}, ticket.Assignee: {Native: "dana-reyes"},
			})
			return nil
		}, []string{"POST /issues"}},
		{"title, text, people and closing", func(w *world) error {
			_, err := w.edit(1, sdk.Patch{Set: set("title", "U", "description", "V", "assignee", "mia-berg", "state", "closed/completed")})
			return err
		}, []string{"PATCH /issues/1"}},
		{"labels added", func(w *world) error {
			_, err := w.edit(1, sdk.Patch{Add: []sdk.Native{"spoc:a", "spoc:b"}})
			return err
		}, []string{"POST /issues/1/labels"}},
		{"a label removed", func(w *world) error {
			_, err := w.edit(1, sdk.Patch{Remove: []sdk.Native{"bug"}})
			return err
		}, []string{"DELETE /issues/1/labels/bug"}},
		{"status, priority, labels and title", func(w *world) error {
			_, err := w.edit(1, sdk.Patch{Set: set("title", "U", "state", "open/status: waiting", "priority", "priority: P2"), Add: []sdk.Native{"x"}, Remove: []sdk.Native{"bug"}})
			return err
		}, []string{"GET /issues/1", "PATCH /issues/1"}},
		{"comment", func(w *world) error {
			_, err := as[sdk.Commenter](w).Comment(w.Context(), w.ref(1), "sp-1-c", sdk.CommentDraft{Native: "x"})
			return err
		}, []string{"POST /issues/1/comments"}},
		{"read", func(w *world) error { w.get(1, sdk.Need{}); return nil }, []string{"GET /issues/1"}},
		{"read with the comments of an issue that has none", func(w *world) error { w.get(1, sdk.Need{Comments: true}); return nil }, []string{"GET /issues/1"}},
		{"find", func(w *world) error {
			_, err := as[sdk.Finder](w).Find(w.Context(), "sp-1")
			return err
		}, []string{"GET /issues"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, githubtest.Options{})
			w.open("T", "Text.", "bug")
			w.warm()
			w.must(c.do(w))
			if got := w.made(); !slices.Equal(got, c.want) {
				t.Errorf("made %v, the minimum is %v", got, c.want)
			}
		})
	}
}

// PATCH replaces the set of labels: what the team set must be in it.
func TestEditKeepsTheTeamsLabels(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "", "bug", "Status: In Progress", "priority: P3")
	answer, err := w.edit(n, sdk.Patch{
		Set: map[sdk.Field]sdk.Native{ticket.State: "open/status: waiting", ticket.Priority: "priority: P1"},
		Add: []sdk.Native{"spoc:x"},
	})
	w.must(err)
	got := w.stored(n).Labels
	slices.Sort(got)
	if want := []string{"bug", "priority: P1", "spoc:x", "status: waiting"}; !slices.Equal(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	if c := answer.Cells; c[ticket.State].Native != "open/status: waiting" || c[ticket.Priority].Native != "priority: P1" || !slices.Equal(c[ticket.Labels].Set, []sdk.Native{"bug", "spoc:x"}) {
		t.Errorf("the answer shows %+v", c)
	}
}

// A label set by the team while our call is under way stays.
func TestLabelsAloneAreWrittenOneByOne(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "", "bug")
	w.warm()
	w.calls.Break(breakable.Break{Match: func(r *http.Request) bool {
		if breakable.Write(r.Method) {
			w.must(w.team.Label(n, "theirs"))
		}
		return false
	}, Times: -1})
	_, err := w.edit(n, sdk.Patch{Add: []sdk.Native{"ours"}})
	w.must(err)
	if got := w.stored(n).Labels; !slices.Equal(got, []string{"bug", "theirs", "ours"}) {
		t.Errorf("labels %v", got)
	}
}

// go-github puts a label's name into the path as it is.
func TestLabelNamesAreEscaped(t *testing.T) {
	for _, label := range []string{"50% done", "a/b", "who?", "c#", "a b+c", "ü", "..", "%2F"} {
		w := newWorld(t, githubtest.Options{})
		n := w.open("T", "", label, "other")
		_, err := w.edit(n, sdk.Patch{Remove: []sdk.Native{sdk.Native(label)}})
		w.must(err)
		if got := w.stored(n).Labels; !slices.Equal(got, []string{"other"}) {
			t.Errorf("%q: labels %v", label, got)
		}
	}
}

func TestRemovingALabelThatIsGoneIsDone(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "", "bug")
	got, err := w.edit(n, sdk.Patch{Remove: []sdk.Native{"none"}})
	w.must(err)
	if !slices.Equal(got.Cells[ticket.Labels].Set, []sdk.Native{"bug"}) {
		t.Errorf("shows %v", got.Cells[ticket.Labels].Set)
	}
	w.must(w.team.Delete(n))
	_, err = w.edit(n, sdk.Patch{Remove: []sdk.Native{"bug"}})
	class(t, err, fault.Gone)
}

// Without push access GitHub drops labels and people and says nothing.
func TestDroppedLabelsAndPeopleShow(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.tool.Allow(githubtest.Repository, githubtest.Bot, githubtest.Read)
	made := w.create("sp-1", map[sdk.Field]sdk.Cell{
		ticket.Title: {Native: "T"}, ticket.State: {Native: "open/status: waiting"}, ticket.Priority: {Native: "priority: P1"},
		ticket.Labels: {Set: []sdk.Native{"bug"}}, ticket.Assignee: {Native: "dana-reyes"},
	})
	c := made.Cells
	if c[ticket.State].Native != "open" || c[ticket.Priority].Native != "" || len(c[ticket.Labels].Set) != 0 || c[ticket.Assignee].Native != "" {
		t.Errorf("the answer shows %+v", c)
	}
	edited, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "U", ticket.Priority: "priority: P1"}})
	w.must(err)
	if edited.Cells[ticket.Title].Native != "U" || edited.Cells[ticket.Priority].Native != "" {
		t.Errorf("the answer shows %+v", edited.Cells)
	}
	codes, err := as[sdk.Cataloger](w).Catalog(t.Context(), w.container())
	w.must(err)
	for _, code := range codes {
		if code.Write && strings.HasPrefix(string(code.Native), "open/") || code.Write && code.Field == ticket.Priority {
			t.Errorf("%q is offered for writing", code.Native)
		}
	}
}

func TestPeopleWhoCannotBeAssignedShow(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	got, err := w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Assignee: "mia-berg,visitor,nobody"}})
	w.must(err)
	if got.Cells[ticket.Assignee].Native != "mia-berg" {
		t.Errorf("assigned %q", got.Cells[ticket.Assignee].Native)
	}
	got, err = w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Assignee: ""}})
	w.must(err)
	if got.Cells[ticket.Assignee].Native != "" || len(w.stored(n).Assignees) != 0 {
		t.Error("an empty assignee does not clear")
	}
}

// The reason is ignored unless the state changes; the answer says so.
func TestReasonIsKeptWhileClosed(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	for _, want := range []sdk.Native{"closed/completed", "closed/completed", "open", "closed/not_planned"} {
		ask := want
		if w.stored(n).State == "closed" && want == "closed/completed" {
			ask = "closed/duplicate"
		}
		got, err := w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.State: ask}})
		w.must(err)
		if got.Cells[ticket.State].Native != want {
			t.Errorf("asked for %q, shows %q, want %q", ask, got.Cells[ticket.State].Native, want)
		}
	}
}

func TestStatesAreRead(t *testing.T) {
	w := newWorld(t, githubtest.Options{}, func(raw settings.Raw) {
		raw["state_labels"] = map[string]any{"in_progress": "doing", "waiting": "blocked"}
	})
	n := w.open("T", "", "Doing", "bug")
	for _, step := range []struct {
		do   func() error
		want sdk.Native
	}{
		{func() error { return nil }, "open/doing"},
		{func() error { return w.team.Label(n, "blocked") }, "open/blocked"}, // waiting says more
		{func() error { return w.team.Close(n, "completed") }, "closed/completed"},
		{func() error { return w.team.Reopen(n) }, "open/blocked"},
		{func() error { return errors.Join(w.team.Unlabel(n, "blocked"), w.team.Unlabel(n, "doing")) }, "open"},
		{func() error { return w.team.Close(n, "duplicate") }, "closed/duplicate"},
	} {
		w.must(step.do())
		got := w.get(n, sdk.Need{})
		if got.Cells[ticket.State].Native != step.want || !slices.Equal(got.Cells[ticket.Labels].Set, []sdk.Native{"bug"}) {
			t.Errorf("reads %q with %v, want %q", got.Cells[ticket.State].Native, got.Cells[ticket.Labels].Set, step.want)
		}
	}
}

func TestCodesThatDoNotExistAreRefused(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	for field, value := range map[sdk.Field]sdk.Native{ticket.State: "open/no such", ticket.Priority: "urgent!"} {
		_, err := w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{field: value}})
		if f := class(t, err, fault.Invalid); f.Field != string(field) {
			t.Errorf("the fault names %q", f.Field)
		}
	}
	_, err := w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Due: "2026-02-01"}})
	class(t, err, fault.Unsupported)
}

// Every write is checked against the ticket's own repository.
func TestWritesStayInTheRepository(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.open("T", "")
	w.warm()
	ctx, other := t.Context(), sdk.Ref{ID: "1", Container: "4711"}
	_, err := as[sdk.Editor](w).Edit(ctx, other, "k", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
	class(t, err, fault.Denied)
	_, err = as[sdk.Commenter](w).Comment(ctx, other, "k", sdk.CommentDraft{Native: "x"})
	class(t, err, fault.Denied)
	_, err = as[sdk.Creator](w).Create(ctx, sdk.Draft{Container: "4711"})
	class(t, err, fault.Denied)
	class(t, as[sdk.Retirer](w).Retire(ctx, other, w.ref(1)), fault.Denied)
	class(t, as[sdk.CommentDeleter](w).DeleteComment(ctx, other, "1"), fault.Denied)
	if len(w.calls.Calls()) != 0 {
		t.Errorf("called %v", w.made())
	}
}

// Number 0 would mean the whole repository to go-github.
func TestNumberZeroIsRefused(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	for _, id := range []string{"0", "-1", "", "1/comments"} {
		_, err := w.conn.Get(t.Context(), sdk.Ref{ID: id, Container: w.container()}, sdk.Need{Comments: true})
		class(t, err, fault.Invalid)
	}
}

// A person links an existing issue by the number that the pages show.
func TestGetByTheShownNumber(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	w.open("T", "")
	for _, key := range []string{"#1", "1"} {
		got, err := w.conn.Get(t.Context(), sdk.Ref{Key: key, Container: w.container()}, sdk.Need{})
		w.must(err)
		if got.Ref.ID != "1" || got.Was != nil {
			t.Errorf("%s: got %+v, was %+v", key, got.Ref, got.Was)
		}
	}
}

func TestPrivateCommentIsRefused(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	w.warm()
	_, err := as[sdk.Commenter](w).Comment(t.Context(), w.ref(n), "k", sdk.CommentDraft{Native: "internal", Private: true})
	class(t, err, fault.Unsupported)
	if len(w.calls.Calls()) != 0 {
		t.Errorf("called %v", w.made())
	}
}

func TestTextsAreLimitedAsDeclared(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	place, err := w.conn.Ping(t.Context())
	w.must(err)
	key := sdk.Key(strings.Repeat("k", 64))
	for _, letter := range []string{"a", "線", "🔌"} {
		longest := sdk.Native(strings.Repeat(letter, place.Limits[ticket.Description].Max))
		got, err := as[sdk.Editor](w).Edit(t.Context(), w.ref(w.open("T", "")), key, sdk.Patch{Set: map[sdk.Field]sdk.Native{
			ticket.Description: longest, ticket.Title: sdk.Native(strings.Repeat(letter, place.Limits[ticket.Title].Max)),
		}})
		w.must(err)
		if got.Cells[ticket.Description].Native != longest {
			t.Errorf("%s: the longest text did not come back", letter)
		}
	}
	_, err = w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: sdk.Native(strings.Repeat("a", 257))}})
	if f := class(t, err, fault.Invalid); f.Field != "title" {
		t.Errorf("the fault names %q", f.Field)
	}
}

func TestRetiredTwinIsNotFoundAgain(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	first, twin := w.create("sp-1", nil), w.create("sp-1", nil)
	w.must(as[sdk.Retirer](w).Retire(t.Context(), twin.Ref, first.Ref))
	found, err := as[sdk.Finder](w).Find(t.Context(), "sp-1")
	w.must(err)
	if len(found) != 1 || found[0].Ref.ID != first.Ref.ID {
		t.Errorf("found %d", len(found))
	}
	is := w.stored(2)
	if is.State != "closed" || is.Reason != "duplicate" || !slices.Contains(is.Labels, "duplicate") || !strings.HasSuffix(is.Body, "Duplicate of #1\n\n<!-- spochub:v1 key=sp-1-duplicate -->") {
		t.Errorf("the twin is %+v", is)
	}
}

// Older servers do not know "duplicate".
func TestRetireOnAnOlderServer(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	first, twin := w.create("sp-1", nil), w.create("sp-1", nil)
	w.calls.Break(breakable.Break{Match: func(r *http.Request) bool { return r.Method == http.MethodPatch }, Status: 422, Body: `{"message":"Validation Failed","errors":["state_reason is not included in the list"]}`})
	w.must(as[sdk.Retirer](w).Retire(t.Context(), twin.Ref, first.Ref))
	if is := w.stored(2); is.Reason != "not_planned" {
		t.Errorf("closed as %q", is.Reason)
	}
}

// The log names who changed what, and folds labels into states.
func TestLogTellsAuthorsAndValues(t *testing.T) {
	w := newWorld(t, githubtest.Options{PageSize: 2})
	made := w.create("sp-1", nil)
	w.must(w.team.SetTitle(1, "Theirs"))
	w.must(w.team.Label(1, "status: waiting"))
	w.must(w.team.Label(1, "bug"))
	w.must(w.team.Assign(1, "mia-berg"))
	w.must(w.team.Close(1, "not_planned"))
	_, err := w.edit(1, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.State: "open"}})
	w.must(err)
	got, err := w.conn.Get(t.Context(), made.Ref, sdk.Need{Log: true})
	w.must(err)
	var lines []string
	for _, e := range got.Log {
		lines = append(lines, e.By.Name+" "+string(e.Field)+" "+string(e.From)+">"+string(e.To))
	}
	want := []string{
		"dana-reyes title Link down>Theirs", "dana-reyes state open>open/status: waiting", "dana-reyes labels >bug", "dana-reyes assignee >mia-berg",
		"dana-reyes state open/status: waiting>closed/not_planned", "spochub-bot state closed/not_planned>open/status: waiting", "spochub-bot state open/status: waiting>open",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got  %q\nwant %q", lines, want)
	}
	if got.LogAfter != 0 || !got.Log[6].By.Self || got.Log[0].By.Self {
		t.Errorf("after %d, self %v", got.LogAfter, got.Log[6].By)
	}
}
