package web_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// busyDay fills the desk with a bit of everything and returns the fullest
// request.
func (w *world) busyDay(t *testing.T) request.Key {
	t.Helper()
	for i, title := range []string{"VPN to Hamburg very slow", "Cross-connect order CC-5531, LOA received", "Rathaus: Telefonie seit ca. 01:50 Uhr komplett ausgefallen"} {
		key := w.received(t, title)
		if i == 1 {
			w.delegated(t, key, "field")
		}
	}
	due := time.Now().Add(20 * time.Minute)
	key := w.received(t, "Packet loss 30–40 % on IP transit Frankfurt, BGP session flapping")
	to := desk.Target{Key: key}
	edit := request.Edit{Assignee: &w.jana.Login, DueAt: &due, Labels: &[]string{"bgp", "fra3"}}
	if _, err := w.Triage(t.Context(), w.jana, to, edit, &request.Move{To: request.InProgress}); err != nil {
		t.Fatal(err)
	}
	core, plat := w.delegated(t, key, "core"), w.delegated(t, key, "plat")
	w.delegated(t, key, "field")
	w.contested(t, core)
	w.tool(t, plat, func(d *store.LinkDoc) {
		d.Link.Ticket = ticket.Ref{ID: "77", Key: "#77", URL: "https://github.example/elbline/platform/issues/77"}
		d.Link.Health, d.Link.Error = request.Failed, "GitHub did not answer within 30 s."
		d.Link.NextTryAt = time.Now().Add(90 * time.Second)
		d.Link.Suggestions = map[ticket.Field]string{ticket.Priority: "P3"}
	})
	w.tool(t, core, func(d *store.LinkDoc) {
		dec, err := request.Do(d.Request, request.House{Directory: directory(), IDs: func() string { return "heard1" }},
			request.Cause{By: request.Actor{Name: "Pavel Novák", Origin: "jira"}, At: time.Now(), Link: core},
			request.Heard{Author: request.Author{Name: "Pavel Novák", Origin: "jira"}, Body: "/spoc ask which port?\n\nLoss starts behind `fra3-cr2`.", Comment: "c1"})
		if err != nil {
			t.Error(err)
		}
		d.Add, d.Events = append(d.Add, dec.Added...), append(d.Events, dec.Events...)
	})
	w.tool(t, core, func(d *store.LinkDoc) {
		d.Wrote = store.Wrote{Day: time.Now().UTC().Format(time.DateOnly), Wrote: reconcile.Wrote{Comments: 17, Fields: 4, Tickets: 1}}
	})
	w.say(t, to)
	w.connect(t, store.Connection{Name: "noc-jira", PolledAt: time.Now().Add(-4 * time.Second), Left: 8210, ResetAt: time.Now().Add(9 * time.Minute), Calls: map[string]int64{"get": 120, "edit": 14}})
	w.connect(t, store.Connection{Name: "platform-github", PolledAt: time.Now().Add(-2 * time.Minute), Left: -1, LastError: "GitHub did not answer within 30 s.", ErrorAt: time.Now(), Calls: map[string]int64{"get": 9}})
	w.connect(t, store.Connection{Name: "dc-servicenow", Left: 140, Stopped: "ServiceNow refuses the password of spochub@elbline.example.", StoppedAt: time.Now()})
	return key
}

func (w *world) connect(t *testing.T, c store.Connection) {
	t.Helper()
	if err := w.store.Connection(t.Context(), c.Name, func(stored *store.Connection) error { *stored = c; return nil }); err != nil {
		t.Fatal(err)
	}
}

func (w *world) say(t *testing.T, to desk.Target) {
	t.Helper()
	if _, _, err := w.Reply(t.Context(), w.jana, to, desk.Answer{Text: desk.Text{Body: "Hello Ms Brandt, we see the loss on **FRA3-10G-014** as well. Next update by 01:55."}, Via: request.ByPhone}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Note(t.Context(), w.jana, to, "", "Argent Pay hangs on the same card. Do not name other clients in replies."); err != nil {
		t.Fatal(err)
	}
}

// TestLook takes pictures of every page, for people to look at.
func TestLook(t *testing.T) {
	if os.Getenv("SPOCHUB_TEST_SHOTS") == "" {
		t.Skip("SPOCHUB_TEST_SHOTS names no folder for the pictures")
	}
	w := open(t)
	key := w.busyDay(t)
	if _, _, err := w.ReplyLater(t.Context(), w.jana, desk.Target{Key: key}, desk.Answer{Text: desk.Text{Body: "The card is being **swapped**. Next update by 02:30."}}); err != nil {
		t.Fatal(err)
	}
	b := chrome(t)
	for name, path := range map[string]string{
		"inbox": "/?q=is:open", "request": "/requests/" + string(key), "compose": "/requests/" + string(key) + "?compose=cli",
		"new": "/new", "connections": "/connections", "history": "/requests/" + string(key) + "/history", "fail": "/nowhere",
		"portal": "/portal", "portal-request": "/portal/requests/" + string(key),
		"audit": "/audit", "conflicts": "/conflicts", "mapping": "/connections/jira/mapping", "catalogue": "/catalogue/clients", "entry": "/catalogue/teams/entry", "import": "/catalogue/services/import",
		"pin": "/catalogue/contacts/entry", "question": "/catalogue/questions/entry",
	} {
		login := "jana"
		switch {
		case strings.HasPrefix(path, "/portal"):
			login = "client"
		case strings.HasPrefix(path, "/audit"), strings.HasPrefix(path, "/catalogue"), path == "/conflicts", strings.HasSuffix(path, "/mapping"):
			login = "admin"
		}
		p := w.page(t, b, login, path)
		for _, theme := range []string{"light", "dark"} {
			p.MustEval(`t => { document.documentElement.dataset.theme = t }`, theme)
			rests(t, p)
			shot(t, p, fmt.Sprintf("%s-%s-wide", name, theme), 1440)
			shot(t, p, fmt.Sprintf("%s-%s-narrow", name, theme), 390)
		}
		p.MustClose()
	}
	p := w.page(t, b, "jana", "/requests/"+string(key))
	p.MustEval(`() => { document.querySelector('.move').open = true; document.querySelector('#st-to').value = 'waiting_client'; document.querySelector('#st-to').dispatchEvent(new Event('change')) }`)
	shot(t, p, "status-light-wide", 1440)
	p.MustNavigate(w.http.URL + "/requests/" + string(key) + "?compose=cli").MustWaitLoad()
	p.MustElement("#t-cli").MustInput("Hello Ms Brandt,\n\nthe card in **FRA3** is being swapped, Pavel is on it (NET-482).")
	p.MustElement(".seen .guard")
	shot(t, p, "reply-light-wide", 1440)
	shot(t, p, "reply-light-narrow", 390)
	wait := p.MustWaitNavigation()
	p.MustEval(`() => { const f = document.querySelector('#delegate form'); f.querySelector('[name=team][value=core]').checked = true; f.again.checked = true; f.requestSubmit(f.querySelector('[value=preview]')) }`)
	wait()
	rests(t, p)
	p.MustEval(`() => document.querySelector('#preview').scrollIntoView()`)
	shot(t, p, "preview-light-wide", 1440)
	p.MustNavigate(w.http.URL + "/requests/" + string(key)).MustWaitLoad()
	p.MustEval(`() => { const d = document.querySelector('#edit'); d.open = true; d.scrollIntoView(); document.querySelector('.thread').scrollTop = 700 }`)
	shot(t, p, "edit-light-wide", 1440)
	p.MustNavigate(w.http.URL + "/requests/" + string(key)).MustWaitLoad()
	inGerman(p)
	p.MustNavigate(w.http.URL + "/requests/" + string(key) + "?compose=team").MustWaitLoad()
	shot(t, p, "deutsch-light-wide", 1440)
	p.MustNavigate(w.http.URL + "/?q=is:open").MustWaitLoad()
	shot(t, p, "deutsch-inbox-wide", 1440)
	p = w.page(t, b.MustIncognito(), "admin", "/conflicts")
	inGerman(p)
	p.MustElement(`[value=tool]`).MustEval(`() => this.click()`)
	p.MustEval(`() => { document.querySelector('[name^=next]').value = 'tool'; document.querySelector('[data-decide]').requestSubmit() }`)
	p.MustElement(".ruled")
	shot(t, p, "deutsch-conflicts-wide", 1440)
	shot(t, p, "deutsch-conflicts-narrow", 390)
	p = b.MustIncognito().MustPage(w.http.URL + "/login").MustWaitLoad()
	shot(t, p, "login-light-wide", 1440)
}

// inGerman chooses the language of a page, as people do.
func inGerman(p *rod.Page) {
	wait := p.MustWaitNavigation()
	p.MustElement(`[name=lang][value=de]`).MustEval(`() => this.click()`)
	wait()
}
