package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/api"
	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/sdk/ticket"
)

// linked makes a request with a link in a ticket, and changes that as the sync
// would.
func (w *world) linked(t *testing.T, change func(*store.LinkDoc)) (key, link string) {
	t.Helper()
	key = w.created(t)
	a := w.call(t, "POST", "/requests/"+key+"/delegations", m{"team": "core"})
	link = a.at(t, "link.id").(string)
	err := w.store.Link(t.Context(), store.Claim{ID: link}, func(d *store.LinkDoc) error {
		d.Link.Ticket = ticket.Ref{ID: link, Container: "NET", Key: "NET-" + link}
		change(d)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return key, link
}

func TestWouldWrite(t *testing.T) {
	w := open(t)
	holding := func(d *store.LinkDoc) {
		d.State.Held = []reconcile.Withheld{
			{Effect: reconcile.SetField, Field: ticket.Priority, From: "Low", To: "P1", Code: "10", Since: noon},
			{Effect: reconcile.SetField, Field: ticket.Title, From: "Loss", To: "Loss in FRA3", Since: noon},
			{Effect: reconcile.AddComment, Note: "n1", To: "one\n\ntwo", Since: noon},
		}
	}
	first, link := w.linked(t, holding)
	second, _ := w.linked(t, holding)
	third, _ := w.linked(t, holding)
	w.linked(t, func(*store.LinkDoc) {})
	w.restrict(t, third, "mara")
	page := w.call(t, "GET", "/connections/jira/would-write?limit=1", nil)
	next, _ := page.at(t, "next").(string)
	if page.status != http.StatusOK || page.at(t, "items.0.request") != first || page.at(t, "items.0.link.ticket_key") != "NET-"+link || next == "" {
		t.Fatal(page.status, page.text)
	}
	for path, want := range map[string]any{
		"items.0.writes.0.field": "priority", "items.0.writes.0.from": "Low", "items.0.writes.0.to": "P1", "items.0.writes.0.code": "10",
		"items.0.writes.0.diff": nil, "items.0.writes.0.since": "2026-03-02T12:00:00.000000Z",
		"items.0.writes.1.diff":   "-Loss\n+Loss in FRA3\n",
		"items.0.writes.2.effect": "comment", "items.0.writes.2.note": "n1", "items.0.writes.2.diff": "+one\n+\n+two\n",
	} {
		if got := page.at(t, path); got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	rest := w.call(t, "GET", "/connections/jira/would-write?cursor="+next, nil)
	if items := rest.at(t, "items").([]any); len(items) != 1 || rest.at(t, "items.0.request") != second || rest.at(t, "next") != nil {
		t.Error("the second page shows", rest.text)
	}
	one := w.call(t, "GET", "/requests/"+first+"/links/"+link+"/would-write", nil)
	if one.status != http.StatusOK || len(one.at(t, "writes").([]any)) != 3 {
		t.Error(one.status, one.text)
	}
	for path, want := range map[string]int{
		"/connections/nowhere/would-write":             http.StatusNotFound,
		"/connections/jira/would-write?cursor=x":       http.StatusUnprocessableEntity,
		"/requests/" + first + "/links/no/would-write": http.StatusNotFound,
		"/requests/" + third + "/links/x/would-write":  http.StatusNotFound,
	} {
		if a := w.call(t, "GET", path, nil); a.status != want {
			t.Errorf("%s answers %d, want %d: %s", path, a.status, want, a.text)
		}
	}
	w.token = w.tokens[auth.Client]
	if a := w.call(t, "GET", "/connections/jira/would-write", nil); a.status != http.StatusForbidden {
		t.Error("a client sees", a.text)
	}
}

func TestConnectionsSayWhatWasWritten(t *testing.T) {
	w := open(t)
	for day, n := range map[string]int{"2026-03-02": 2, "2026-03-01": 3, "2026-02-20": 50} {
		w.linked(t, func(d *store.LinkDoc) {
			d.Wrote = store.Wrote{Day: day, Wrote: reconcile.Wrote{Comments: n, Fields: 1}}
			d.State.Held = []reconcile.Withheld{{Effect: reconcile.AddComment}}
		})
	}
	if err := w.store.Connection(t.Context(), "jira", func(*store.Connection) error { return nil }); err != nil {
		t.Fatal(err)
	}
	a := w.call(t, "GET", "/connections", nil)
	if a.at(t, "items.0.comments_today") != 2.0 || a.at(t, "items.0.held") != 3.0 || len(a.at(t, "items.0.written").([]any)) != 2 || a.at(t, "items.0.written.1.comments") != 3.0 {
		t.Error(a.text)
	}
}

func TestDryRun(t *testing.T) {
	var asked []request.LinkID
	var told sync.Mapping
	w := openWith(t, func(o *api.Options) {
		o.DryRun = func(_ context.Context, name string, m sync.Mapping, links []request.LinkID, read bool) (list []sync.DryTicket, err error) {
			asked, told = links, m
			for _, id := range links {
				list = append(list, sync.DryTicket{Link: id, Reads: []sync.Difference{{Field: ticket.State, Value: "Ready for QA", From: "", To: "in_progress"}}, Error: fmt.Sprint(name, read)})
			}
			return list, nil
		}
	})
	var all []string
	for range 3 {
		_, link := w.linked(t, func(*store.LinkDoc) {})
		all = append(all, link)
	}
	body := m{"states": m{"read": m{"Ready for QA": "in_progress"}}, "people": m{"1": "dana"}, "fields": m{"priority": "both"}, "tickets": 2}
	a := w.call(t, "POST", "/connections/jira/dry-run", body)
	if a.status != http.StatusOK || a.at(t, "reads") != 0.0 || a.at(t, "would_read") != 2.0 || a.at(t, "items.0.reads.0.to") != "in_progress" || a.at(t, "items.0.error") != "jirafalse" {
		t.Fatal(a.status, a.text)
	}
	slices.Reverse(all)
	if got := fmt.Sprint(asked); got != fmt.Sprint(all[:2]) {
		t.Errorf("asked for %v of %v", asked, all)
	}
	if told.Tables[ticket.State].Read["Ready for QA"] != "in_progress" || told.People["1"] != "dana" || told.Directions[ticket.Priority] != reconcile.Both {
		t.Errorf("the mapping is %+v", told)
	}
	body["read"] = true
	if a = w.call(t, "POST", "/connections/jira/dry-run", body); a.at(t, "reads") != 2.0 {
		t.Error(a.text)
	}
	bad := w.call(t, "POST", "/connections/jira/dry-run", m{"states": m{"write": m{"finished": "Done"}}, "fields": m{"priority": "sideways"}})
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.text, "states.write.finished") || !strings.Contains(bad.text, "fields.priority") {
		t.Error(bad.status, bad.text)
	}
	w.token = w.tokens[auth.SPOC]
	if a := w.call(t, "POST", "/connections/jira/dry-run", m{}); a.status != http.StatusForbidden {
		t.Error("a SPOC may try mappings:", a.status)
	}
}

// A preview says what the plugin adds to the new ticket, and what marks it.
func TestAPreviewSaysWhatThePluginAdds(t *testing.T) {
	w := open(t)
	w.forecast.Adds = []ticket.Addition{{Name: "correlation_id", Value: "{key}"}, {Name: "assignment_group", Value: "Network"}}
	a := w.call(t, "POST", "/requests/"+w.created(t)+"/delegations/preview", m{"team": "core"})
	want := `"adds":[{"name":"correlation_id","value":"{key}","key":true},{"name":"assignment_group","value":"Network","key":false}]`
	if a.status != http.StatusOK || !strings.Contains(strings.ReplaceAll(a.text, " ", ""), want) {
		t.Errorf("%d: %s", a.status, a.text)
	}
}
