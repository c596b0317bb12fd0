package web_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// No page says a time, a state or a number as a machine writes it.
func TestPagesSayNothingAsMachinesDo(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.busyDay(t)
	link := w.item(t, key).Request.Links[1].ID // of the platform team
	due := time.Date(2031, 3, 2, 12, 30, 0, 0, time.UTC)
	iso := due.Format(time.RFC3339Nano)
	w.differs(t, link, request.Contest{ID: "d1", Field: ticket.Due, Base: iso, Hub: due.Add(time.Hour).Format(time.RFC3339Nano), Tool: "2031-03-04", ToolBy: "Pavel Novák"})
	w.tool(t, link, func(d *store.LinkDoc) {
		d.Link.Suggestions = map[ticket.Field]string{ticket.Due: iso}
		d.State.Held = []reconcile.Withheld{
			{Effect: reconcile.SetField, Field: ticket.Due, From: iso, To: "2031-03-04", Since: time.Now()},
			{Effect: reconcile.SetField, Field: ticket.State, From: "Neu", To: "in_progress", Code: "3", Since: time.Now()},
		}
	})
	w.edit(t, key, request.Edit{ExpectedAt: &due, NextUpdateAt: &due, DueAt: &due, Reason: "so"}, nil)
	admin := w.as(t, "admin")
	admin.upload(t, "/requests/"+string(key)+"/notes", map[string]string{"body": "see there"}, [2]string{"log.bin", strings.Repeat("x", 1536)})
	machine := regexp.MustCompile(`20\d\d-\d\d-\d\d|\d\dT\d\d:|in_progress|waiting_client|on_hold|\d (KiB|MiB|bytes)`)
	texts := regexp.MustCompile(`(?s)<(script|textarea|code)\b.*?</(script|textarea|code)>`)
	admin.lang = "de"
	for _, path := range []string{"/?q=is:open", "/requests/" + string(key), "/requests/" + string(key) + "/history", "/conflicts", "/connections", "/connections/github/would-write", "/audit", "/connections/jira/mapping", "/people", "/tokens"} {
		page := admin.get(path)
		if found := machine.FindAllString(said(texts.ReplaceAllString(page.body, "")), -1); page.code != 200 || len(found) > 0 {
			t.Errorf("%s: %d, says %q", path, page.code, found)
		}
	}
	has(t, "the request", said(admin.get("/requests/"+string(key)).body), "02.03.2031 12:30", "02.03.2031 13:30", "04.03.2031", "1,5 KB")
	has(t, "what would be written", said(admin.get("/connections/github/would-write").body), "In Arbeit", "04.03.2031")
}

// A client's portal speaks the client's language, until its reader chooses another;
// before signing in, the browser's.
func TestThePortalSpeaksTheClientsLanguage(t *testing.T) {
	t.Parallel()
	w := open(t)
	d := directory()
	nordwind := d.Clients["nordwind"]
	nordwind.Language = "de-AT"
	d.Clients["nordwind"] = nordwind
	w.Redirect(d)
	if got := w.browser(t).get("/login").body; !strings.Contains(got, `<html lang="en"`) {
		t.Error("the sign-in page does not follow the browser")
	}
	b := w.contact(t)
	if got := b.get("/portal").body; !strings.Contains(got, `<html lang="de"`) {
		t.Error("the portal does not follow the client")
	}
	b.post("/preferences", "lang", "en", "back", "/portal")
	if got := b.get("/portal").body; !strings.Contains(got, `<html lang="en"`) {
		t.Error("the portal does not follow its reader's choice")
	}
	nordwind.Language = "fr"
	d.Clients["nordwind"] = nordwind
	w.Redirect(d)
	c := w.contact(t)
	if got := c.get("/portal").body; !strings.Contains(got, `<html lang="en"`) {
		t.Error("a language that there is not is not passed over")
	}
	if got := w.as(t, "jana").get("/").body; !strings.Contains(got, `<html lang="en"`) {
		t.Error("the desk follows a client")
	}
}
