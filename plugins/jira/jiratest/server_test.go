package jiratest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

func site(t *testing.T, o Options) (*Server, *httptest.Server) {
	t.Helper()
	s := New(o)
	t.Cleanup(s.Close)
	h := httptest.NewServer(s)
	t.Cleanup(h.Close)
	return s, h
}

// ask makes a call as somebody and returns the status and the answer.
func ask(t *testing.T, s *Server, address, login, method, path, body string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequest(method, address+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if login != "" {
		req.Header.Set("Authorization", s.Authorization(login))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var answer map[string]any
	_ = json.NewDecoder(resp.Body).Decode(&answer)
	return resp.StatusCode, answer
}

func TestAVisitorPlaysTheTeam(t *testing.T) {
	s, h := site(t, Options{})
	post := func(path string, form url.Values) string {
		t.Helper()
		resp, err := http.PostForm(h.URL+path, form)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		page, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d", path, resp.StatusCode)
		}
		return string(page)
	}
	if page := post("/team/create", url.Values{"as": {"mika"}, "summary": {"<b>Fan</b>"}}); !strings.Contains(page, "&lt;b&gt;Fan") || strings.Contains(page, "<b>Fan") {
		t.Error("the page does not show the summary as text")
	}
	post("/team/NET-1/status", url.Values{"as": {"mika"}, "status": {"Done"}})
	post("/team/NET-1/fields", url.Values{"as": {"dana"}, "summary": {"Fan"}, "priority": {"Low"}, "assignee": {"jo"}, "duedate": {"2026-03-01"}})
	post("/team/NET-1/comment", url.Values{"as": {"jo"}, "body": {"spins"}})
	x, _ := s.Issue("NET-1")
	if x.Creator != "mika" || x.Status != "Done" || x.Resolution != "Done" || x.Summary != "Fan" || x.Priority != "Low" || x.Assignee != "jo" || x.Due != "2026-03-01" || x.Comments[0].Author != "jo" {
		t.Errorf("got %+v", x)
	}
	if page := post("/team/NET-1/fields", url.Values{"summary": {strings.Repeat("x", 300)}}); !strings.Contains(page, "less than 255") {
		t.Error("the page does not say what went wrong")
	}
	post("/team/NET-1/delete", nil)
	if len(s.Issues()) != 0 {
		t.Error("the issue is still there")
	}
}

func TestEveryoneHasAnAccount(t *testing.T) {
	for _, deployment := range []string{Cloud, DataCenter} {
		s, h := site(t, Options{Deployment: deployment})
		for _, login := range []string{"spochub", "dana", "mika", "jo"} {
			status, me := ask(t, s, h.URL, login, "GET", "/rest/api/2/myself", "")
			if status != http.StatusOK || me["displayName"] != s.person(login).Name {
				t.Errorf("%s on %s: %d %v", login, deployment, status, me)
			}
			if _, named := me["name"]; named == (deployment == Cloud) {
				t.Errorf("%s on %s: login name shown %v", login, deployment, named)
			}
		}
		if status, _ := ask(t, s, h.URL, "", "GET", "/rest/api/2/myself", ""); status != http.StatusUnauthorized {
			t.Errorf("nobody on %s: %d", deployment, status)
		}
	}
}

// A person works over the REST API as the hub does, by paths with the key.
func TestAPersonUsesTheAPI(t *testing.T) {
	s, h := site(t, Options{})
	key, err := s.CreateIssue("dana", "Link", "")
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := ask(t, s, h.URL, "mika", "POST", "/rest/api/2/issue/"+key+"/transitions", `{"transition":{"id":"11"}}`); status != http.StatusNoContent {
		t.Errorf("transition: %d", status)
	}
	if status, a := ask(t, s, h.URL, "mika", "POST", "/rest/api/2/issue/"+key+"/transitions", `{"transition":{"id":"24"}}`); status != http.StatusBadRequest {
		t.Errorf("finish without a resolution: %d %v", status, a)
	}
	if status, a := ask(t, s, h.URL, "jo", "POST", "/rest/api/3/issue/"+key+"/comment", `{"body":"x"}`); status != http.StatusCreated {
		t.Errorf("comment: %d %v", status, a)
	}
	x, _ := s.Issue(key)
	if x.Status != "In Progress" || len(x.Comments) != 1 {
		t.Errorf("got %+v", x)
	}
}

func TestJQL(t *testing.T) {
	now := time.Date(2026, 1, 10, 12, 0, 30, 0, time.UTC)
	s, h := site(t, Options{Now: func() time.Time { return now }})
	if _, err := s.CreateIssue("dana", "One", ""); err != nil {
		t.Fatal(err)
	}
	if err := s.SetField("dana", "NET-1", "labels", "a b"); err != nil {
		t.Fatal(err)
	}
	at := now.UnixMilli()
	for query, want := range map[string]int{
		`project = NET`: 1,
		`project in ("OPS", net) AND labels = "a"`: 1,
		`labels in (c)`: 0,
		`updated >= -1m ORDER BY updated ASC, id DESC`:             1,
		`updated >= ` + time.UnixMilli(at+5000).Format("20060102"): 1,
		`updated >= "2026-01-10 12:00"`:                            1,
		`updated >= "2026/01/10 12:01"`:                            0,
		`key = NET-1 AND status = "To Do"`:                         1,
		`id in (1, 2)`:                                             0,
	} {
		status, a := ask(t, s, h.URL, "dana", "GET", "/rest/api/2/search/jql?jql="+url.QueryEscape(query), "")
		list, _ := a["issues"].([]any)
		if status != http.StatusOK || len(list) != want {
			t.Errorf("%s: %d with %d issues, want %d: %v", query, status, len(list), want, a)
		}
	}
	// the same minute is another one elsewhere
	_, a := ask(t, s, h.URL, "mika", "GET", "/rest/api/2/search/jql?jql="+url.QueryEscape(`updated >= "2026-01-10 12:00"`), "")
	if list, _ := a["issues"].([]any); len(list) != 0 {
		t.Error("a date is not read in the asker's zone")
	}
	for _, query := range []string{"", "ORDER BY updated", "project ~ NET", "project = NET OR labels = a", "assignee = dana", "updated >= tomorrow", "project in (NET", "project = NET ORDER updated"} {
		if status, _ := ask(t, s, h.URL, "dana", "GET", "/rest/api/2/search/jql?jql="+url.QueryEscape(query), ""); status != http.StatusBadRequest {
			t.Errorf("%q: %d", query, status)
		}
	}
	if status, _ := ask(t, s, h.URL, "dana", "GET", "/rest/api/2/search?jql=project=NET", ""); status != http.StatusGone {
		t.Errorf("the old search: %d", status)
	}
}

func FuzzJQL(f *testing.F) {
	f.Add(`project in ("a", 'b') AND updated >= -5m ORDER BY id`)
	f.Add("project in ()")
	f.Fuzz(func(t *testing.T, text string) {
		if q, err := parseJQL(text, time.Unix(0, 0), time.UTC, "spochub"); err == nil {
			q.run(nil)
		}
	})
}

func TestWebhooksAreSigned(t *testing.T) {
	s, _ := site(t, Options{})
	s.SetWebhook("", "secret")
	if _, err := s.CreateIssue("dana", "One", ""); err != nil {
		t.Fatal(err)
	}
	s.Hooks().Flush()
	h := s.Hooks().Sent()[0]
	if h.Header.Get("X-Hub-Signature") != "sha256="+Sign("secret", h.Body) || h.Header.Get("X-Atlassian-Webhook-Identifier") == "" {
		t.Errorf("header %v", h.Header)
	}
}
