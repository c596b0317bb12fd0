package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/alexedwards/scs/v2/memstore"

	"github.com/spochub/spochub/core/auth"
)

// What a session holds.
const (
	loginKey      = "login"
	generationKey = "generation"
	doneKey       = "done" // the message about what was just done
)

// signedInFor is how long somebody stays signed in: a shift and its hand-over.
const signedInFor = 14 * time.Hour

// visitor is who asks for a page; without a login nobody is signed in.
type visitor struct{ auth.Actor }

func (s *Site) newSessions() *scs.SessionManager {
	m := scs.New()
	m.Lifetime = signedInFor
	m.HashTokenInStore = true
	m.Cookie.Name = "spochub"
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = strings.HasPrefix(s.o.PublicURL, "https://")
	m.Store = s.o.Sessions
	if m.Store == nil {
		m.Store = memstore.NewWithCleanupInterval(0)
	}
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) {
		s.o.Log.ErrorContext(r.Context(), "session", "error", err)
		http.Error(w, "the session could not be read", http.StatusServiceUnavailable)
	}
	return m
}

// visitor finds who is signed in. An account that was changed or disabled since
// is nobody.
func (s *Site) visitor(r *http.Request) visitor {
	ctx := r.Context()
	login := s.sessions.GetString(ctx, loginKey)
	if login == "" {
		return visitor{}
	}
	a, err := s.o.Auth.Person(ctx, login, s.sessions.GetInt64(ctx, generationKey))
	if err != nil && !errors.Is(err, auth.ErrUnknown) {
		s.o.Log.ErrorContext(ctx, "find who is signed in", "error", err)
	}
	return visitor{a}
}

// The ways to sign in, as the audit trail names them.
const (
	byPassword = "password"
	byLink     = "link"
	byOpenID   = "openid"
)

// enter starts a session under a new token, and records how somebody came in.
func (s *Site) enter(r *http.Request, a auth.Actor, how string) error {
	ctx := r.Context()
	if err := s.o.Auth.Entered(ctx, a, how); err != nil {
		return err
	}
	if err := s.sessions.RenewToken(ctx); err != nil {
		return err
	}
	s.sessions.Put(ctx, loginKey, a.Login)
	s.sessions.Put(ctx, generationKey, a.Generation)
	return nil
}

// askToSignIn sends somebody to the sign-in page and back afterwards.
func (s *Site) askToSignIn(w http.ResponseWriter, r *http.Request) {
	if r.Pattern == "GET /events" {
		http.Error(w, "not signed in", http.StatusUnauthorized)
		return
	}
	to := "/login"
	switch {
	case r.Method != http.MethodGet:
		to += "?ended=1&next=" + url.QueryEscape(local(writtenAt(r)))
	case r.URL.Path != "/":
		to += "?next=" + url.QueryEscape(r.URL.RequestURI())
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// writtenAt is the page that has the form which was sent, the inbox for those of
// many pages.
func writtenAt(r *http.Request) string {
	path := r.URL.EscapedPath()
	key := url.PathEscape(r.PathValue("key"))
	for _, page := range []string{"/requests/" + key, "/portal/requests/" + key, "/new", "/portal"} {
		if !strings.HasSuffix(page, "/") && (path == page || strings.HasPrefix(path, page+"/")) {
			return page
		}
	}
	return "/"
}

// local keeps a way back inside the site.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}

// goOn sends a browser to a page of the site, whatever way it was told.
func goOn(w http.ResponseWriter, r *http.Request, to string) {
	http.Redirect(w, r, local(to), http.StatusSeeOther) //nolint:gosec // local keeps it inside
}

// done sends a person on after a change, with a word about it on the next page.
func (s *Site) done(w http.ResponseWriter, r *http.Request, to, message string) {
	s.sessions.Put(r.Context(), doneKey, message)
	s.took(w, r)
	goOn(w, r, to)
}
