package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

func (w *world) contact(t *testing.T) *browser {
	t.Helper()
	w.add(t, auth.NewPerson{Login: "brandt", Name: "Mareike Brandt", Role: auth.Client, Client: "nordwind"})
	return w.as(t, "brandt")
}

func TestAClientsOwnWay(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.contact(t)
	if got := b.get("/"); got.header.Get("Location") != "/portal" {
		t.Fatalf("sent to %q", got.header.Get("Location"))
	}
	got := b.post("/portal", "kind", "incident", "title", "Router <dark>", "description", "Since **08:00**", "service", "FRA3-10G-014", "client_priority", "P1")
	path := got.header.Get("Location")
	if !strings.HasPrefix(path, "/portal/requests/SP-") {
		t.Fatalf("%d, sent to %q: %s", got.code, path, got.body)
	}
	key := request.Key(strings.TrimPrefix(path, "/portal/requests/"))
	if r := w.item(t, key).Request; r.Client != "nordwind" || r.Channel != request.Portal || r.ClientPriority != "P1" || r.Contact != "Mareike Brandt" {
		t.Errorf("it became %+v", r)
	}
	if page := b.get(path); !strings.Contains(page.body, "Router &lt;dark&gt;") || !strings.Contains(page.body, "<strong>08:00</strong>") {
		t.Errorf("it shows %s", page.body)
	}
	if got := b.upload(t, path+"/messages", map[string]string{"body": "Still dark"}, [2]string{"trace.txt", "1 * * *"}); got.header.Get("Location") != path {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	page := b.get(path)
	file := regexp.MustCompile(`/portal/requests/[^"]+/files/[^"]+`).FindString(page.body)
	if !strings.Contains(page.body, "Still dark") || file == "" || b.get(file).body != "1 * * *" {
		t.Errorf("the message and its file show as %s", page.body)
	}
	item := w.item(t, key)
	if len(item.Notes) != 1 || item.Notes[0].Author.Name != "Mareike Brandt" || len(item.Request.Files) != 1 || item.Request.Files[0].Audience != request.ToClient {
		t.Errorf("the desk has %+v and %+v", item.Notes, item.Request.Files)
	}
	if _, _, err := w.Reply(t.Context(), w.jana, desk.Target{Key: key}, desk.Answer{Text: desk.Text{Body: "We are on it."}}); err != nil {
		t.Fatal(err)
	}
	if page := b.get(path); !strings.Contains(page.body, "We are on it.") || strings.Contains(page.body, "Jana") {
		t.Errorf("the answer shows as %s", page.body)
	}
	if got := b.post("/portal", "kind", "incident", "title", ""); got.code != http.StatusUnprocessableEntity || !strings.Contains(got.body, `class="wrong"`) {
		t.Errorf("without a title: %d", got.code)
	}
}

// A double click makes one request, a message sent twice is one.
func TestThePortalMakesNothingTwice(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.contact(t)
	form := b.get("/portal")
	id := regexp.MustCompile(`name="id" value="([0-9a-v]{16})"`).FindStringSubmatch(form.body)[1]
	first := b.post("/portal", "id", id, "kind", "incident", "title", "Dark")
	second := b.post("/portal", "id", id, "kind", "incident", "title", "Dark")
	path := first.header.Get("Location")
	if path == "" || second.header.Get("Location") != path {
		t.Fatalf("sent to %q and %q (%d)", path, second.header.Get("Location"), second.code)
	}
	for range 2 {
		got := b.upload(t, path+"/messages", map[string]string{"id": id[:15] + "0", "body": "Once"}, [2]string{"trace.txt", "1 * * *"})
		if got.header.Get("Location") != path {
			t.Errorf("a message: %d", got.code)
		}
	}
	item := w.item(t, request.Key(strings.TrimPrefix(path, "/portal/requests/")))
	if len(item.Notes) != 1 || len(item.Request.Files) != 1 || item.Request.Files[0].Note != item.Notes[0].ID {
		t.Errorf("%d messages, files %+v", len(item.Notes), item.Request.Files)
	}
}

// Every byte that a contact can get is free of what is not theirs.
func TestWhatTheClientNeverReads(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.DeskName = "Elbline" })
	b := w.contact(t)
	key := w.received(t, "Packet loss")
	core := w.delegated(t, key, "core")
	w.delegated(t, key, "plat")
	w.contested(t, core)
	to := desk.Target{Key: key}
	for _, write := range []func() error{
		func() error { _, _, err := w.Note(t.Context(), w.jana, to, "", "forbidden-internal"); return err },
		func() error {
			_, _, err := w.Message(t.Context(), w.jana, to, desk.Text{Body: "forbidden-teams"})
			return err
		},
		func() error {
			_, _, err := w.Reply(t.Context(), w.jana, to, desk.Answer{Text: desk.Text{Body: "welcome-client"}})
			return err
		},
		func() error {
			_, _, err := w.AddFile(t.Context(), w.jana, to, desk.NewFile{Name: "forbidden-file.txt", Type: "text/plain"}, strings.NewReader("x"), 10)
			return err
		},
	} {
		if err := write(); err != nil {
			t.Fatal(err)
		}
	}
	hold := "forbidden-hold"
	w.edit(t, key, request.Edit{Labels: &[]string{"forbidden-label"}}, &request.Move{To: request.OnHold, Hold: "supplier", Reason: hold})
	other, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Client: "argent", Title: "forbidden-other", Channel: request.Mail}})
	if err != nil {
		t.Fatal(err)
	}
	file := string(w.item(t, key).Request.Files[0].ID)
	never := regexp.MustCompile(`(?i)forbidden|core network|platform|jira|github|NET-\d|elbline/platform|argent|jana|supplier|conflict|delegat`)
	for path, want := range map[string]int{
		"/portal": 200, "/portal?all=1": 200, "/portal/requests/" + string(key): 200, "/portal/requests/" + strings.ToLower(string(key)): 200,
		"/portal/requests/" + string(other.Key): 404, "/portal/requests/" + string(key) + "/files/" + file: 404,
		"/requests/" + string(key): 403, "/connections": 403, "/requests/" + string(key) + "/files/" + file: 403, "/new": 403, "/events": 403,
		"/api/v1/requests": 404, "/complete?q=t": 403, "/requests/" + string(key) + "/history": 403,
	} {
		got := b.get(path)
		if got.code != want {
			t.Errorf("%s: %d, want %d", path, got.code, want)
		}
		if said := never.FindString(got.body + got.header.Get("Location")); said != "" {
			t.Errorf("%s says %q", path, said)
		}
	}
	if lost := b.get("/requests/" + string(key)).body; !strings.Contains(lost, "<span>Elbline</span>") || !strings.Contains(lost, `href="/portal">Back to your requests`) || strings.Contains(lost, "inbox") {
		t.Errorf("a client who went astray reads %s", lost)
	}
	if page := b.get("/portal/requests/" + string(key)); !strings.Contains(page.body, "welcome-client") || !strings.Contains(page.body, "On hold") {
		t.Errorf("the client reads %s", page.body)
	}
	for _, path := range []string{"/portal/requests/" + string(other.Key) + "/messages", "/requests/" + string(key) + "/notes"} {
		if got := b.upload(t, path, map[string]string{"body": "let me in"}, [2]string{"a.txt", "x"}); got.code != 404 && got.code != 403 {
			t.Errorf("writing to %s: %d", path, got.code)
		}
	}
	if item := w.item(t, other.Key); len(item.Notes)+len(item.Request.Files) > 0 {
		t.Errorf("another client's request has %+v", item)
	}
}

// A request that was merged leads its client to where it goes on, their own, and asks
// them for nothing; what they write there is not split in two.
func TestAMergedRequestLeadsItsClientOn(t *testing.T) {
	t.Parallel()
	w := open(t)
	first, second, last := w.received(t, "Again"), w.received(t, "Once more"), w.received(t, "The first")
	for _, into := range [][2]request.Key{{first, second}, {second, last}} {
		ask := &request.Move{To: request.WaitingClient, WaitingFor: "Which port?"}
		if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: into[0]}, request.Edit{}, ask); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Merge(t.Context(), w.jana, desk.Target{Key: into[0]}, into[1]); err != nil {
			t.Fatal(err)
		}
	}
	b := w.contact(t)
	if body := b.get("/portal").body; strings.Contains(body, string(first)) || strings.Contains(body, string(second)) || !strings.Contains(body, string(last)) {
		t.Error("what is open is not the survivor alone")
	}
	has(t, "all", b.get("/portal?all=1").body, "Goes on as "+string(second), "Goes on as "+string(last))
	page := b.get("/portal/requests/" + string(first)).body
	has(t, "the first", page, "Goes on as "+string(last), "reported twice", `href="/portal/requests/`+string(last)+`"`)
	if strings.Contains(page, "<textarea") || strings.Contains(page, "Which port?") || strings.Contains(page, `class="steps"`) {
		t.Error("it asks for something, or goes on by itself")
	}
	b.lang = "de"
	has(t, "German", b.get("/portal/requests/"+string(first)).body, "Weiter als "+string(last), "doppelt gemeldet")
	w.add(t, auth.NewPerson{Login: "other", Name: "Sam", Role: auth.Client, Client: "argent"})
	if got := w.as(t, "other").get("/portal/requests/" + string(first)); got.code != http.StatusNotFound || strings.Contains(got.body, string(last)) {
		t.Errorf("another client is led on: %d", got.code)
	}
}
