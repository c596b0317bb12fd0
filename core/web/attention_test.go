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
	w.says(t, id, "c1", "/spoc ask <b>which</b> port on `fra3-cr2`?")
	w.says(t, id, "c2", "/spoc eta 2h")
	w.says(t, id, "c3", "/spoc client-ok It **works** again.")
	b := w.as(t, "jana")
	body := b.get(path).body
	for _, want := range []string{
		"Dana Reyes", "&lt;b&gt;which&lt;/b&gt; port on fra3-cr2?", "· since <time", "#note-c1", path + "/delegations/" + d + "/take-estimate", "Take over as expected",
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

// What a team offers has a place of its own and raises no question; what is seen is
// gone from there.
func TestWhatATeamOffersIsNoQuestion(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	path, d := "/requests/"+string(key), string(w.item(t, key).Request.Delegations[0].ID)
	w.says(t, id, "c2", "/spoc eta 2h")
	w.says(t, id, "c3", "/spoc client-ok It **works** again.")
	b := w.as(t, "jana")
	offers := func() string {
		_, rest, _ := strings.Cut(b.get(path).body, `<div data-live="offers">`)
		text, _, _ := strings.Cut(rest, "</section>")
		return text
	}
	text := offers()
	for _, want := range []string{"Dana Reyes, Core Network expects to be done", "· said <time", path + "/delegations/" + d + "/take-estimate", "Take over as expected", "#note-c2", "suggests words for the client", path + "?compose=cli&amp;draft=c3#composer", `name="note" value="c3"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not offered: %s", want, text)
		}
	}
	list := b.get("/?q=is:open").body
	if strings.Contains(b.get(path).body, "A team needs an answer") || strings.Contains(list, "Team asks") || !strings.Contains(list, `<span class="offer">Estimate</span>`) || !strings.Contains(list, `<span class="offer">Words for the client</span>`) {
		t.Error("an offer is a question, or none in the list")
	}
	if body := b.get("/?q=is:attention").body; strings.Contains(body, `data-key="`+string(key)) {
		t.Error("an offer needs attention")
	}
	if got := b.post(path+"/seen", "note", "c3"); got.code != 303 || strings.Contains(offers(), "c3") || !strings.Contains(offers(), "take-estimate") || len(w.item(t, key).Request.Drafts()) != 1 {
		t.Errorf("seen: %d, %s", got.code, offers())
	}
	if got := b.post(path + "/delegations/" + d + "/take-estimate"); got.code != 303 || strings.Contains(b.get(path).body, "take-estimate") || strings.Contains(b.get("/?q=is:open").body, `class="offer"`) {
		t.Errorf("taken over: %d", got.code)
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

func TestOneKeyTakesAnEstimateOver(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	w.says(t, id, "c2", "/spoc eta 2h")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType('x')
	wait()
	live(p)
	if w.item(t, key).Request.ExpectedAt.IsZero() || p.MustHas(`[action*="/take-estimate"]`) {
		t.Error("the estimate was not taken over")
	}
}
