package request_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

const dirty = " Packet\tloss\r\n in \u202eFRA\u2066\u00003\u0085\x07 "

func TestTitlesAndNamesAreOneLine(t *testing.T) {
	t.Parallel()
	h := house()
	d, err := request.Receive(&request.Request{Client: "argent", Title: dirty, Contact: "Ann\u202e\nLee", ReportedBy: "\x00Bob", Labels: []string{"a\u0000b"}}, h, desk(noon))
	if err != nil {
		t.Fatal(err)
	}
	r := d.Request
	if r.Title != "Packet loss in FRA3" || r.Contact != "Ann Lee" || r.ReportedBy != "Bob" || r.Labels[0] != "ab" {
		t.Errorf("title %q, contact %q, reported by %q, labels %q", r.Title, r.Contact, r.ReportedBy, r.Labels)
	}
	title, who := dirty+"again", "J\u202aana\n"
	do(t, h, r, desk(noon), request.Edit{Title: &title, Assignee: &who})
	if r.Title != "Packet loss in FRA3 again" || r.Assignee != "Jana" {
		t.Errorf("title %q, assignee %q", r.Title, r.Assignee)
	}
	do(t, h, r, desk(noon), request.TakeValue{Field: ticket.Title, Text: dirty})
	if r.Title != "Packet loss in FRA3" {
		t.Errorf("taken from a tool: %q", r.Title)
	}
	l := given(t, h, r, "core").ID
	heard := do(t, h, r, tool(l, noon), request.Heard{Author: request.Author{Name: "P\u202eavel\n", Origin: "jira"}, Body: "a\x00b\r\nc\t\u202ed"})
	if n := heard.Added[0]; n.Author.Name != "Pavel" || n.Body != "ab\nc\t\u202ed" {
		t.Errorf("heard %q of %q", n.Body, n.Author.Name)
	}
}

func TestATextThatShowsNothingIsNone(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	blank := "\u202e\u200b\x00 \n"
	var f *request.FieldError
	for what, c := range map[string]request.Command{
		"title": request.Edit{Title: &blank}, "body": request.Write{Audience: request.Internal, Body: blank},
		"waiting_for": request.Move{To: request.WaitingClient, WaitingFor: blank},
	} {
		if _, err := request.Do(r, h, desk(noon), c); !errors.As(err, &f) || f.Field != what {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestOneLineIsOne(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		line := request.OneLine(text)
		if line != request.OneLine(line) || strings.ContainsFunc(line, unicode.IsControl) || strings.TrimSpace(line) != line {
			t.Fatalf("%q becomes %q", text, line)
		}
	})
}

// A team's ticket is never lost because it says too much or nothing.
func TestWhatAToolSaysIsShortenedAndNotRefused(t *testing.T) {
	t.Parallel()
	for _, title := range []string{"", "\u202e\n", strings.Repeat("ä", 2000)} {
		h := house()
		d, err := request.Adopt(&request.Request{Channel: request.Tool, Title: title, Description: strings.Repeat("ä", 90_000), ReportedBy: strings.Repeat("x", 1000)},
			h, desk(noon), request.Link{ID: "l", Team: "core", Connection: "jira", Ticket: ticket.Ref{ID: "1", Key: "NET-1"}})
		if err != nil {
			t.Fatal(err)
		}
		if r := d.Request; title != "" && strings.HasPrefix(title, "ä") != strings.HasSuffix(r.Title, "…") || title == "" && r.Title != "NET-1" {
			t.Errorf("%.20q becomes %.20q", title, r.Title)
		}
	}
}

func TestTimesLieWhereSomebodyCanMeanThem(t *testing.T) {
	t.Parallel()
	h := house()
	for _, at := range []time.Time{noon.AddDate(-2000, 0, 0), noon.AddDate(51, 0, 0), noon.AddDate(7970, 0, 0)} {
		r := received(t, h, "argent")
		for field, c := range map[string]request.Command{
			"due_at": request.Edit{DueAt: &at, Reason: "x"}, "reported_at": request.Edit{ReportedAt: &at, Reason: "x"}, "expected_at": request.Edit{ExpectedAt: &at, Reason: "x"},
			"next_update_at": request.Edit{NextUpdateAt: &at, Reason: "x"},
		} {
			_, err := request.Do(r, h, desk(noon), c)
			var f *request.FieldError
			if !errors.As(err, &f) || f.Field != field || !strings.Contains(f.Text, "between 2000-01-01 and 2076-03-02") {
				t.Errorf("%s of %s: %v", field, at, err)
			}
		}
		if _, err := request.Do(r, h, desk(noon), request.Delegate{Team: "core", DueAt: at}); err == nil {
			t.Errorf("a task due %s", at)
		}
		if _, err := request.Receive(&request.Request{Client: "argent", Title: "x", DueAt: at}, h, desk(noon)); err == nil {
			t.Errorf("a request due %s", at)
		}
	}
}

func TestFaultsShowTheBeginningOfALongText(t *testing.T) {
	t.Parallel()
	h := house()
	long := strings.Repeat("long", 20_000)
	r := received(t, h, "argent")
	for name, c := range map[string]request.Command{
		"team": request.Delegate{Team: request.TeamID(long)}, "status": request.Move{To: request.Status(long)}, "ticket": request.Relink{Team: "core", Ticket: long},
		"link": request.Retry{Link: request.LinkID(long)}, "note": request.Write{Audience: request.Audience(long), Body: "x"},
	} {
		if _, err := request.Do(r, h, desk(noon), c); err == nil || len(err.Error()) > 400 || !strings.Contains(err.Error(), "longlong") {
			t.Errorf("%s: %.500s", name, err)
		}
	}
	if _, err := request.ParseQuery(`is:`+long, "", noon); err == nil || len(err.Error()) > 400 {
		t.Errorf("query: %.500s", err)
	}
}
