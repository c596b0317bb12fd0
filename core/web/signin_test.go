package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/web"
)

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.add(t, auth.NewPerson{Login: "tom", Name: "Tom Wieland", Role: auth.SPOC, Password: password})
	b := w.browser(t)
	if got := b.get("/connections?x=1"); got.header.Get("Location") != "/login?next=%2Fconnections%3Fx%3D1" {
		t.Fatalf("sent to %s", got.header.Get("Location"))
	}
	got := b.post("/login", "login", "tom", "password", "wrong", "next", "/connections")
	if got.code != http.StatusUnauthorized || !strings.Contains(got.body, `value="tom"`) || strings.Contains(got.body, "wrong horse") {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	for _, next := range []string{"//evil.example", "https://evil.example", `/\evil.example`} {
		if got := w.browser(t).post("/login", "login", "tom", "password", password, "next", next); got.header.Get("Location") != "/" {
			t.Errorf("sent to %s", got.header.Get("Location"))
		}
	}
	if got := b.post("/login", "login", "tom", "password", password, "next", "/connections"); got.header.Get("Location") != "/connections" {
		t.Fatalf("sent to %s", got.header.Get("Location"))
	}
	if got := b.get("/"); !strings.Contains(got.body, "Tom Wieland") {
		t.Error("not signed in")
	}
	if err := w.auth.Disable(t.Context(), "tom"); err != nil {
		t.Fatal(err)
	}
	if got := b.get("/"); got.code != http.StatusSeeOther {
		t.Error("a disabled person is still signed in")
	}
	c := w.as(t, "jana")
	c.post("/logout")
	if got := c.get("/"); got.code != http.StatusSeeOther {
		t.Error("still signed in after signing out")
	}
}

func TestTooManyTries(t *testing.T) {
	t.Parallel()
	now := time.Now()
	w := open(t, func(o *web.Options) { o.Now = func() time.Time { return now } })
	w.add(t, auth.NewPerson{Login: "tom", Role: auth.SPOC, Password: password})
	b := w.browser(t)
	for range 5 {
		b.post("/login", "login", "tom", "password", "wrong")
	}
	got := b.post("/login", "login", "tom", "password", password)
	if got.code != http.StatusTooManyRequests || got.header.Get("Retry-After") == "" {
		t.Fatalf("the sixth try: %d", got.code)
	}
	if got := b.post("/login", "login", "someone", "password", "wrong"); got.code != http.StatusUnauthorized {
		t.Errorf("another login: %d", got.code)
	}
	now = now.Add(16 * time.Minute)
	if got := b.post("/login", "login", "tom", "password", password); got.code != http.StatusSeeOther {
		t.Errorf("later: %d", got.code)
	}
}

func TestSignInLinkWorksOnce(t *testing.T) {
	t.Parallel()
	now := time.Now()
	w := open(t, func(o *web.Options) { o.Now = func() time.Time { return now } })
	path, err := w.site.SignInLink(t.Context(), "jana")
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{http.MethodHead, http.MethodGet, http.MethodGet} {
		r, _ := http.NewRequestWithContext(t.Context(), method, w.http.URL+path, nil)
		got := w.browser(t).do(r)
		if got.code != http.StatusOK || method == http.MethodGet && !strings.Contains(got.body, `<form method="post" action="`+path+`"`) {
			t.Fatalf("%s: %d: %s", method, got.code, got.body)
		}
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.http.URL+path, nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := w.browser(t).do(r); got.code != http.StatusForbidden {
		t.Errorf("from another site: %d", got.code)
	}
	b := w.browser(t)
	if got := b.post(path); got.code != http.StatusSeeOther || got.header.Get("Location") != "/" {
		t.Fatalf("%d", got.code)
	}
	if got := b.get("/"); !strings.Contains(got.body, "Jana Kovář") {
		t.Error("not signed in")
	}
	if again, look := w.browser(t).post(path), w.browser(t).get(path); again.code != http.StatusUnauthorized || look.code != http.StatusUnauthorized {
		t.Errorf("used twice: %d, %d", again.code, look.code)
	}
	late, _ := w.site.SignInLink(t.Context(), "jana")
	now = now.Add(time.Hour)
	if got, look := w.browser(t).post(late), w.browser(t).get(late); got.code != http.StatusUnauthorized || look.code != http.StatusUnauthorized {
		t.Errorf("an old one: %d, %d", got.code, look.code)
	}
	if _, err := w.site.SignInLink(t.Context(), "nobody"); !errors.Is(err, auth.ErrUnknown) {
		t.Errorf("for nobody: %v", err)
	}
	if strings.Contains(w.log.String(), strings.TrimPrefix(path, "/signin/")) {
		t.Error("the link is in the log")
	}
}

func TestPreferences(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "jana")
	if got := b.post("/preferences", "theme", "dark", "lang", "de", "density", "loud", "back", "/connections"); got.header.Get("Location") != "/connections" {
		t.Fatalf("%d %v", got.code, got.header)
	}
	if got := b.get("/connections"); !strings.Contains(got.body, `<html lang="de" data-theme="dark">`) || !strings.Contains(got.body, "Verbindungen") {
		t.Error("the preferences are not kept")
	}
}
