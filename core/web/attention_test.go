package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// says lets somebody at a team's tool write a comment.
func (w *world) says(t *testing.T, id request.LinkID, note request.NoteID, body string) {
	t.Helper()
	w.tool(t, id, func(d *store.LinkDoc) {
		cause := request.Cause{By: request.Actor{Name: "Dana Reyes", Origin: "jira"}, At: time.Now(), Link: id}
		house := request.House{Directory: directory(), Public: func(string, string) bool { return false }, IDs: func() string { return string(note) + "x" }}
		dec, err := request.Do(d.Request, house, cause, request.Heard{ID: note, Author: request.Author{Name: "Dana Reyes", Origin: "jira"}, Body: body, Comment: string(note)})
		if err != nil {
			t.Fatal(err)
		}
		d.Link = d.Request.Link(id)
		d.Add, d.Events = append(d.Add, dec.Added...), append(d.Events, dec.Events...)
	})
}

func TestWhatATeamSaysIsShownWithTheFittingAction(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	path, d := "/requests/"+string(key), string(w.item(t, key).Request.Delegations[0].ID)
	w.says(t, id, "c1", "/spoc ask <b>which</b> port?")
	w.says(t, id, "c2", "/spoc eta 2h")
	w.says(t, id, "c3", "/spoc client-ok It **works** again.")
	b := w.as(t, "jana")
	body := b.get(path).body
	for _, want := range []string{
		"Dana Reyes", "&lt;b&gt;which", "#note-c1", path + "/delegations/" + d + "/take-estimate", "Take over as expected",
		path + "?compose=cli&amp;draft=c3#composer", path + "/drafts/c3/discard", "It <strong>works</strong> again.",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if body := b.get(path + "?draft=c3").body; !strings.Contains(body, `name="draft" value="c3"`) || !strings.Contains(body, "It **works** again.</textarea>") {
		t.Error("a draft is not put before who writes")
	}
	if got := b.post(path + "/delegations/" + d + "/take-estimate"); got.code != 303 || w.item(t, key).Request.ExpectedAt.IsZero() {
		t.Errorf("take over: %d", got.code)
	}
	if got := b.post(path+"/replies", "body", "It works again.", "draft", "c3"); got.code != 303 || len(w.item(t, key).Request.Drafts()) > 0 {
		t.Errorf("used: %d, %+v", got.code, w.item(t, key).Request.Drafts())
	}
	if w.sent(t); len(w.item(t, key).Request.Drafts()) > 0 {
		t.Error("it is used and comes again")
	}
	w.says(t, id, "c4", "/spoc client-ok Sorry.")
	if got := b.post(path + "/drafts/c4/discard"); got.code != 303 || len(w.item(t, key).Request.Drafts()) > 0 {
		t.Errorf("discarded: %d", got.code)
	}
	if got := b.post(path + "/drafts/c4/discard"); got.code != 404 {
		t.Errorf("discarded twice: %d", got.code)
	}
	b.post(path+"/seen", "reason", string(request.AttentionTeamAsks))
	if r := w.item(t, key).Request; len(r.Attention) > 0 {
		t.Errorf("seen: %v", r.Attention)
	}
}

func TestATaskThatWaitsInVainCanBeStarted(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	path, first := "/requests/"+string(key), w.item(t, key).Request.Delegations[0].ID
	if _, _, err := w.Delegate(t.Context(), w.jana, desk.Target{Key: key}, request.Delegate{Team: "field", After: []request.DelegationID{first}}, false); err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "jana")
	b.post(path+"/delegations/"+string(first)+"/withdraw", "reason", "wrong team")
	second := string(w.item(t, key).Request.Delegations[1].ID)
	body := b.get(path).body
	if !strings.Contains(body, "Held up") || !strings.Contains(body, path+"/delegations/"+second+"/start") {
		t.Error("nobody is asked what becomes of the second task")
	}
	if got := b.post(path + "/delegations/" + second + "/start"); got.code != 303 || w.item(t, key).Request.Delegations[1].Link == "" {
		t.Errorf("start: %d", got.code)
	}
}
