package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// order is where texts stand in a page; each must be there.
func order(t *testing.T, body string, texts ...string) {
	t.Helper()
	at := 0
	for _, text := range texts {
		i := strings.Index(body[at:], text)
		if i < 0 {
			t.Fatalf("%q is not there after what comes before it", text)
		}
		at += i
	}
}

func (w *world) edit(t *testing.T, key request.Key, e request.Edit, move *request.Move) {
	t.Helper()
	e.Reason = "as agreed"
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, e, move); err != nil {
		t.Fatal(err)
	}
}

func in(d time.Duration) *time.Time {
	at := time.Now().Add(d)
	return &at
}

func TestTheListIsGroupedByTheTimeLeft(t *testing.T) {
	t.Parallel()
	w := open(t)
	plain, waits, week, soon, late := w.received(t, "Plain"), w.received(t, "Waits"), w.received(t, "Next week"), w.received(t, "Promised"), w.received(t, "Too late")
	w.edit(t, waits, request.Edit{DueAt: in(time.Hour)}, &request.Move{To: request.WaitingClient, WaitingFor: "the log"})
	w.edit(t, week, request.Edit{DueAt: in(7 * 24 * time.Hour)}, nil)
	w.edit(t, soon, request.Edit{DueAt: in(5 * time.Hour), NextUpdateAt: in(20 * time.Minute)}, nil)
	w.edit(t, late, request.Edit{DueAt: in(-time.Hour)}, nil)
	low := request.Priority("P3")
	w.edit(t, plain, request.Edit{Priority: &low}, nil)
	high := request.Priority("P1")
	urgent := w.received(t, "Urgent")
	w.edit(t, urgent, request.Edit{Priority: &high}, nil)
	b := w.as(t, "jana")
	body := b.get("/?q=is:open").body
	order(t, body, "6 requests", "1 over target", "next in", "19:5", "P1 without a target", `data-key="`+string(urgent),
		"Over target", `data-key="`+string(late), "−1 h 00", "Due, over",
		"Under 30 minutes", `data-key="`+string(soon), "Client update",
		"Later", `data-key="`+string(week), "6 d 23 h",
		"No target", `data-key="`+string(plain),
		"Waiting for client", "clock paused", `data-key="`+string(waits), "Due, paused")
	if body := b.get("/?q=sla:late").body; !strings.Contains(body, string(late)) || strings.Contains(body, `data-key="`+string(waits)) {
		t.Error("what is over target is another list than the group")
	}
	body = b.get("/?q=promise:any").body
	if !strings.Contains(body, `data-key="`+string(soon)) || strings.Contains(body, `data-key="`+string(late)) || !strings.Contains(body, "<h1>Promised updates</h1>") {
		t.Error("the view of promises shows other requests")
	}
	b.lang = "de"
	order(t, b.get("/?q=is:open").body, "Überschritten", "Unter 30 Minuten", "Später", "Ohne Ziel", "Wartet auf Kunden", "Uhr angehalten")
}

func TestRowsSayWhoMustActNext(t *testing.T) {
	t.Parallel()
	w := open(t)
	free, mine, team, hand, client := w.received(t, "Free"), w.received(t, "Mine"), w.received(t, "Team"), w.received(t, "Hand"), w.received(t, "Client")
	w.edit(t, mine, request.Edit{Assignee: &w.jana.Login}, nil)
	core := w.delegated(t, team, "core")
	w.tool(t, core, func(d *store.LinkDoc) { d.Link.Assignee = "Pavel Novák" })
	w.delegated(t, hand, "field")
	w.edit(t, client, request.Edit{}, &request.Move{To: request.WaitingClient, WaitingFor: "the log"})
	b := w.as(t, "jana")
	body := b.get("/?q=is:open&order=next").body
	order(t, body, "The desk", `data-key="`+string(free), "next: </span>", "Nobody yet", `data-key="`+string(mine), `mine"><bdi>You`,
		"Core Network", `data-key="`+string(team), "Core Network", "Pavel Novák",
		"Field Service", `data-key="`+string(hand), "The client", `data-key="`+string(client), "next: </span>", "Nordwind Logistik")
	for q, want := range map[string]request.Key{"next:client": client, "next:core": team, "next:spoc owner:me": mine, "next:team -next:core": hand} {
		body := b.get("/?q=" + strings.ReplaceAll(q, " ", "+")).body
		if strings.Count(body, "data-key=") != 1 || !strings.Contains(body, `data-key="`+string(want)) {
			t.Errorf("%s selects others", q)
		}
	}
	w.says(t, core, "c1", "/spoc ask which port?")
	if body := b.get("/?q=next:spoc").body; !strings.Contains(body, `data-key="`+string(team)) || !strings.Contains(body, "Dana Reyes") {
		t.Error("a team that asks passes the request to nobody")
	}
}

func TestAPreparedUpdate(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss in <Frankfurt>")
	path := "/requests/" + string(key)
	w.edit(t, key, request.Edit{NextUpdateAt: in(10 * time.Minute)}, nil)
	b := w.as(t, "jana")
	if strings.Contains(b.get(path).body, "we are still working") {
		t.Error("words that nobody asked for")
	}
	body := b.get(path + "?compose=cli&update").body
	order(t, body, `id="m-cli" checked`, "Hello Mareike Brandt,\n\nwe are still working on “Loss in &lt;Frankfurt&gt;”", "Status: Received.", "from us again by ", " UTC.", `name="next" value="2`)
	if len(w.item(t, key).Notes) > 0 {
		t.Fatal("it was sent by itself")
	}
	next := time.Now().UTC().Add(2 * time.Hour).Truncate(time.Minute)
	if got := b.post(path+"/replies", "body", "Still working.", "next", next.Format("2006-01-02T15:04")); got.code != 303 {
		t.Fatalf("sent: %d", got.code)
	}
	w.sent(t)
	if item := w.item(t, key); len(item.Notes) != 1 || !item.Request.NextUpdateAt.Equal(next) {
		t.Errorf("promised %v, want %v", item.Request.NextUpdateAt, next)
	}
	if got := b.post(path+"/replies", "body", "x", "next", "tomorrow"); got.code != 422 {
		t.Errorf("no time: %d", got.code)
	}
}
