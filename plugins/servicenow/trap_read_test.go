package servicenow_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/plugins/servicenow/servicenowtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// A sleeping instance answers everything with a page and status 200.
func TestSleepingInstanceIsUnavailable(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	b.calls.Break(breakable.Break{Status: 200, Times: -1, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html>Your instance is hibernating</html>"})
	_, err := b.conn.Get(t.Context(), made.Ref, sdk.Need{})
	wantClass(t, err, fault.Unavailable)
	_, err = b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"})
	wantClass(t, err, fault.Unavailable)
	file := sdk.File{ID: made.Ref.ID, Name: "trace.txt", Type: "text/plain"}
	_, err = capability[sdk.Downloader](b).Download(t.Context(), made.Ref, file)
	wantClass(t, err, fault.Unavailable)
}

// Raw values are UTC, display values are in the user's zone.
func TestTimesAreRawAndUTC(t *testing.T) {
	clock := newClock()
	b := newBench(t, servicenowtest.Options{Now: clock.Now, HubZone: "America/Los_Angeles"}, nil)
	made := b.create("k-1", "Title")
	must(b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Due: "2026-03-29T03:30:00+02:00"}))(t)
	must(b.comment(made.Ref, "c-1", "Text", true))(t)
	got := b.get(made.Ref)
	if due := got.Cells[ticket.Due].Native; due != "2026-03-29T01:30:00Z" {
		t.Errorf("due is %q", due)
	}
	if at := got.Comments[0].At; !at.Equal(clock.Now()) {
		t.Errorf("comment is of %v", at)
	}
	if b.sim.Incident(made.Ref.ID)["due_date"] != "2026-03-29 01:30:00" {
		t.Errorf("stored %q", b.sim.Incident(made.Ref.ID)["due_date"])
	}
	b.says(sdk.Problem{
		What: "The integration user's time zone is America/Los_Angeles, so that rules and scripts of the instance may shift dates.",
		Mend: "In ServiceNow, set the time zone of its record to GMT.",
	})
}

// Without the right to read journals the list is empty and no error: that is no
// proof that there are no comments.
func TestForbiddenJournalIsNotAnEmptyOne(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	must(b.sim.As("dana.reyes").Note(made.Ref.ID, "Hello"))(t)
	b.sim.HideJournal(true)
	if got := b.get(made.Ref); got.AllComments || got.NComments != -1 {
		t.Errorf("the comments count as complete: %+v", got)
	}
	said := must(b.comment(made.Ref, "c-1", "Text", true))(t)
	if said.ID != "ref:c-1" || said.Native != "Text" || !said.Private {
		t.Errorf("comment is %+v", said)
	}
	b.says(sdk.Problem{
		What: "No comment was shown: there is none yet, or the integration user may not read them.",
		Mend: "In ServiceNow, let it read sys_journal_field.",
	})
}

// Entries hidden from us are counted but not shown.
func TestHiddenEntriesAreNotAllComments(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	must(b.sim.As("dana.reyes").Note(made.Ref.ID, "One"))(t)
	hidden := must(b.sim.As("dana.reyes").Note(made.Ref.ID, "Two"))(t)
	b.sim.Hide(hidden, true)
	if got := b.get(made.Ref); got.AllComments || len(got.Comments) != 1 {
		t.Errorf("read %d comments, all: %v", len(got.Comments), got.AllComments)
	}
}

// The first version of the API answers an empty list with 404 on some releases.
func TestOnlyTheSecondVersionIsCalled(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	b.create("k-1", "Title")
	must(capability[sdk.Finder](b).Find(t.Context(), "k-none"))(t)
	b.poll("")
	for _, c := range b.calls.Calls() {
		if !strings.HasPrefix(c.Path, "/api/now/v2/table/") {
			t.Errorf("called %s", c.Path)
		}
	}
}

func TestRateRuleIsThrottled(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	b.sim.SetRate(1)
	must(b.conn.Get(t.Context(), made.Ref, sdk.Need{}))(t)
	_, err := b.edit(made.Ref, map[sdk.Field]sdk.Native{ticket.Title: "New"})
	wantClass(t, err, fault.Throttled)
}

// Without Retry-After the reset of the rate rule says how long to wait.
func TestRateResetStandsInForRetryAfter(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	made := b.create("k-1", "Title")
	reset := time.Now().Add(10 * time.Minute).Unix()
	b.calls.Break(breakable.Break{Status: 429, Header: http.Header{"X-Ratelimit-Reset": {strconv.FormatInt(reset, 10)}, "Content-Type": {"application/json"}}, Body: `{"error":{"message":"x","detail":null},"status":"failure"}`})
	_, err := b.conn.Get(t.Context(), made.Ref, sdk.Need{})
	wantClass(t, err, fault.Throttled)
	if wait := fault.Decide(err, false, 0).After; wait < 9*time.Minute || wait > 10*time.Minute {
		t.Errorf("the wait is %v", wait)
	}
}

func TestPing(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, settings.Raw{"account": "dedicated"})
	p := must(b.conn.Ping(t.Context()))(t)
	if p.Self.ID != servicenowtest.HubUser || p.Self.Email == "" || !p.Dedicated || p.Containers[0].ID != "incident" || len(p.Can) != 11 || p.ServerTime.IsZero() {
		t.Errorf("place is %+v", p)
	}
	reader := newBench(t, servicenowtest.Options{HubRoles: "sn_incident_read"}, nil)
	p = must(reader.conn.Ping(t.Context()))(t)
	if slices.Contains(p.Can, "Creator") || slices.Contains(p.Can, "Commenter") || !slices.Contains(p.Can, "Watcher") || p.Dedicated {
		t.Errorf("a reader can %v", p.Can)
	}
}

func TestCatalog(t *testing.T) {
	b := newBench(t, servicenowtest.Options{}, nil)
	codes := must(capability[sdk.Cataloger](b).Catalog(t.Context(), "incident"))(t)
	for _, want := range []sdk.Code{
		{Field: ticket.State, Native: "1", Name: "New", Value: "todo", Write: true},
		{Field: ticket.State, Native: "3", Name: "On Hold", Value: "waiting", Write: true},
		{Field: ticket.State, Native: "6", Name: "Resolved", Value: "done", Write: true},
		{Field: ticket.State, Native: "7", Name: "Closed", Value: "done"},
		{Field: ticket.State, Native: "8", Name: "Canceled", Value: "cancelled", Write: true},
		{Field: ticket.Priority, Native: "1/1", Name: "Critical (1/1)", Value: "P1", Write: true},
		{Field: ticket.Priority, Native: "3/3", Name: "Planning (3/3)", Value: "P4"},
		{Field: "x.hold_reason", Native: "4", Name: "Awaiting Vendor"},
		{Field: ticket.Assignee, Native: sdk.Native(b.sim.UserID("mia.koch")), Name: "Mia Koch", Value: "mia.koch@example.com", Write: true},
	} {
		if !slices.Contains(codes, want) {
			t.Errorf("the catalog lacks %+v", want)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	for name, raw := range map[string]settings.Raw{
		"base_url":      {"base_url": "acme", "user": "u", "password": "p"},
		"table":         {"base_url": "https://acme.example", "user": "u", "password": "p", "table": "incident^x"},
		"password":      {"base_url": "https://acme.example", "user": "u"},
		"client_secret": {"base_url": "https://acme.example", "user": "u", "client_id": "c"},
	} {
		_, err := servicenow.New().Open(t.Context(), raw, sdk.Host{})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
