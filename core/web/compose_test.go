package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// TestThreeFormsThreeAudiences posts to each form, with fields that try to be
// another one, and looks at what was stored.
func TestThreeFormsThreeAudiences(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]request.Audience{"replies": request.ToClient, "messages": request.Teams, "notes": request.Internal} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			key := w.received(t, "Loss")
			link := w.delegated(t, key, "core")
			b := w.as(t, "jana")
			got := b.post("/requests/"+string(key)+"/"+path, "body", "only for one", "links", string(link), "via", "",
				"audience", "client", "aud", "cli", "id", "")
			if got.code != 303 {
				t.Fatalf("%d: %s", got.code, got.body)
			}
			if path == "replies" {
				w.sent(t)
			}
			notes := w.item(t, key).Notes
			if len(notes) != 1 || notes[0].Audience != want || notes[0].Body != "only for one" {
				t.Fatalf("stored %+v", notes)
			}
			if copies := len(notes[0].Copies); (want == request.Teams) != (copies == 1) {
				t.Errorf("%d copies of a note for %s", copies, want)
			}
		})
	}
}

func TestMessageReachesTickedTicketsAlone(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	core, plat := w.delegated(t, key, "core"), w.delegated(t, key, "plat")
	b := w.as(t, "jana")
	path := "/requests/" + string(key) + "/messages"
	got := b.post(path, "body", "which port?")
	if got.code != 422 || !strings.Contains(got.body, "which port?") || !strings.Contains(got.body, "Tick at least one") {
		t.Fatalf("no ticket ticked: %d", got.code)
	}
	if got := b.post(path, "body", "which port?", "links", string(plat)); got.code != 303 {
		t.Fatal(got.code, got.body)
	}
	notes := w.item(t, key).Notes
	if len(notes) != 1 || len(notes[0].Copies) != 1 || notes[0].Copies[0].Link != plat || plat == core {
		t.Fatalf("stored %+v", notes)
	}
}

func TestSendingTwiceMakesOneNote(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	for range 2 {
		b.post("/requests/"+string(key)+"/notes", "body", "careful", "id", "0123456789abcdef")
	}
	if notes := w.item(t, key).Notes; len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
}

func TestShare(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	core, link := w.delegated(t, key, "core"), w.delegated(t, key, "plat")
	b := w.as(t, "jana")
	b.post("/requests/"+string(key)+"/messages", "body", "the card is broken", "links", string(core))
	id := string(w.item(t, key).Notes[0].ID)
	if got := b.post("/requests/"+string(key)+"/notes/"+id+"/for-teams", "body", "x"); got.code != 422 {
		t.Errorf("for no team: %d", got.code)
	}
	if got := b.post("/requests/"+string(key)+"/notes/"+id+"/for-teams", "body", "please look", "links", string(link)); got.code != 303 {
		t.Errorf("for teams: %d", got.code)
	}
	if got := b.post("/requests/"+string(key)+"/notes/"+id+"/for-client", "body", "a card is broken"); got.code != 303 {
		t.Errorf("for the client: %d", got.code)
	}
	w.sent(t)
	notes := w.item(t, key).Notes
	if len(notes) != 3 || notes[1].Audience != request.Teams || notes[2].Audience != request.ToClient || notes[2].Body != "a card is broken" {
		t.Fatalf("stored %+v", notes)
	}
}

func TestInternalNotesAreNeverShared(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	link := w.delegated(t, key, "core")
	b := w.as(t, "jana")
	b.post("/requests/"+string(key)+"/notes", "body", "do not tell")
	path := "/requests/" + string(key) + "/notes/" + string(w.item(t, key).Notes[0].ID)
	if strings.Contains(b.get("/requests/"+string(key)).body, "/for-client") {
		t.Error("sharing is offered")
	}
	for _, to := range []string{"/for-client", "/for-teams"} {
		if got := b.post(path+to, "body", "told", "links", string(link)); got.code != 422 {
			t.Errorf("%s: %d", to, got.code)
		}
	}
	if notes := w.item(t, key).Notes; len(notes) != 1 {
		t.Errorf("%d notes", len(notes))
	}
}

func TestFaultsKeepWhatWasWritten(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	got := b.post("/requests/"+string(key)+"/status", "to", "waiting_client", "reason", "because of the card")
	if got.code != 422 || !strings.Contains(got.body, "say what is needed of the client") || !strings.Contains(got.body, "because of the card") {
		t.Errorf("%d: %s", got.code, got.body)
	}
	b.lang = "de"
	got = b.post("/requests/"+string(key)+"/status", "to", "waiting_client")
	if !strings.Contains(got.body, "bitte sagen, was vom Kunden gebraucht wird") {
		t.Error("the fault is not in German")
	}
	got = b.post("/requests/"+string(key)+"/replies", "body", "a long answer", "via", "pigeon")
	if got.code != 422 || !strings.Contains(got.body, ">a long answer</textarea>") {
		t.Errorf("%d", got.code)
	}
}

func TestNotesOfTheDeskCanBeChanged(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	b.post(path+"/notes", "body", "frist")
	b.post(path+"/replies", "body", "to the client", "via", "phone")
	w.sent(t)
	notes := w.item(t, key).Notes
	internal, client := path+"/notes/"+string(notes[0].ID), path+"/notes/"+string(notes[1].ID)
	if got := b.post(internal+"/revise", "body", "first"); got.code != 303 {
		t.Errorf("revise: %d", got.code)
	}
	if got := b.post(internal+"/revise", "body", ""); got.code != 422 {
		t.Errorf("to nothing: %d", got.code)
	}
	if got := b.post(client+"/revise", "body", "other words"); got.code != 422 {
		t.Errorf("what the client has read: %d", got.code)
	}
	if n := w.item(t, key).Notes; n[0].Body != "first" || n[1].Body != "to the client" {
		t.Errorf("%+v", n)
	}
	if got := b.post(internal + "/delete"); got.code != 303 || !w.item(t, key).Notes[0].Deleted {
		t.Errorf("delete: %d", got.code)
	}
	if body := b.get(path).body; strings.Contains(body, "first</p>") || !strings.Contains(body, "Deleted.") {
		t.Error("a deleted note is shown")
	}
}

func TestAReplyThatTheClientDidNotReceiveSaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	path := "/requests/" + string(key)
	for _, via := range []string{"portal", "mail"} {
		if got := b.post(path+"/replies", "body", "hello", "via", via); got.code != 422 || !strings.Contains(got.body, "not available") {
			t.Errorf("via %s: %d", via, got.code)
		}
	}
	b.post(path+"/replies", "body", "hello")
	b.post(path+"/replies", "body", "as I said", "via", "phone")
	w.sent(t)
	for lang, want := range map[string]string{"en": "The client did not receive this", "de": "Der Kunde hat das nicht erhalten"} {
		b.lang = lang
		if page := b.get(path).body; strings.Count(page, want) != 1 {
			t.Errorf("%s: said %d times", lang, strings.Count(page, want))
		}
	}
}

func TestAMessageThatNobodyReceivedSaysSo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	w.delegated(t, key, "field")
	if _, _, err := w.Message(t.Context(), w.jana, desk.Target{Key: key}, desk.Text{Body: "anybody?"}); err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "jana")
	if page := b.get(path).body; strings.Count(page, "Nobody received this") != 1 {
		t.Error("the page does not say that nobody received it")
	}
	w.delegated(t, key, "core")
	if _, _, err := w.Message(t.Context(), w.jana, desk.Target{Key: key}, desk.Text{Body: "which port?"}); err != nil {
		t.Fatal(err)
	}
	if page := b.get(path).body; strings.Count(page, "Nobody received this") != 1 {
		t.Error("one that a team received is taken for one that nobody did")
	}
}
