package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// Accounts are kept in the browser: added, changed, signed out, disabled, and their
// password set by a link that is shown once.
func TestPeopleAreKeptInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	if got := b.post("/people/account", "login", "jana", "role", "spoc"); got.code != 422 || !strings.Contains(got.body, "is there already") {
		t.Errorf("a login that there is: %d", got.code)
	}
	if got := b.post("/people/account", "login", "lee", "role", "client"); got.code != 422 {
		t.Errorf("a contact of nobody: %d", got.code)
	}
	if got := b.post("/people/account", "login", "lee", "name", "Lee", "mail", "lee@elbline.example", "role", "viewer"); got.code != http.StatusSeeOther {
		t.Fatalf("added: %d", got.code)
	}
	lee := w.as(t, "lee")
	if got := b.post("/people/account", "was", "lee", "name", "Lee", "role", "spoc"); got.code != http.StatusSeeOther {
		t.Errorf("another role: %d", got.code)
	}
	if got := lee.get("/"); got.code != http.StatusSeeOther {
		t.Errorf("a session with the old role: %d", got.code)
	}
	if got := b.post("/people/account", "was", "admin", "role", "spoc"); got.code != 422 || !strings.Contains(got.body, "Nobody else is left") {
		t.Errorf("the last administrator: %d", got.code)
	}
	b.post("/people/switch", "login", "admin", "do", "disable")
	if got := b.get("/people"); got.code != http.StatusOK {
		t.Error("the last administrator was disabled")
	}
	lee = w.as(t, "lee")
	b.post("/people/switch", "login", "lee", "do", "signout")
	if got := lee.get("/"); got.code != http.StatusSeeOther {
		t.Errorf("signed out everywhere: %d", got.code)
	}
	b.post("/people/switch", "login", "lee", "do", "disable")
	if _, err := w.site.SignInLink(t.Context(), "lee"); err == nil {
		t.Error("a disabled account signs in")
	}
	b.post("/people/switch", "login", "lee", "do", "enable")
	trail := b.get("/audit?object=lee").body
	for _, want := range []string{"account added", "account changed", ">Viewer<", "account disabled", "account enabled again", "signed out everywhere"} {
		if !strings.Contains(trail, want) {
			t.Errorf("the trail lacks %q", want)
		}
	}
}

// A link is shown once, works once, and leads to a new password; no page and no
// entry of the trail shows it again.
func TestAPasswordIsSetByLink(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	page := b.post("/people/link", "login", "jana").body
	m := regexp.MustCompile(`/signin/([A-Za-z0-9_-]+)\?next=/password`).FindStringSubmatch(page)
	if m == nil {
		t.Fatal("no link is shown")
	}
	if strings.Contains(b.get("/people/account?login=jana").body+b.get("/audit").body, m[1]) {
		t.Error("the link is shown again")
	}
	jana := w.browser(t)
	if got := jana.get("/signin/" + m[1] + "?next=/password").body; !strings.Contains(got, `name="next" value="/password"`) {
		t.Error("the way to the password is lost")
	}
	if got := jana.post("/signin/"+m[1], "next", "/password"); got.header.Get("Location") != "/password" {
		t.Fatalf("signed in: %d to %s", got.code, got.header.Get("Location"))
	}
	if got := jana.post("/password", "new", "short", "again", "short"); got.code != 422 || !strings.Contains(got.body, "fewer than 12") || strings.Contains(got.body, `value="short"`) {
		t.Errorf("a short one: %d", got.code)
	}
	if got := jana.post("/password", "new", password, "again", password+"x"); got.code != 422 {
		t.Errorf("two that differ: %d", got.code)
	}
	other := w.as(t, "jana")
	if got := jana.post("/password", "new", password, "again", password); got.code != http.StatusSeeOther {
		t.Fatalf("a good one: %d", got.code)
	}
	if got := other.get("/"); got.code != http.StatusSeeOther {
		t.Error("another session goes on")
	}
	if got := jana.get("/"); got.code != http.StatusOK {
		t.Error("whoever set it is signed out")
	}
	again := w.browser(t)
	if got := again.post("/login", "login", "jana", "password", password); got.code != http.StatusSeeOther {
		t.Errorf("signing in with it: %d", got.code)
	}
	if got := again.post("/password", "present", "not it at all", "new", "another long one", "again", "another long one"); got.code != 422 {
		t.Errorf("without the present one: %d", got.code)
	}
	if got := w.browser(t).get("/password"); got.code != http.StatusSeeOther {
		t.Errorf("nobody's password: %d", got.code)
	}
}

// A token is shown when it is made and never again, tells when it was used, and
// ends when it is revoked.
func TestTokensAreKeptInTheBrowser(t *testing.T) {
	t.Parallel()
	w := open(t)
	b := w.as(t, "admin")
	if got := b.post("/tokens", "name", "", "role", "client", "days", "0"); got.code != 422 {
		t.Errorf("a bad token: %d", got.code)
	}
	secret := regexp.MustCompile(`spoc_[A-Za-z0-9_-]+`).FindString(b.post("/tokens", "name", "monitoring", "role", "viewer", "days", "30").body)
	if secret == "" {
		t.Fatal("no token is shown")
	}
	list := b.get("/tokens").body
	if strings.Contains(list+b.get("/audit").body, secret) || !strings.Contains(list, "monitoring") || !strings.Contains(list, "not yet") {
		t.Error("the token is shown again, or not listed")
	}
	if a, err := w.auth.Authenticate(t.Context(), secret); err != nil || a.Role != "viewer" {
		t.Fatalf("it stands for %+v, %v", a, err)
	}
	list = b.get("/tokens").body
	if strings.Contains(list, "not yet") {
		t.Error("it was used, and the page does not say so")
	}
	b.post("/tokens/revoke", "token", field(list, "token"))
	if _, err := w.auth.Authenticate(t.Context(), secret); err == nil {
		t.Error("a revoked token works")
	}
}
