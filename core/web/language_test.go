package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/web"
)

func TestTimesAreTheDesks(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	noon := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	w := open(t, func(o *web.Options) {
		o.TimeZone, o.Now = berlin, func() time.Time { return noon }
	})
	r, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{
		Client: "nordwind", Title: "Loss", DueAt: noon.Add(90 * time.Minute), ReportedAt: noon.Add(-24 * time.Hour),
	}})
	if err != nil {
		t.Fatal(err)
	}
	b := w.as(t, "jana")
	body := b.get("/requests/" + string(r.Key)).body
	for _, want := range []string{"Times in CET", ">14:30</time>", ">14 Jan 13:00</time>", "1 h 30", `value="2026-01-15T14:30"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	b.post("/requests/"+string(r.Key)+"/fields", "was_due_at", "2026-01-15T14:30", "due_at", "2026-01-15T15:45", "reason", "moved")
	if got := w.item(t, r.Key).Request.DueAt; !got.Equal(noon.Add(165 * time.Minute)) {
		t.Errorf("due at %s", got)
	}
}

func TestLanguageIsChosen(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.Locale = "de" })
	b := w.browser(t)
	for accept, want := range map[string]string{"": "de", "fr-FR, *": "de", "en-GB,de;q=0.5": "en", "fr, de-AT;q=0.9": "de"} {
		b.lang = accept
		if got := b.get("/login").body; !strings.Contains(got, `<html lang="`+want+`"`) {
			t.Errorf("%q is not answered in %s", accept, want)
		}
	}
}

// What the core refuses is said in the page's language, with the values in it.
func TestFaultsSpeakThePagesLanguage(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	path := "/requests/" + string(key)
	due := time.Now().Add(90 * time.Minute)
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{DueAt: &due}, nil); err != nil {
		t.Fatal(err)
	}
	was := due.UTC().Format("2006-01-02T15:04")
	b := w.as(t, "jana")
	b.lang = "de"
	for want, got := range map[string]answer{
		"muss zwischen 01.01.2000 und ":                         b.post(path+"/fields", "was_due_at", was, "due_at", "1999-01-01T10:00"),
		"es gibt keine Meldung SP-999":                          b.post(path+"/merge", "into", "SP-999"),
		"es gibt kein Team „ghosts“":                            b.post(path+"/delegations", "team", "ghosts"),
		"„Nobody Here“ ist bei nordwind nicht bekannt":          b.post("/new", "kind", "incident", "title", "x", "client", "nordwind", "contact", "Nobody Here"),
		"bei 1: „colour:red“: unbekanntes Wort; bekannt sind: ": b.get("/?q=colour:red"),
		"bei 1: „client:“: ein Wert fehlt":                      b.get("/?q=client:"),
	} {
		if got.code != 422 || !strings.Contains(strings.ReplaceAll(got.body, "&#34;", `"`), want) {
			t.Errorf("%d: %q is missing", got.code, want)
		}
	}
	id := w.delegated(t, key, "core")
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Link.Health, d.Link.Error = request.Failed, "there is no ticket NET-999 that this account can see: link another one, or take the task back"
		d.Request.PriorityReason = "set by "
	})
	for _, want := range []string{"es gibt kein Ticket NET-999, das unser Konto sehen kann", "von jemandem im Werkzeug gesetzt"} {
		if !strings.Contains(b.get(path).body, want) {
			t.Errorf("%q is missing", want)
		}
	}
}
