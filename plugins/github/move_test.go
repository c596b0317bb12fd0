package github_test

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/ticket"
)

// A transferred issue answers with a redirect, and what lies below it with 404:
// that is a move, and no deletion.
func TestTransferIsAMove(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	_, err := w.team.In(githubtest.Elsewhere).Open("There before", "")
	w.must(err)
	made := w.create("sp-1", nil)
	_, err = w.team.Comment(1, "A word.")
	w.must(err)
	number, err := w.team.Transfer(1, githubtest.Elsewhere)
	w.must(err)
	got, err := w.conn.Get(t.Context(), made.Ref, sdk.Need{Comments: true, Log: true})
	w.must(err)
	want := sdk.Ref{ID: strconv.Itoa(number), Container: strconv.FormatInt(w.tool.ID(githubtest.Elsewhere), 10)}
	if got.Ref.ID != want.ID || got.Ref.Container != want.Container || got.Was == nil || got.Was.ID != made.Ref.ID || got.Was.Container != made.Ref.Container {
		t.Errorf("got %+v, was %+v", got.Ref, got.Was)
	}
	if len(got.Comments) != 1 || !got.AllComments || len(got.Keys) != 1 {
		t.Errorf("%d comments, keys %v", len(got.Comments), got.Keys)
	}
}

// No write takes the issue's new number for one of the old place.
func TestWritesToATransferredIssueFail(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "", "bug")
	_, err := w.team.Transfer(n, githubtest.Elsewhere)
	w.must(err)
	for name, p := range map[string]sdk.Patch{
		"title":            {Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}},
		"status":           {Set: map[sdk.Field]sdk.Native{ticket.State: "open/status: waiting"}},
		"label removed":    {Remove: []sdk.Native{"bug"}},
		"labels exchanged": {Add: []sdk.Native{"x"}, Remove: []sdk.Native{"bug"}},
	} {
		if _, err := w.edit(n, p); fault.ClassOf(err) != fault.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	there, _ := w.tool.Issue(githubtest.Elsewhere, 1)
	if there.Title != "T" || len(there.Labels) != 1 {
		t.Errorf("the moved issue is now %+v", there)
	}
}

// Some servers redirect to the new place by its name.
func TestTransferToANameIsAMove(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	w.warm()
	number, err := w.team.Transfer(n, githubtest.Elsewhere)
	w.must(err)
	to := w.url + "/repos/" + githubtest.Elsewhere + "/issues/" + strconv.Itoa(number)
	w.calls.Break(breakable.Break{Status: http.StatusMovedPermanently, Header: http.Header{"Location": {to}}})
	got := w.get(n, sdk.Need{})
	if got.Ref.Container != strconv.FormatInt(w.tool.ID(githubtest.Elsewhere), 10) || got.Was == nil {
		t.Errorf("got %+v, was %+v", got.Ref, got.Was)
	}
}

func TestTransferOutOfSightIsNotFound(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	w.tool.Forbid(githubtest.Elsewhere, githubtest.Bot)
	_, err := w.team.Transfer(n, githubtest.Elsewhere)
	w.must(err)
	_, err = w.conn.Get(t.Context(), w.ref(n), sdk.Need{})
	class(t, err, fault.NotFound)
}

func TestDeletedIsGone(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	w.must(w.team.Delete(n))
	_, err := w.conn.Get(t.Context(), w.ref(n), sdk.Need{})
	class(t, err, fault.Gone)
	_, err = w.edit(n, sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
	class(t, err, fault.Gone)
	_, err = as[sdk.Commenter](w).Comment(t.Context(), w.ref(n), "k", sdk.CommentDraft{Native: "x"})
	class(t, err, fault.Gone)
}

// A lost right looks like a missing repository, never like deleted tickets.
func TestLostAccessIsNotADeletion(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	n := w.open("T", "")
	_, cursor := w.poll("")
	w.tool.Forbid(githubtest.Repository, githubtest.Bot)
	_, err := w.conn.Get(t.Context(), w.ref(n), sdk.Need{})
	class(t, err, fault.NotFound)
	for c, err := range as[sdk.Watcher](w).Changes(t.Context(), cursor) {
		if class(t, err, fault.NotFound); c.Cursor != "" {
			t.Error("a failed poll moves the cursor")
		}
	}
}

// A renamed repository keeps its id: nothing has moved, and work goes on.
func TestRenamedRepository(t *testing.T) {
	w := newWorld(t, githubtest.Options{})
	made := w.create("sp-1", nil)
	_, cursor := w.poll("")
	w.tool.Rename(githubtest.Repository, "elbline/core")
	got, err := w.conn.Get(t.Context(), made.Ref, sdk.Need{Comments: true})
	w.must(err)
	if got.Was != nil || got.Ref.Container != made.Ref.Container {
		t.Errorf("got %+v, was %+v", got.Ref, got.Was)
	}
	if changes, _ := w.poll(cursor); len(changes) == 0 {
		t.Error("the poll tells nothing")
	}
	patch := sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "After"}}
	_, err = as[sdk.Editor](w).Edit(t.Context(), made.Ref, "sp-1", patch)
	class(t, err, fault.Conflict) // not executed; the new name is learnt
	edited, err := as[sdk.Editor](w).Edit(t.Context(), made.Ref, "sp-1", patch)
	w.must(err)
	if edited.Cells[ticket.Title].Native != "After" {
		t.Errorf("shows %+v", edited.Cells[ticket.Title])
	}
}
