package jira

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/jira/jiratest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func wantClass(t *testing.T, err error, class fault.Class) *fault.Error {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Class != class {
		t.Fatalf("got %v, want %v", err, class)
	}
	return e
}

func TestTimesOfEveryKindAreRead(t *testing.T) {
	want := time.Date(2021, 1, 17, 12, 34, 0, 0, time.UTC)
	for _, in := range []string{`"2021-01-17T12:34:00.000+0000"`, `"2021-01-17T04:34:00.000-0800"`, `"2021-01-17T12:34:00Z"`, `"2021-01-17T12:34:00.000+00:00"`, `1610886840000`} {
		var s stamp
		must(t, json.Unmarshal([]byte(in), &s))
		if !s.Equal(want) {
			t.Errorf("%s reads as %v", in, s.Time)
		}
	}
	for _, in := range []string{`null`, `""`, `"yesterday"`, `{}`, `[1]`} {
		var s stamp
		if err := json.Unmarshal([]byte(in), &s); err != nil || !s.IsZero() {
			t.Errorf("%s reads as %v, %v", in, s.Time, err)
		}
	}
}

func TestTextInTheDocumentFormatIsRead(t *testing.T) {
	raw := `{"type":"doc","version":1,"content":[{"type":"heading","attrs":{"level":2},"content":[{"type":"text","text":"Down"}]},
		{"type":"paragraph","content":[{"type":"text","text":"bold","marks":[{"type":"strong"}]},{"type":"hardBreak"},{"type":"mention","attrs":{"id":"5b","text":"@Dana"}}]},
		{"type":"bulletList","content":[{"type":"listItem","content":[{"type":"paragraph","content":[{"type":"text","text":"one"}]}]}]},
		{"type":"codeBlock","attrs":{"language":"go"},"content":[{"type":"text","text":"x := 1"}]}]}`
	var b issueBean
	must(t, json.Unmarshal([]byte(`{"id":"1","fields":{"description":`+raw+`,"summary":"s"}}`), &b))
	got := reader{}.ticket(b)
	if md := got.Cells[ticket.Description].Markdown; md != "## Down\n\n**bold**\n@Dana\n\n- one\n\n```go\nx := 1\n```" {
		t.Errorf("reads as %q", md)
	}
	if got.Cells[ticket.Title].Native != "s" {
		t.Error("the title is lost")
	}
}

func TestCloudNeverUsesTheOldSearch(t *testing.T) {
	s := start(t, jiratest.Options{})
	s.make("k-1", "One")
	_, err := s.conn.Find(t.Context(), "k-1")
	must(t, err)
	s.poll("since:2000-01-01T00:00:00Z")
	for _, c := range s.calls.Calls() {
		if strings.HasSuffix(c.Path, "/search") || c.Status == http.StatusGone {
			t.Errorf("called %s", c.Path)
		}
	}
}

func TestEveryPageIsRead(t *testing.T) {
	eachDeployment(t, jiratest.Options{MaxResults: 3}, func(t *testing.T, s *site) {
		for i := range 10 {
			s.make("twin", fmt.Sprint("Twin ", i))
		}
		found, err := s.conn.Find(t.Context(), "twin")
		must(t, err)
		if len(found) != 10 {
			t.Errorf("found %d of 10 twins", len(found))
		}
		if rows := s.poll("since:2000-01-01T00:00:00Z"); len(rows) != 10 {
			t.Errorf("polled %d of 10", len(rows))
		}
	})
}

// A row that is updated while the poll reads moves to the end and shifts all
// others; none may be skipped.
func TestRowsThatShiftAreNotSkipped(t *testing.T) {
	eachDeployment(t, jiratest.Options{MaxResults: 3}, func(t *testing.T, s *site) {
		want := map[string]bool{}
		var first sdk.Ref
		for i := range 9 {
			r := s.make(sdk.Key(fmt.Sprint("k-", i)), fmt.Sprint("Row ", i))
			want[r.ID] = true
			if i == 0 {
				first = r
			}
		}
		pages := 0
		s.calls.Break(breakable.Break{Times: -1, Match: func(r *http.Request) bool {
			if pages++; pages == 2 && s.conn.know().deployment == "datacenter" {
				must(t, s.jira.SetField("dana", first.Key, "summary", "Moved to the end"))
			}
			return false
		}})
		for _, c := range s.poll("since:2000-01-01T00:00:00Z") {
			delete(want, c.Ref.ID)
		}
		if len(want) > 0 {
			t.Errorf("skipped %v", want)
		}
	})
}

func TestPollIgnoresTheAccountsTimeZone(t *testing.T) {
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago"} {
		users := jiratest.Team()
		users[0].TimeZone = zone
		eachDeployment(t, jiratest.Options{Users: users}, func(t *testing.T, s *site) {
			mark := s.poll("")
			s.make("k-1", "Before")
			rows := s.poll(mark[0].Cursor)
			s.make("k-2", "After")
			if more := s.poll(rows[len(rows)-1].Cursor); len(more) != 2 {
				t.Errorf("in %s the poll gave %d rows", zone, len(more))
			}
		})
	}
}

func TestALateIndexedRowIsStillSeen(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	s := start(t, jiratest.Options{SearchLag: 4 * time.Minute, Now: func() time.Time { return now }})
	mark := s.poll("")
	s.make("early", "Early")
	now = now.Add(4*time.Minute + time.Second)
	rows := s.poll(mark[0].Cursor)
	s.make("late", "Late")
	now = now.Add(3 * time.Minute)
	if got, err := s.conn.Find(t.Context(), "late"); err != nil || len(got) != 0 {
		t.Fatalf("the index should lag: %v, %v", got, err)
	}
	cursor := s.poll(rows[0].Cursor)[0].Cursor
	now = now.Add(2 * time.Minute)
	seen := s.poll(cursor)
	if len(seen) != 2 || seen[1].Keys[0] != "late" {
		t.Errorf("got %+v", seen)
	}
	if s.place.Settle < 4*time.Minute {
		t.Errorf("settle is %v", s.place.Settle)
	}
}

func TestHowLongASearchMayMissAnIssueCanBeSaid(t *testing.T) {
	s := start(t, jiratest.Options{}, func(raw settings.Raw) { raw["search_lag"] = "7s" })
	if got := s.place.Settle; got != 7*time.Second {
		t.Errorf("settle is %v", got)
	}
}

func TestHowLateAWriteMayLandCanBeSaid(t *testing.T) {
	for said, want := range map[string]time.Duration{"": 2 * time.Minute, "9s": 9 * time.Second} {
		s := start(t, jiratest.Options{}, func(raw settings.Raw) {
			if said != "" {
				raw["write_lag"] = said
			}
		})
		if got := s.place.Late; got != want {
			t.Errorf("said %q: a write may land after %v, want %v", said, got, want)
		}
	}
}

func TestATimeFromTheFutureDoesNotBlindThePolls(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	c := beginning(now).after(now.Add(time.Hour), "9", now)
	if c.Time.After(now.Add(time.Second)) {
		t.Errorf("the cursor went to %v", c.Time)
	}
	if back := c.after(now.Add(-time.Hour), "1", now); back != c {
		t.Errorf("the cursor fell back to %v", back)
	}
}

func TestLongConversationsAreReadInFullOnce(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Long talk")
	for i := range 25 {
		_, err := s.jira.Comment("dana", r.Key, fmt.Sprint("word ", i))
		must(t, err)
	}
	var rows []sdk.Change
	if n, _ := s.counted(func() { rows = s.poll("since:2000-01-01T00:00:00Z") }); n != 2 {
		t.Errorf("%d calls", n)
	}
	if got := rows[0].Ticket; !got.AllComments || len(got.Comments) != 25 {
		t.Errorf("%d comments, all %v", len(got.Comments), got.AllComments)
	}
	if n, _ := s.counted(func() { rows = s.poll(rows[0].Cursor) }); n != 1 {
		t.Errorf("%d calls for a row that was read in full before", n)
	}
	if got := rows[0].Ticket; got.AllComments || got.NComments != 25 {
		t.Errorf("a cut list says all %v of %d", got.AllComments, got.NComments)
	}
	got, err := s.conn.Get(t.Context(), r, sdk.Need{Comments: true})
	must(t, err)
	if !got.AllComments || len(got.Comments) != 25 {
		t.Errorf("a read brings %d", len(got.Comments))
	}
}

func TestPollsBeginNow(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 0, 0, time.UTC)
	eachDeployment(t, jiratest.Options{Now: func() time.Time { return now }}, func(t *testing.T, s *site) {
		s.make("old", "Before anybody looked")
		now = now.Add(3 * time.Minute)
		cursor := s.poll("")[0].Cursor
		if rows := s.poll(cursor); len(rows) != 1 || rows[0].Kind != ticket.Mark {
			t.Errorf("the past came up: %+v", rows)
		}
	})
}

func TestStrangeCursorsAreRefused(t *testing.T) {
	s := start(t, jiratest.Options{})
	for _, from := range []sdk.Cursor{"x", "1/2", "-1/0/", "since:yesterday", "1/x/3"} {
		for _, err := range s.conn.Changes(t.Context(), from) {
			wantClass(t, err, fault.Invalid)
		}
	}
}

func TestIdlePollsAreOneCall(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		cursor := s.poll("")[0].Cursor
		if n, writes := s.counted(func() { s.poll(cursor) }); n != 1 || writes != 0 {
			t.Errorf("%d calls, %d writes", n, writes)
		}
	})
}

func TestACopiedLabelIsNoMarker(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		real := s.make("k-1", "Real")
		copied, err := s.jira.CreateIssue("dana", "Copy", "")
		must(t, err)
		must(t, s.jira.SetField("dana", copied, "labels", "spochub-k-1 mine"))
		found, err := s.conn.Find(t.Context(), "k-1")
		must(t, err)
		if len(found) != 1 || found[0].Ref.ID != real.ID {
			t.Errorf("found %+v", found)
		}
		x, _ := s.jira.Issue(copied)
		got, err := s.conn.Get(t.Context(), sdk.Ref{ID: x.ID}, sdk.Need{})
		must(t, err)
		if len(got.Keys) != 0 || !slices.Equal(got.Cells[ticket.Labels].Set, []sdk.Native{"mine"}) {
			t.Errorf("keys %v, labels %v", got.Keys, got.Cells[ticket.Labels].Set)
		}
	})
}

func TestAnExpiredTokenIsNoDeletion(t *testing.T) {
	eachDeployment(t, jiratest.Options{Anonymous: true}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Still there")
		s.raw["token"] = "expired"
		c := s.open()
		_, err := c.Get(t.Context(), r, sdk.Need{})
		wantClass(t, err, fault.Unauthenticated)
		for _, err := range c.Changes(t.Context(), "") {
			wantClass(t, err, fault.Unauthenticated)
		}
		_, err = c.Ping(t.Context())
		wantClass(t, err, fault.Unauthenticated)
	})
	// no header gives it away: only asking who we are does
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Still there")
	s.calls.Break(breakable.Break{Times: -1, Status: http.StatusNotFound, Match: isPath("GET", "/issue/")})
	s.calls.Break(breakable.Break{Times: -1, Status: http.StatusUnauthorized, Match: isPath("GET", "/myself")})
	_, err := s.conn.Get(t.Context(), r, sdk.Need{})
	wantClass(t, err, fault.Unauthenticated)
}

func TestACaptchaIsSaidAndNotRetried(t *testing.T) {
	s := start(t, jiratest.Options{})
	s.calls.Break(breakable.Break{Times: -1, Status: http.StatusForbidden, Header: http.Header{"X-Seraph-Loginreason": {"AUTHENTICATION_DENIED"}}})
	calls, _ := s.counted(func() {
		_, err := s.conn.Edit(t.Context(), sdk.Ref{ID: "1"}, "k", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "x"}})
		if e := wantClass(t, err, fault.Unauthenticated); !strings.Contains(e.Hint, "CAPTCHA") {
			t.Errorf("hint %q", e.Hint)
		}
	})
	if calls != 1 {
		t.Errorf("%d calls", calls)
	}
}

func TestPagesOfHTMLAreNamedAndNotRepeated(t *testing.T) {
	s := start(t, jiratest.Options{})
	page := "<html>" + strings.Repeat("maintenance ", 500)
	html := http.Header{"Content-Type": {"text/html"}}
	for status, class := range map[int]fault.Class{200: fault.Misread, 302: fault.Misread, 400: fault.Invalid, 502: fault.Unavailable} {
		s.calls.Break(breakable.Break{Status: status, Body: page, Header: html})
		_, err := s.conn.Get(t.Context(), sdk.Ref{ID: "1"}, sdk.Need{})
		if wantClass(t, err, class); len(err.Error()) > 300 || strings.Contains(err.Error(), "maintenance") {
			t.Errorf("%d: %v", status, err)
		}
	}
	s.calls.Break(breakable.Break{Status: 200, Body: page, Header: html})
	_, err := s.conn.Create(t.Context(), sdk.Draft{Key: "k", Container: "NET"})
	wantClass(t, err, fault.Misread)
}

func TestErrorsNameTheField(t *testing.T) {
	eachDeployment(t, jiratest.Options{OffScreen: []string{"duedate"}}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Fields")
		for field, value := range map[sdk.Field]sdk.Native{ticket.Due: "2026-01-01", ticket.Title: sdk.Native(strings.Repeat("x", 256)), ticket.Priority: "99", ticket.Assignee: "nobody"} {
			_, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{field: value}})
			if e := wantClass(t, err, fault.Invalid); e.Field != string(field) {
				t.Errorf("%s: the fault names %q", field, e.Field)
			}
		}
		_, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Add: []sdk.Native{"two words"}})
		wantClass(t, err, fault.Invalid)
	})
}

func TestLimitsAreExact(t *testing.T) {
	eachDeployment(t, jiratest.Options{KeepText: true}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Limits")
		for field, name := range map[sdk.Field]string{ticket.Title: "é", ticket.Description: "é"} {
			max := s.place.Limits[field].Max
			for n, ok := range map[int]bool{max - 1: true, max: true, max + 1: false} {
				_, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{field: sdk.Native(strings.Repeat(name, n))}})
				if (err == nil) != ok {
					t.Errorf("%s of %d: %v", field, n, err)
				}
			}
		}
		half := s.place.Limits[ticket.Title].Max / 2 // an emoji counts twice
		_, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: sdk.Native(strings.Repeat("🔌", half+1))}})
		wantClass(t, err, fault.Invalid)
	})
}

func TestLabelsOfOthersStay(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Labels")
		must(t, s.jira.SetField("dana", r.Key, "labels", "spochub-k-1 theirs"))
		_, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Add: []sdk.Native{"ours"}, Remove: []sdk.Native{"gone"}})
		must(t, err)
		if x := s.seen(r); !slices.Equal(x.Labels, []string{"ours", "spochub-k-1", "theirs"}) {
			t.Errorf("labels %v", x.Labels)
		}
	})
}

func TestAnAnswerOfEditedFieldsOnlySaysNoMore(t *testing.T) {
	s := start(t, jiratest.Options{EditorSplit: true})
	r := s.make("k-1", "Split")
	got, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Title: "Split 2"}})
	must(t, err)
	if len(got.Cells) != 1 || got.Cells[ticket.Title].Native != "Split 2" || got.Version != 0 || got.Was != nil || got.Ref.Container != r.Container {
		t.Errorf("got %+v", got)
	}
}

func TestADroppedFieldShowsInTheAnswer(t *testing.T) {
	s := start(t, jiratest.Options{DropFields: []string{"duedate"}})
	r := s.make("k-1", "Dropped")
	got, err := s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.Due: "2026-01-01"}})
	must(t, err)
	if c, shown := got.Cells[ticket.Due]; !shown || c.Native != "" {
		t.Errorf("the answer shows %+v", got.Cells[ticket.Due])
	}
}

func TestAMovedIssueIsFoundUnderItsNewName(t *testing.T) {
	eachDeployment(t, jiratest.Options{}, func(t *testing.T, s *site) {
		r := s.make("k-1", "Moves")
		moved, err := s.jira.Move("dana", r.Key, "OPS")
		must(t, err)
		for _, asked := range []sdk.Ref{r, {Key: r.Key}} {
			got, err := s.conn.Get(t.Context(), asked, sdk.Need{})
			must(t, err)
			if got.Was == nil || got.Ref.ID != r.ID || got.Ref.Key != moved || got.Ref.Container != "10200" {
				t.Errorf("asked %+v, got %+v, was %+v", asked, got.Ref, got.Was)
			}
		}
		_, err = s.conn.Edit(t.Context(), r, "k-1", sdk.Patch{Set: map[sdk.Field]sdk.Native{ticket.State: "3"}})
		wantClass(t, err, fault.Conflict)
	})
}

func TestSitesWithAPathPrefix(t *testing.T) {
	var server *httptest.Server
	j := jiratest.New(jiratest.Options{Deployment: jiratest.DataCenter, BaseURL: "http://placeholder"})
	t.Cleanup(j.Close)
	server = httptest.NewServer(http.StripPrefix("/jira", j))
	t.Cleanup(server.Close)
	raw := settings.Raw(j.Settings(server.URL + "/jira/"))
	opened, err := New().Open(t.Context(), raw, sdk.Host{HTTP: rest.New(nil, 0)})
	must(t, err)
	_, err = opened.Ping(t.Context())
	must(t, err)
	made, err := opened.(*conn).Create(t.Context(), sdk.Draft{Key: "k", Cells: map[sdk.Field]sdk.Cell{ticket.Title: {Native: "x"}}})
	must(t, err)
	if made.Ref.URL != server.URL+"/jira/browse/NET-1" {
		t.Errorf("address %s", made.Ref.URL)
	}
}

func TestIdsCannotLeaveTheirPath(t *testing.T) {
	s := start(t, jiratest.Options{})
	_, err := s.conn.Get(t.Context(), sdk.Ref{ID: "../project/NET?x="}, sdk.Need{})
	wantClass(t, err, fault.NotFound)
	for _, c := range s.calls.Calls() {
		if strings.Contains(c.Path, "project/NET?") == strings.HasPrefix(c.Path, "/rest/api/2/project") {
			continue
		}
		if !strings.HasPrefix(c.Path, "/rest/api/2/issue/") && c.Path != "/rest/api/2/myself" {
			t.Errorf("called %s", c.Path)
		}
	}
}

func TestThrottlingIsPassedOn(t *testing.T) {
	s := start(t, jiratest.Options{RateLimit: 17})
	meter := &rest.Meter{}
	_, err := s.conn.Ping(rest.WithMeter(t.Context(), meter))
	must(t, err)
	if got := meter.Tally(); !got.Limited || got.Left != 17 {
		t.Errorf("tally %+v", got)
	}
	s.calls.Break(breakable.Break{Status: 429, Header: http.Header{"X-Ratelimit-Reset": {time.Now().Add(time.Minute).UTC().Format(time.RFC3339)}}})
	_, err = s.conn.Ping(t.Context())
	if e := wantClass(t, err, fault.Throttled); e.After < 50*time.Second {
		t.Errorf("after %v", e.After)
	}
}

func TestErrorsNeverHoldTheToken(t *testing.T) {
	s := start(t, jiratest.Options{})
	token := s.raw["token"].(string)
	s.calls.Break(breakable.Break{Status: 400, Body: `{"errorMessages":["no, ` + token + `"],"errors":{"x":"` + token + `"}}`})
	_, err := s.conn.Get(t.Context(), sdk.Ref{ID: "1"}, sdk.Need{})
	if wantClass(t, err, fault.Invalid); strings.Contains(err.Error(), token) {
		t.Errorf("%v", err)
	}
}

func TestCredentialsStayOnTheSite(t *testing.T) {
	for name, listed := range map[string]bool{"listed": true, "not listed": false} {
		t.Run(name, func(t *testing.T) {
			var asked []http.Header
			elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = append(asked, r.Header)
				_, _ = io.WriteString(w, "bytes")
			}))
			t.Cleanup(elsewhere.Close)
			s := start(t, jiratest.Options{}, func(raw settings.Raw) {
				if listed {
					raw["file_hosts"] = []string{strings.TrimPrefix(elsewhere.URL, "http://")}
				}
			})
			s.calls.Break(breakable.Break{Status: 303, Header: http.Header{"Location": {elsewhere.URL + "/file"}}, Match: isPath("GET", "/attachment/content/")})
			body, err := s.conn.Download(t.Context(), sdk.Ref{}, sdk.File{ID: "1", Size: 5})
			if !listed {
				wantClass(t, err, fault.Denied)
				if len(asked) > 0 {
					t.Error("the other host was asked")
				}
				return
			}
			must(t, err)
			got, err := io.ReadAll(body)
			must(t, err)
			if string(got) != "bytes" || asked[0].Get("Authorization") != "" {
				t.Errorf("got %q with %v", got, asked[0])
			}
		})
	}
}

func TestACutFileIsAnError(t *testing.T) {
	s := start(t, jiratest.Options{})
	r := s.make("k-1", "Files")
	id, err := s.jira.Attach("dana", r.Key, "a.txt", "text/plain", []byte("half"))
	must(t, err)
	body, err := s.conn.Download(t.Context(), r, sdk.File{ID: id, Size: 8})
	must(t, err)
	if _, err := io.ReadAll(body); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func TestCancelledCallsAreUncertain(t *testing.T) {
	s := start(t, jiratest.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.conn.Create(ctx, sdk.Draft{Key: "k", Container: "NET"})
	wantClass(t, err, fault.Uncertain)
}
