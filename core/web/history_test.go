package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// happened puts lines into the history, as the sync does.
func (w *world) happened(t *testing.T, id request.LinkID, events ...request.Event) {
	t.Helper()
	w.tool(t, id, func(d *store.LinkDoc) {
		d.Link.Ticket = ticket.Ref{ID: "1", Key: "NET-9"}
		for _, e := range events {
			e.At, e.Link = time.Now(), id
			if e.Actor.Origin == "" {
				e.Actor.Origin = "jira"
			}
			if e.Verdict == "" {
				e.Verdict = request.Applied
			}
			d.Events = append(d.Events, e)
		}
	})
}

// Every line has somebody who did it, in the page's language, and no line shows
// what only the configuration calls something.
func TestHistoryNamesWhoActed(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	w.happened(t, id,
		request.Event{Type: request.LinkChanged, Field: "ticket", To: "NET-9"},
		request.Event{Type: request.Changed, Field: ticket.Priority, From: "P2", To: "P1"},
		request.Event{Type: request.LinkChanged, Field: ticket.State, From: "todo", To: "in_progress"},
		request.Event{Type: request.LinkChanged, Field: ticket.Assignee, To: "Pavel", Actor: request.Actor{Name: "someone", Origin: "jira"}},
		request.Event{Type: request.DelegationMove, Field: "delegation", From: "offered", To: "accepted", Actor: request.Actor{Name: "jira", Origin: "jira"}},
		request.Event{Type: request.SyncNotice, Field: ticket.Due, To: "2026-12-01T10:00:00Z", Verdict: request.Rejected, Reason: "edit issue: unsupported (due)"},
		request.Event{Type: request.SyncNotice, Field: ticket.Priority, From: "Low", To: "P1", Verdict: request.Rejected, Reason: "the tool made the ticket without this value"},
		request.Event{Type: request.SyncNotice, Reason: "the tool keeps answering with an older version: taken as it is"},
	)
	for lang, lines := range map[string][]string{
		"en": {
			"Jira</b> linked NET-9", "Someone in Core Network</b> changed Priority: P2 → P1", "Someone in Core Network</b> moved Jira NET-9 to: In progress",
			"Someone in Core Network</b> gave Jira NET-9 to Pavel", "Someone in Core Network</b> moved the task of Jira NET-9 to: Accepted",
			"Jira</b> NET-9, Due: refused: 1 Dec 2026 10:00 · The tool cannot do this (Due)", "Priority: refused: P1; there it is Low", "Jira</b> noticed something at NET-9 · the tool keeps answering",
		},
		"de": {
			"Jira</b> hat NET-9 verknüpft", "Jemand bei Core Network</b> hat Priorität geändert: P2 → P1",
			"Jira</b> NET-9, Fällig: abgelehnt: 01.12.2026 10:00 · Das Werkzeug kann das nicht (Fällig)", "Das Werkzeug", "Priorität: abgelehnt: P1; dort steht Low", "Jira</b> bemerkte etwas bei NET-9 · das Werkzeug antwortet",
		},
	} {
		b := w.as(t, "jana")
		b.lang = lang
		body := plainText(b.get("/requests/" + string(key)).body)
		for _, line := range lines {
			if !strings.Contains(body, line) {
				t.Errorf("%s: %q is missing", lang, line)
			}
		}
		table := b.get("/requests/" + string(key) + "/history").body
		for _, bad := range []string{">jira<", "10:00:00Z", ">in_progress<", ">accepted<", ">desk<", "unsupported", ">someone<", `<td class="who"></td>`} {
			if strings.Contains(plainText(table), bad) || strings.Contains(body, bad) {
				t.Errorf("%s: %q is shown", lang, bad)
			}
		}
	}
}

// plainText drops the marks that only keep foreign text apart.
func plainText(page string) string {
	return strings.NewReplacer("<bdi>", "", "</bdi>", "").Replace(page)
}

// A note of somebody whom the tool does not name is somebody's of the team.
func TestNotesNameWhoWrote(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	id := w.delegated(t, key, "core")
	w.tool(t, id, func(d *store.LinkDoc) {
		dec, err := request.Do(d.Request, request.House{Directory: directory(), IDs: func() string { return "heard1" }},
			request.Cause{By: request.Actor{Name: "someone", Origin: "jira"}, At: time.Now(), Link: id},
			request.Heard{Author: request.Author{Name: "someone", Origin: "jira"}, Body: "Card replaced.", Comment: "c1"})
		if err != nil {
			t.Error(err)
		}
		d.Add, d.Events = append(d.Add, dec.Added...), append(d.Events, dec.Events...)
	})
	if body := plainText(w.as(t, "jana").get("/requests/" + string(key)).body); !strings.Contains(body, "<b>Someone in Core Network</b>") || strings.Contains(body, "<b>someone</b>") {
		t.Error("not said whose note it is")
	}
}
