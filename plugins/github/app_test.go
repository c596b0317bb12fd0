package github_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spochub/spochub/plugins/github/githubtest"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/fault"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

func newApp(t *testing.T, o githubtest.Options) *world {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	w := newWorld(t, o, func(raw settings.Raw) {
		delete(raw, "token")
		raw["app_id"], raw["installation_id"], raw["private_key"] = "77", "4242", string(block)
	})
	w.tool.InstallApp(77, 4242, "spochub", &key.PublicKey)
	return w
}

// signIns counts the tokens asked for.
func signIns(w *world) (n int) {
	for _, c := range w.calls.Calls() {
		if strings.HasSuffix(c.Path, "/access_tokens") {
			n++
		}
	}
	return n
}

func TestAppIsDedicatedAndItsWorkIsSelf(t *testing.T) {
	w := newApp(t, githubtest.Options{})
	place, err := w.conn.Ping(t.Context())
	w.must(err)
	if !place.Dedicated || place.Self.Name != "spochub[bot]" {
		t.Errorf("the place is %+v", place)
	}
	made := w.create("sp-1", map[sdk.Field]sdk.Cell{ticket.Title: {Native: "T"}, ticket.Priority: {Native: "priority: P1"}})
	if made.By == nil || !made.By.Self || made.Cells[ticket.Priority].Native != "priority: P1" {
		t.Errorf("made by %+v with %+v", made.By, made.Cells)
	}
	found, err := as[sdk.Finder](w).Find(t.Context(), "sp-1")
	w.must(err)
	if len(found) != 1 {
		t.Errorf("found %d", len(found))
	}
}

// One token serves all calls of its hour, also those that start at once.
func TestAppSignsInOnce(t *testing.T) {
	w := newApp(t, githubtest.Options{})
	w.open("T", "")
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := w.conn.Get(t.Context(), w.ref(1), sdk.Need{}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := signIns(w); n != 1 {
		t.Errorf("signed in %d times", n)
	}
}

// A token that ends within minutes is replaced before it is refused.
func TestAppRefreshesEarly(t *testing.T) {
	at := &clock{time.Now().Add(-56 * time.Minute)}
	w := newApp(t, githubtest.Options{Now: at.now})
	w.open("T", "")
	w.get(1, sdk.Need{})
	before := signIns(w)
	w.get(1, sdk.Need{})
	if n := signIns(w); n != before+1 {
		t.Errorf("signed in %d times, then %d", before, n)
	}
}

func TestAppRevokedTokenIsReplaced(t *testing.T) {
	w := newApp(t, githubtest.Options{})
	w.warm()
	w.tool.RevokeTokens()
	w.create("sp-1", nil)
	if n := len(w.tool.Issues(githubtest.Repository)); n != 1 {
		t.Errorf("%d issues", n)
	}
}

// A sign-in that fails leaves no doubt about the write behind it.
func TestAppSignInFailureIsNotUncertain(t *testing.T) {
	for status, want := range map[int]fault.Class{500: fault.Unavailable, 401: fault.Unauthenticated, 404: fault.Unauthenticated, 429: fault.Throttled} {
		w := newApp(t, githubtest.Options{})
		w.warm()
		w.tool.RevokeTokens()
		w.calls.Break(breakable.Break{Match: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/access_tokens") }, Times: -1, Status: status})
		_, err := as[sdk.Creator](w).Create(t.Context(), sdk.Draft{Container: w.container(), Cells: map[sdk.Field]sdk.Cell{ticket.Title: {Native: "T"}}})
		class(t, err, want)
		if n := len(w.tool.Issues(githubtest.Repository)); n != 0 {
			t.Errorf("%d issues", n)
		}
	}
}

// What our App wrote is known as ours before the account is.
func TestAppIsKnownByItsID(t *testing.T) {
	w := newApp(t, githubtest.Options{})
	w.warm()
	w.create("sp-1", nil)
	_, err := as[sdk.Commenter](w).Comment(t.Context(), w.ref(1), "sp-1-c", sdk.CommentDraft{Native: "x"})
	w.must(err)
	w.tool.Hooks().Flush()
	sent := w.tool.Hooks().Sent()
	last := sent[len(sent)-1]
	fresh := newApp(t, githubtest.Options{})
	changes, err := as[sdk.Receiver](fresh).Receive(t.Context(), sdk.Delivery{Header: last.Header, Body: last.Body, Authentic: true})
	w.must(err)
	if len(changes) != 1 || !changes[0].Comment.By.Self || !changes[0].By.Self {
		t.Errorf("got %+v", changes)
	}
}
