package githubtest_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/github/githubtest"
)

// visitor is a browser on the simulator's pages.
type visitor struct {
	*testing.T
	tool   *githubtest.Server
	url    string
	client *http.Client
}

func newVisitor(t *testing.T) *visitor {
	t.Helper()
	tool := githubtest.New(githubtest.Options{})
	t.Cleanup(tool.Close)
	web := httptest.NewServer(tool)
	t.Cleanup(web.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := web.Client()
	client.Jar = jar
	return &visitor{t, tool, web.URL, client}
}

func (v *visitor) read(resp *http.Response, err error) (int, string) {
	v.Helper()
	if err != nil {
		v.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		v.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func (v *visitor) see(path string) string {
	v.Helper()
	status, page := v.read(v.client.Get(v.url + path))
	if status != http.StatusOK {
		v.Fatalf("%s: %d", path, status)
	}
	return page
}

func (v *visitor) submit(path string, pairs ...string) string {
	v.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	status, page := v.read(v.client.PostForm(v.url+path, form))
	if status != http.StatusOK {
		v.Fatalf("%s: %d %s", path, status, page)
	}
	return page
}

func TestVisitorPlaysTheTeam(t *testing.T) {
	v := newVisitor(t)
	const list, one = "/team/elbline/platform/issues", "/team/elbline/platform/issues/1"
	if page := v.submit(list, "as", "mia-berg", "title", "Link <down>", "body", "No light."); !strings.Contains(page, "Link &lt;down&gt;") {
		t.Error("the new issue's page does not show its title")
	}
	v.submit(one, "as", "mia-berg", "do", "comment", "body", "We are looking.")
	v.submit(one, "as", "mia-berg", "do", "label", "label", "status: waiting")
	v.submit(one, "as", "kofi-mensah", "do", "assign", "login", "dana-reyes")
	v.submit(one, "as", "kofi-mensah", "do", "title", "title", "Link down")
	page := v.submit(one, "as", "kofi-mensah", "do", "close", "reason", "not_planned")
	for _, want := range []string{"closed as not_planned", "We are looking.", "status: waiting", "assigned to dana-reyes", "Reopen", `<option selected>kofi-mensah`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not show %q", want)
		}
	}
	is, _ := v.tool.Issue(githubtest.Repository, 1)
	if is.Title != "Link down" || is.State != "closed" || is.Author != "mia-berg" || !slices.Equal(is.Assignees, []string{"dana-reyes"}) || is.Comments[0].Author != "mia-berg" {
		t.Errorf("stored is %+v", is)
	}
	v.submit(one, "as", "dana-reyes", "do", "unlabel", "drop", "status: waiting")
	v.submit(one, "as", "dana-reyes", "do", "reopen")
	if is, _ = v.tool.Issue(githubtest.Repository, 1); is.State != "open" || len(is.Labels) != 0 {
		t.Errorf("stored is %+v", is)
	}
	if page := v.see("/"); !strings.Contains(page, `href="/elbline/platform/issues/1"`) {
		t.Error("the list does not link the issue")
	}
	v.tool.Hooks().Flush()
	if n := len(v.tool.Hooks().Sent()); n != 8 {
		t.Errorf("%d webhooks for eight acts", n)
	}
}

func TestMarkersAreNotShown(t *testing.T) {
	v := newVisitor(t)
	team := v.tool.As("dana-reyes")
	n, err := team.Open("T", "Text.\n\n<!-- spochub:v1 key=sp-1 -->")
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	if page := v.see("/elbline/platform/issues/1"); strings.Contains(page, "spochub:v1") || !strings.Contains(page, "Text.") {
		t.Error("the page shows the marker, or no text")
	}
}

func TestFormsOfOthersAreRefused(t *testing.T) {
	v := newVisitor(t)
	send := func(path, origin string, form url.Values) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.url+path, strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", origin)
		status, _ := v.read(v.client.Do(req))
		return status
	}
	good := url.Values{"as": {"mia-berg"}, "title": {"T"}}
	for name, status := range map[string]int{
		"another origin":  send("/team/elbline/platform/issues", "https://evil.example", good),
		"not of the team": send("/team/elbline/platform/issues", v.url, url.Values{"as": {githubtest.Bot}, "title": {"T"}}),
		"no title":        send("/team/elbline/platform/issues", v.url, url.Values{"as": {"mia-berg"}}),
		"no such issue":   send("/team/elbline/platform/issues/9", v.url, url.Values{"as": {"mia-berg"}, "do": {"close"}}),
	} {
		if status < 400 {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status := send("/team/elbline/platform/issues", v.url, good); status >= 400 {
		t.Errorf("a good form: %d", status)
	}
	if n := len(v.tool.Issues(githubtest.Repository)); n != 1 {
		t.Errorf("%d issues", n)
	}
}

func TestUnknownPagesAreNotFound(t *testing.T) {
	v := newVisitor(t)
	for _, path := range []string{"/elbline/none", "/elbline/platform/issues/1", "/favicon.ico"} {
		if status, _ := v.read(v.client.Get(v.url + path)); status != http.StatusNotFound {
			t.Errorf("%s: %d", path, status)
		}
	}
}
