package sqlstore_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/alexedwards/scs/v2"

	"github.com/spochub/spochub/core/store/sqlstore"
)

var (
	_ scs.CtxStore         = (*sqlstore.Sessions)(nil)
	_ scs.IterableStore    = (*sqlstore.Sessions)(nil)
	_ scs.IterableCtxStore = (*sqlstore.Sessions)(nil)
)

// A session outlives the manager that made it: the hub was started anew.
func TestSessionsServeASessionManager(t *testing.T) {
	s := open(t, sqlstore.Options{Sync: "off"})
	var seen string
	visit := func(cookies []*http.Cookie, put string) []*http.Cookie {
		m := scs.New()
		m.Store, m.HashTokenInStore = s.Sessions(), true
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
		for _, c := range cookies {
			r.AddCookie(c)
		}
		out := httptest.NewRecorder()
		m.LoadAndSave(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			seen = m.GetString(r.Context(), "login")
			if put != "" {
				m.Put(r.Context(), "login", put)
			}
		})).ServeHTTP(out, r)
		return out.Result().Cookies()
	}
	cookies := visit(nil, "dana")
	if visit(cookies, ""); seen != "dana" {
		t.Fatalf("the session says %q", seen)
	}
	if visit(nil, ""); seen != "" {
		t.Fatalf("a visitor without a cookie is %q", seen)
	}
}
