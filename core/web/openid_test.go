package web_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/web"
)

// provider is an OpenID Connect provider that lets everybody in as one person.
type provider struct {
	*httptest.Server
	t      *testing.T
	key    *ecdsa.PrivateKey
	claims map[string]any
	asked  map[string]url.Values // by code
	forge  func(claims map[string]any)
	down   bool
}

func newProvider(t *testing.T, claims map[string]any) *provider {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &provider{t: t, key: key, claims: claims, asked: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		if p.down {
			http.Error(w, "not now", http.StatusServiceUnavailable)
			return
		}
		p.answer(w, map[string]any{
			"issuer": p.URL, "authorization_endpoint": p.URL + "/auth", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
			"id_token_signing_alg_values_supported": []string{"ES256"},
		})
	})
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		p.answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "one", Algorithm: "ES256", Use: "sig"}}})
	})
	mux.HandleFunc("GET /auth", func(w http.ResponseWriter, r *http.Request) {
		code := rand.Text()
		p.asked[code] = r.URL.Query()
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?code="+code+"&state="+url.QueryEscape(r.FormValue("state")), http.StatusFound)
	})
	mux.HandleFunc("POST /token", p.token)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

// token gives what was asked for, once, to whoever knows the verifier.
func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	asked, known := p.asked[r.FormValue("code")]
	delete(p.asked, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if !known || asked.Get("code_challenge") != base64.RawURLEncoding.EncodeToString(sum[:]) || id != "spochub" || secret != "s3cret" {
		w.WriteHeader(http.StatusBadRequest)
		p.answer(w, map[string]string{"error": "invalid_grant"})
		return
	}
	claims := map[string]any{"iss": p.URL, "aud": "spochub", "sub": "42", "exp": time.Now().Add(time.Minute).Unix(), "nonce": asked.Get("nonce")}
	maps.Copy(claims, p.claims)
	if p.forge != nil {
		p.forge(claims)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: jose.JSONWebKey{Key: p.key, KeyID: "one"}}, nil)
	if err != nil {
		p.t.Error(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		p.t.Error(err)
	}
	p.answer(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": text})
}

// joined is a site that the provider vouches for.
func (p *provider) joined(t *testing.T, roles map[string]auth.Role) *world {
	t.Helper()
	o := auth.OpenIDOptions{
		Title: "Acme account", Issuer: p.URL, ClientID: "spochub", ClientSecret: "s3cret", Back: "https://hub.example/signin/openid/back",
		Login: "email", Groups: "groups", Roles: roles,
	}
	return open(t, func(site *web.Options) { site.OpenID = auth.NewOpenID(o) })
}

// visit goes from our button through the provider and back.
func (p *provider) visit(t *testing.T, b *browser, next string) answer {
	t.Helper()
	to := b.get("/signin/openid?next=" + url.QueryEscape(next)).header.Get("Location")
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	back := strings.TrimPrefix(resp.Header.Get("Location"), "https://hub.example")
	return b.get(back)
}

func TestSignInThroughAProvider(t *testing.T) {
	t.Parallel()
	p := newProvider(t, map[string]any{"email": "eva@acme.example", "email_verified": true, "name": "Eva Lund", "groups": []string{"noc", "all"}})
	w := p.joined(t, map[string]auth.Role{"noc": auth.SPOC, "chiefs": auth.Admin})
	b := w.browser(t)
	if page := b.get("/login?next=/connections"); !strings.Contains(page.body, "Acme account") || !strings.Contains(page.body, `name="password"`) {
		t.Fatalf("the page offers %s", page.body)
	}
	if got := p.visit(t, b, "/connections"); got.header.Get("Location") != "/connections" {
		t.Fatalf("%d to %s: %s", got.code, got.header.Get("Location"), got.body)
	}
	if page := b.get("/"); !strings.Contains(page.body, "Eva Lund") {
		t.Error("not signed in")
	}
	p.claims["groups"] = []string{"noc", "chiefs"}
	if got := p.visit(t, w.browser(t), "https://evil.example/"); got.header.Get("Location") != "/" {
		t.Errorf("sent to %s", got.header.Get("Location"))
	}
	if a, err := w.auth.Find(t.Context(), "eva@acme.example"); err != nil || a.Role != auth.Admin {
		t.Errorf("a new group gives %q, %v", a.Role, err)
	}
	p.claims["groups"] = []string{"all"}
	if got := p.visit(t, w.browser(t), "/"); got.code != http.StatusForbidden {
		t.Errorf("without a group: %d", got.code)
	}
}

func TestOnlyKnownPeopleWithoutRoles(t *testing.T) {
	t.Parallel()
	p := newProvider(t, map[string]any{"email": "eva@acme.example", "email_verified": true, "groups": []string{"noc"}})
	w := p.joined(t, nil)
	if got := p.visit(t, w.browser(t), "/"); got.code != http.StatusForbidden || !strings.Contains(got.body, "no account here") {
		t.Fatalf("somebody unknown: %d", got.code)
	}
	w.add(t, auth.NewPerson{Login: "eva@acme.example", Name: "Eva Lund", Role: auth.Viewer})
	b := w.browser(t)
	if got := p.visit(t, b, "/"); got.code != http.StatusSeeOther {
		t.Fatalf("somebody known: %d %s", got.code, got.body)
	}
	if err := w.auth.Disable(t.Context(), "eva@acme.example"); err != nil {
		t.Fatal(err)
	}
	if got := p.visit(t, w.browser(t), "/"); got.code != http.StatusForbidden {
		t.Errorf("somebody disabled: %d", got.code)
	}
}

func TestAProviderThatProvesNothing(t *testing.T) {
	t.Parallel()
	for name, forge := range map[string]func(map[string]any){
		"not verified":   func(c map[string]any) { c["email_verified"] = false },
		"no address":     func(c map[string]any) { delete(c, "email") },
		"another nonce":  func(c map[string]any) { c["nonce"] = "other" },
		"for another":    func(c map[string]any) { c["aud"] = "other" },
		"by another":     func(c map[string]any) { c["iss"] = "https://other.example" },
		"expired":        func(c map[string]any) { c["exp"] = time.Now().Add(-time.Hour).Unix() },
		"verified, said": func(c map[string]any) { c["email_verified"] = "yes" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, map[string]any{"email": "jana", "email_verified": true})
			p.forge = forge
			w := p.joined(t, nil)
			b := w.browser(t)
			if got := p.visit(t, b, "/"); got.code != http.StatusUnauthorized {
				t.Errorf("%d", got.code)
			}
			if got := b.get("/"); got.code != http.StatusSeeOther {
				t.Error("signed in")
			}
		})
	}
}

// A link that somebody else prepared must not sign this browser in, and no answer
// counts twice.
func TestAnAttemptIsOneBrowsers(t *testing.T) {
	t.Parallel()
	p := newProvider(t, map[string]any{"email": "jana", "email_verified": true})
	w := p.joined(t, nil)
	mallory, victim := w.browser(t), w.browser(t)
	asked, err := url.Parse(mallory.get("/signin/openid").header.Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	p.asked["code"] = asked.Query()
	back := "/signin/openid/back?code=code&state=" + url.QueryEscape(asked.Query().Get("state"))
	if got := victim.get(back); got.code != http.StatusUnauthorized {
		t.Errorf("in another browser: %d", got.code)
	}
	if got := mallory.get(back); got.code != http.StatusSeeOther {
		t.Errorf("in its own: %d %s", got.code, got.body)
	}
	p.asked["code"] = asked.Query()
	if got := mallory.get(back); got.code != http.StatusUnauthorized {
		t.Errorf("again: %d", got.code)
	}
}

func TestAProviderThatIsDown(t *testing.T) {
	t.Parallel()
	p := newProvider(t, map[string]any{"email": "jana", "email_verified": true})
	p.down = true
	w := p.joined(t, nil)
	b := w.browser(t)
	if got := b.get("/signin/openid"); got.code != http.StatusBadGateway || !strings.Contains(got.body, "cannot be reached") || !strings.Contains(got.body, `name="password"`) {
		t.Fatalf("%d: %s", got.code, got.body)
	}
	p.down = false
	if got := p.visit(t, b, "/"); got.code != http.StatusSeeOther {
		t.Errorf("healed: %d", got.code)
	}
	if strings.Contains(w.log.String(), "s3cret") {
		t.Error("the secret is in the log")
	}
}

func TestNoPasswords(t *testing.T) {
	t.Parallel()
	p := newProvider(t, nil)
	w := open(t, func(o *web.Options) {
		o.OpenID, o.NoPasswords = auth.NewOpenID(auth.OpenIDOptions{Title: "Acme account", Issuer: p.URL}), true
	})
	w.add(t, auth.NewPerson{Login: "tom", Role: auth.SPOC, Password: password})
	b := w.browser(t)
	if page := b.get("/login"); strings.Contains(page.body, `name="password"`) {
		t.Error("the page asks for a password")
	}
	if got := b.post("/login", "login", "tom", "password", password); got.code != http.StatusForbidden {
		t.Errorf("a password: %d", got.code)
	}
}

func TestSignOutEverywhere(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.add(t, auth.NewPerson{Login: "tom", Role: auth.SPOC, Password: password})
	here, there := w.browser(t), w.browser(t)
	for _, b := range []*browser{here, there} {
		b.post("/login", "login", "tom", "password", password)
	}
	here.post("/logout/everywhere")
	for name, b := range map[string]*browser{"here": here, "there": there} {
		if got := b.get("/"); got.code != http.StatusSeeOther {
			t.Errorf("still signed in %s", name)
		}
	}
}
