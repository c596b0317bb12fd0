package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/store"
)

// Signing in, well and badly, is on record, and no page of the trail shows a
// password, whatever field it was typed into.
func TestSignInsAreOnRecord(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.add(t, auth.NewPerson{Login: "pat", Name: "Pat", Role: auth.SPOC, Password: password})
	pat, admin := w.browser(t), w.as(t, "admin")
	pat.post("/login", "login", password, "password", "pat") // the one in the field of the other
	for range 5 {
		pat.post("/login", "login", "pat", "password", "hunter2 and more")
	}
	if got := pat.post("/login", "login", "pat", "password", password); got.code != http.StatusTooManyRequests {
		t.Errorf("after five wrong passwords: %d", got.code)
	}
	other := w.as(t, "pat")
	other.post("/logout/everywhere")
	page := admin.get("/audit").body
	for _, want := range []string{"wrong password", "locked for a while", "signed in", "signed out everywhere", "127.0.0.1", ">pat<"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, secret := range []string{password, "hunter2"} {
		if strings.Contains(page, secret) {
			t.Errorf("the trail holds %q", secret)
		}
	}
	if got := admin.get("/audit?action=sign_in.locked&by=&object=pat").body; strings.Count(got, `<th scope="row"`) != 1 {
		t.Errorf("the lock is there %d times", strings.Count(got, `<th scope="row"`))
	}
}

// The trail is read page by page, the newest first.
func TestTheTrailHasPages(t *testing.T) {
	t.Parallel()
	w := open(t)
	var many []store.Audit
	for range 120 {
		many = append(many, store.Audit{By: "somebody", Action: auth.SignedOut, Object: "x"})
	}
	if err := w.store.Record(t.Context(), many...); err != nil {
		t.Fatal(err)
	}
	admin, path, n := w.as(t, "admin"), "/audit?by=somebody", 0
	for path != "" {
		body := admin.get(path).body
		n += strings.Count(body, `<th scope="row"`)
		_, rest, more := strings.Cut(body, `class="btn sm" href="/audit?action=&amp;before=`)
		if path = ""; more {
			before, _, _ := strings.Cut(rest, "&")
			path = "/audit?by=somebody&before=" + before
		}
	}
	if n != 120 {
		t.Errorf("%d entries on all pages", n)
	}
}
