package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
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
