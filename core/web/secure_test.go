package web_test

import (
	"net/http"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

func TestHeaders(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.PublicURL = "https://spoc.example" })
	w.add(t, auth.NewPerson{Login: "tom", Role: auth.SPOC, Password: password})
	b := w.browser(t)
	for _, path := range []string{"/", "/login", "/nowhere", "/static/app.css", "/healthz"} {
		h := b.get(path).header
		csp := h.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: %v", path, h)
		}
	}
	got := b.post("/login", "login", "tom", "password", password)
	cookie := got.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(cookie, want) {
			t.Errorf("%s is missing in %q", want, cookie)
		}
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	b := w.as(t, "jana")
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.http.URL+"/requests/"+string(key)+"/take", nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	if got := b.do(r); got.code != http.StatusForbidden {
		t.Errorf("%d", got.code)
	}
}

// attacks is what must never act, wherever text of others is shown.
func attacks() []string {
	return []string{
		`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `[x](javascript:alert(1))`,
		`![x](javascript:alert(1))`, `<a href="jAvAsCrIpT:alert(1)">x</a>`, `<iframe src="//evil.example"></iframe>`,
		`</textarea><script>alert(1)</script>`, `<style>*{display:none}</style>`, `[x](data:text/html;base64,PHNjcmlwdD4=)`,
		`<form action=//evil.example><button>x</button></form>`, `![x](https://evil.example/track.png)`, `{{.}}`,
		"```<script>\nalert(1)\n</script>```", `<div onmouseover="alert(1)" style="position:fixed">x</div>`,
	}
}

func TestTextOfOthersNeverActs(t *testing.T) {
	t.Parallel()
	w := open(t)
	var keys []request.Key
	for _, text := range attacks() {
		r, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Client: "nordwind", Title: text, Description: text, Labels: []string{text[:min(len(text), 10)]}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: r.Key}, "", text); err != nil {
			t.Fatal(err)
		}
		keys = append(keys, r.Key)
	}
	b := w.as(t, "jana")
	pages := []string{"/?q=is:open", "/?q=" + `%22%3E%3Cscript%3Ealert(1)`, "/login?next=javascript:alert(1)"}
	for _, key := range keys {
		pages = append(pages, "/requests/"+string(key), "/requests/"+string(key)+"/history")
	}
	for _, path := range pages {
		harmless(t, path, b.get(path).body)
	}
}

// harmless looks at a page as a browser does.
func harmless(t *testing.T, at, body string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(body))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
			continue
		}
		attributes := map[string]string{}
		for _, a := range token.Attr {
			attributes[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcdoc" {
				t.Errorf("%s: %s", at, token)
			}
		}
		switch token.Data {
		case "script":
			if own, _ := path.Match("/static/????????????????/app.js", attributes["src"]); !own {
				t.Errorf("%s: %s", at, token)
			}
		case "iframe", "object", "embed", "img", "style", "base":
			t.Errorf("%s: %s", at, token)
		case "a":
			scheme, _, ok := strings.Cut(attributes["href"], ":")
			if ok && !strings.ContainsAny(scheme, "/?#") && !slices.Contains([]string{"http", "https", "mailto", "tel"}, scheme) {
				t.Errorf("%s: %s", at, token)
			}
		case "form":
			if !strings.HasPrefix(attributes["action"], "/") && attributes["method"] != "dialog" || strings.HasPrefix(attributes["action"], "//") {
				t.Errorf("%s: %s", at, token)
			}
		}
	}
}

func TestPicturesAreLinks(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", "![graph](https://pics.example/a.png)")
	page := w.as(t, "jana").get("/requests/" + string(key)).body
	if !strings.Contains(page, `href="https://pics.example/a.png"`) || strings.Contains(page, "<img") {
		t.Error("a picture is lost, or loaded")
	}
}
