package request_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/request"
	"pgregory.net/rapid"
)

func TestTaskTextSaysWhatItsReaderMayKnow(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "nordwind")
	r.Service, r.StartedAt = "FRA3-10G-014", noon
	do(t, h, r, desk(noon), request.Delegate{Team: "core"})
	body := h.TaskText(r, &r.Links[len(r.Links)-1]).Body
	for _, want := range []string{"since noon", "Client: Nordwind Logistik", "IP transit (FRA3-10G-014), Frankfurt", "Since: 2026-03-02 12:00 UTC", "(https://spoc.example.net/requests/SP-1042)"} {
		if !strings.Contains(body, want) {
			t.Errorf("the team's text lacks %q:\n%s", want, body)
		}
	}
	for _, team := range []request.TeamID{"supplier", "open"} {
		l := given(t, h, r, team)
		if got, want := h.TaskText(r, l).Body, "---\n\n- Request: SP-1042"; got != want {
			t.Errorf("%s reads %q, want %q", team, got, want)
		}
	}
	if got := h.TaskText(r, &r.Links[0]); got.Body != r.Description {
		t.Errorf("the client reads %q", got.Body)
	}
}

func TestContextComesOffAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		r := receivedRapid(t, h, "argent")
		r.Description = strings.TrimRight(rapid.StringMatching(`[a-z\-\* \n]{0,40}`).Draw(t, "text"), "\n ")
		l := &request.Link{Team: "core", Connection: "jira", Target: "NET", Side: request.TeamSide}
		if got := request.StripContext(h.TaskText(r, l).Body); got != r.Description {
			t.Fatalf("%q became %q", r.Description, got)
		}
	})
	if got := request.StripContext("text\n\n* * *\n\n* Client: x\n* Request: SP-1\n"); got != "text" {
		t.Errorf("another rule: %q", got)
	}
	if text := "text\n---\n- a list"; request.StripContext(text) != text {
		t.Error("took a person's list for ours")
	}
}

func TestAuthorLineComesOffExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		n := &request.Note{Author: request.Author{Name: rapid.String().Draw(t, "name"), Origin: request.DeskOrigin}}
		n.Body = strings.TrimLeft(rapid.String().Draw(t, "body"), "\n")
		line := h.AuthorLine(&request.Request{}, n)
		got, ok := request.StripAuthor(line, request.WrapAuthor(line, n.Body))
		if !ok || got != n.Body {
			t.Fatalf("%q became %q", n.Body, got)
		}
		if _, ok := request.StripAuthor(line, "x"+line); ok {
			t.Fatal("stripped what is not the first line")
		}
	})
}

func TestParseQuery(t *testing.T) {
	t.Parallel()
	for q, want := range map[string]request.Filter{
		"":                        {},
		`loss "line card"`:        {Words: []string{"loss", "line card"}},
		"p:1 p:P2":                {Priorities: []request.Priority{"P1", "P2"}},
		`client:"nordwind" -p:4`:  {Clients: []request.ClientID{"nordwind"}, Not: &request.Filter{Priorities: []request.Priority{"P4"}}},
		"queue:mine":              {Assignees: []string{"jana", ""}, Open: true},
		"owner:none owner:me":     {Assignees: []string{"", "jana"}},
		"is:waiting is:new":       {Statuses: []request.Status{request.New, request.WaitingClient}},
		"is:incident is:request":  {Kinds: []request.Kind{request.Incident, request.ServiceRequest}},
		"sync:error team:core":    {Health: []request.Health{request.Failed, request.Parked}, Teams: []request.TeamID{"core"}},
		"-p:1 -team:core":         {Not: &request.Filter{Teams: []request.TeamID{"core"}, Not: &request.Filter{Priorities: []request.Priority{"P1"}}}},
		"sla:<30m":                {DueBefore: noon.Add(30 * time.Minute)},
		"promise:due":             {UpdateBy: noon},
		"promise:<2h next:client": {UpdateBy: noon.Add(2 * time.Hour), Next: []string{"client"}, Open: true},
		"next:core next:spoc":     {Next: []string{request.NextTeam("core"), "spoc"}, Open: true},
		"-next:team":              {Not: &request.Filter{Next: []string{"team"}}},
		"-promise:due":            {Not: &request.Filter{UpdateBy: noon}},
		"service:a -loss label:x": {Services: []request.ServiceID{"a"}, Labels: []string{"x"}, Not: &request.Filter{Words: []string{"loss"}}},
	} {
		got, err := request.ParseQuery(q, "jana", noon)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", q, got, err)
		}
	}
	if _, err := request.ParseQuery("attention:all", "jana", noon); err == nil || !strings.Contains(err.Error(), "is:attention") {
		t.Errorf("what needs attention: %v", err)
	}
	for q, at := range map[string]int{"colour:red": 1, "p:1 p:9": 5, "ä is:x": 3, `loss "card`: 6, "sync:": 1, "sla:30": 1, "promise:soon": 1, "promise:<-1h": 1, "-queue:mine": 1} {
		_, err := request.ParseQuery(q, "jana", noon)
		var bad *request.QueryError
		if !errors.As(err, &bad) || bad.At != at {
			t.Errorf("%s: %v, want a fault at %d", q, err, at)
		}
	}
}
