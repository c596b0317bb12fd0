package demo_test

import (
	"net/http"
	"net/http/cookiejar"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A demo says one line, ends when asked and leaves nothing behind.
func TestDemoEnds(t *testing.T) {
	t.Parallel()
	s := startShow(t)
	plugins := s.plugins()
	if len(plugins) != 3 {
		t.Errorf("plugins %v, want three processes", plugins)
	}
	signsInOnce(t, visitor(t), s.SignIn)
	if len(s.left()) == 0 {
		t.Error("the demo keeps its data nowhere: this test looks in the wrong folder")
	}
	if status := s.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	if line, more := <-s.lines; more {
		t.Errorf("a second line: %s", line)
	}
	for name, pid := range plugins {
		if alive(pid) {
			t.Errorf("the process of %s lives on", name)
		}
	}
	if left := s.left(); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Without --json the demo prints a link that signs in once.
func TestSignInLink(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a demo")
	}
	t.Parallel()
	p := start(t, nil, "demo", "--listen", "127.0.0.1:0")
	if first := p.line(); !strings.Contains(first, "Starting") {
		t.Errorf("the first line is %q", first)
	}
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+/signin/\S+`)
	url := ""
	for url == "" {
		url = address.FindString(p.line())
	}
	home, _, _ := strings.Cut(url, "signin/")
	if page := open(t, visitor(t), home); strings.Contains(page, "Mara Lindt") || !strings.Contains(page, "/login") {
		t.Errorf("a stranger sees the inbox: %.300s", page)
	}
	mara := visitor(t)
	signsInOnce(t, mara, url)
	if page := open(t, mara, home); !strings.Contains(page, "Mara Lindt") {
		t.Error("who was signed in is no more")
	}
	if status := p.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// signsInOnce presses the button behind a sign-in link; looking at it before does
// not use it up.
func signsInOnce(t *testing.T, c *http.Client, url string) {
	t.Helper()
	for range 2 {
		if page := open(t, visitor(t), url); !strings.Contains(page, `method="post" action="/signin/`) {
			t.Errorf("no button to sign in with: %.300s", page)
		}
	}
	if page := press(t, c, url); !strings.Contains(page, "Mara Lindt") || strings.HasPrefix(page, "/signin") {
		t.Errorf("the link does not sign in: %.300s", page)
	}
	if page := press(t, visitor(t), url); strings.Contains(page, "Mara Lindt") {
		t.Error("the link signs in twice")
	}
}

func visitor(t *testing.T) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &http.Client{Jar: jar}
}

// open reads a page as a browser does, redirects followed.
func open(t *testing.T, c *http.Client, url string) string {
	t.Helper()
	return browse(t, c, http.MethodGet, url)
}

// press sends a form without fields.
func press(t *testing.T, c *http.Client, url string) string {
	t.Helper()
	return browse(t, c, http.MethodPost, url)
}

func browse(t *testing.T, c *http.Client, method, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	must(t, err)
	r.Header.Set("Accept", "text/html")
	resp, err := c.Do(r)
	must(t, err)
	defer func() { _ = resp.Body.Close() }()
	return resp.Request.URL.Path + "\n" + body(t, resp)
}

// Two demos at once are two worlds.
func TestDemosSideBySide(t *testing.T) {
	if testing.Short() {
		t.Skip("starts two demos")
	}
	t.Parallel()
	one, two := startShow(t), startShow(t)
	r := one.hub(t).create(object{"title": "Only in the first"})
	one.hub(t).delegate(r.Key, one.teams()...)
	for _, x := range two.tools(t) {
		if slices.Contains(x.titles(), "Only in the first") {
			t.Errorf("%s of the second demo has the first one's ticket", x.team())
		}
	}
	if got := two.hub(t).call("GET", "/requests/"+r.Key, nil); got.status != http.StatusNotFound {
		t.Errorf("the second demo knows %s: %d", r.Key, got.status)
	}
}
