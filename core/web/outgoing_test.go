package web_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// door is a form with words for a client, beside the composer.
type door struct {
	at, preview string
	fields      []string // that give something away
	shows       string   // what the client reads
	back        []string // what the page shows again of what was taken back
}

// doors are they, on a request or its umbrella.
func (w *world) doors(t *testing.T, key request.Key) map[string]door {
	t.Helper()
	_, f, err := w.AddFile(t.Context(), w.jana, desk.Target{Key: key}, desk.NewFile{Name: "Argent Pay.txt"}, strings.NewReader("hop 1"), 100)
	if err != nil {
		t.Fatal(err)
	}
	_, n, err := w.Message(t.Context(), w.jana, desk.Target{Key: key}, desk.Text{Body: "Argent Pay has it too."})
	if err != nil {
		t.Fatal(err)
	}
	other := w.received(t, "Loss too")
	if got := w.as(t, "jana").post("/requests/"+string(other)+"/umbrella", "kind", "major", "title", "Line card"); got.code != 303 {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	at, file, note := "/requests/"+string(key), string(f.ID), string(n.ID)
	major := "/requests/" + string(w.item(t, other).Request.GatheredBy)
	return map[string]door{
		"the status":  {at + "/status", at + "/status/preview", []string{"to", "waiting_client", "waiting_for", "As at **Argent Pay**: the log?"}, "As at <strong>Argent Pay</strong>: the log?", []string{`value="waiting_client" selected`, "As at **Argent Pay**: the log?</textarea>"}},
		"a file":      {at + "/files/" + file + "/for-client", at + "/files/" + file + "/preview", nil, "File: Argent Pay.txt", []string{`id="files"`}},
		"a note":      {at + "/notes/" + note + "/for-client", at + "/notes/" + note + "/preview", []string{"body", "**Argent Pay** has it."}, "<strong>Argent Pay</strong> has it.", []string{"**Argent Pay** has it.</textarea>"}},
		"a broadcast": {major + "/broadcasts", major + "/broadcasts/preview", []string{"audience", "client", "text_en", "**Argent Pay** waits.", "fallback", "en"}, "<strong>Argent Pay</strong> waits.", []string{"**Argent Pay** waits.</textarea>", `value="en" selected`}},
	}
}

// TestWhatIsForClientsIsHeldAndChecked: every form with words for clients shows them
// as they see them, asks once about what they give away, and gets them back.
func TestWhatIsForClientsIsHeldAndChecked(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	for what, d := range w.doors(t, key) {
		b := w.as(t, "jana")
		page, _, _ := strings.Cut(strings.TrimPrefix(d.at, "/requests/"), "/")
		unsent := func() []request.Unsent { return w.item(t, request.Key(page)).Request.Unsent }
		preview := b.post(d.preview, d.fields...)
		order(t, preview.body, "see", "exactly this", d.shows)
		if preview.code != 200 || strings.Contains(preview.body, "data-asks>Send") || len(unsent()) != 0 {
			t.Errorf("%s: the preview is %d, waits as %+v", what, preview.code, unsent())
		}
		got := b.post(d.at, d.fields...)
		order(t, got.body, d.shows, "need not know", "Argent Pay", "Send it once more")
		if got.code != 422 || len(unsent()) != 0 {
			t.Fatalf("%s: sent without asking: %d", what, got.code)
		}
		sure := html.UnescapeString(regexp.MustCompile(`name="sure" value="([^"]+)"`).FindStringSubmatch(got.body)[1])
		if got := b.post(d.at, append(d.fields, "sure", sure)...); got.code != 303 || len(unsent()) != 1 {
			t.Fatalf("%s: asked twice: %d", what, got.code)
		}
		id := string(unsent()[0].Write.ID)
		order(t, b.get("/requests/"+page).body, `id="note-`+id+`"`, "Not sent yet", "Argent Pay", "Take it back")
		if got := b.post("/requests/" + page + "/replies/" + id + "/take-back"); got.code != 303 || len(unsent()) != 0 {
			t.Fatalf("%s: taken back: %d", what, got.code)
		}
		order(t, b.get("/requests/"+page).body, d.back...)
		has(t, what, b.get("/requests/"+page).body, "Taken back, not sent.")
		if got := b.post(d.at, append(d.fields, "sure", sure)...); got.code != 303 {
			t.Fatalf("%s: sent again: %d", what, got.code)
		}
		if strings.Contains(b.get("/requests/"+page).body, "Taken back, not sent.") {
			t.Errorf("%s: what was sent is still said to be taken back", what)
		}
		w.sent(t)
	}
	order(t, w.as(t, "client").get("/portal/requests/"+string(key)).body, "Argent Pay")
}

// TestTheQuestionIsPreviewedAsItIsWritten asks with the same script as the composer.
func TestTheQuestionIsPreviewedAsItIsWritten(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.MustEval(`() => { document.querySelector('.move').open = true; document.querySelector('#st-to').value = 'waiting_client' }`)
	p.MustElement("#st-w").MustInput("Is **Argent Pay** with you?")
	until(t, p, "the preview", `() => document.querySelector('#status .seen strong')?.textContent === 'Argent Pay' && Boolean(document.querySelector('#status .guard'))`)
	p.MustElement("#st-r").MustFocus()
	p.Keyboard.MustType(input.Enter)
	until(t, p, "the question", `() => document.querySelector('#status [data-asks]').textContent.startsWith('Send it once more')`)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "that it waits", `() => Boolean(document.querySelector('.unsent [data-takeback]'))`)
	wait = p.MustWaitNavigation()
	live(p)
	p.MustEval(`() => document.activeElement.blur()`)
	p.Keyboard.MustType('z')
	wait()
	until(t, p, "the words", `() => document.querySelector('.move').open && document.querySelector('#st-w').value === 'Is **Argent Pay** with you?'`)
	if r := w.item(t, key).Request; r.Status != request.New || len(r.Unsent) != 0 {
		t.Errorf("%+v", r)
	}
}
