package web_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync"
	"github.com/spochub/spochub/core/web"
)

func noDoor(context.Context, string, http.Header, []byte) error { return sync.ErrNoDoor }

func noDoorAt(context.Context, string, string, http.Header, []byte) error { return sync.ErrNoDoor }

func TestWebhookDoor(t *testing.T) {
	t.Parallel()
	var stored []string
	w := open(t, func(o *web.Options) {
		o.BodyLimit = 100
		o.Receive = func(_ context.Context, name string, h http.Header, body []byte) error {
			switch {
			case name != "jira":
				return sync.ErrNoDoor
			case h.Get("X-Sign") != "good":
				return sync.ErrForged
			case string(body) == "full":
				return errors.New("disk full")
			}
			stored = append(stored, string(body))
			return nil
		}
		o.ReceiveAt = func(_ context.Context, name, secret string, _ http.Header, body []byte) error {
			if secret == "s3cret-path" {
				return errors.New("disk full")
			}
			return sync.ErrForged
		}
	})
	for _, c := range []struct {
		path, sign, body string
		want             int
		says             string
	}{
		{"/hooks/jira", "good", "hello", http.StatusAccepted, ""},
		{"/hooks/jira", "bad", "hello", http.StatusUnauthorized, "the signature does not match"},
		{"/hooks/other", "good", "hello", http.StatusNotFound, "no such door"},
		{"/hooks/jira", "good", strings.Repeat("x", 101), http.StatusRequestEntityTooLarge, "too large"},
		{"/hooks/jira", "good", "full", http.StatusServiceUnavailable, "not stored, send it again"},
		{"/hooks/jira/s3cret-path", "", "x", http.StatusServiceUnavailable, "not stored, send it again"},
		{"/hooks/jira/wrong-path", "", "x", http.StatusUnauthorized, "the signature does not match"},
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, w.http.URL+c.path, bytes.NewReader([]byte(c.body)))
		r.Header.Set("X-Sign", c.sign)
		r.Header.Set("Sec-Fetch-Site", "cross-site") // the door is for other sites
		if got := w.browser(t).do(r); got.code != c.want || strings.TrimSpace(got.body) != c.says {
			t.Errorf("%s %q: %d %q, want %d %q", c.path, c.body, got.code, got.body, c.want, c.says)
		}
	}
	if len(stored) != 1 || stored[0] != "hello" {
		t.Errorf("stored %q", stored)
	}
	if log := w.log.String(); strings.Contains(log, "s3cret") || strings.Contains(log, "wrong-path") {
		t.Error("a secret path is in the log")
	}
}

func TestHealthAndMounts(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) {
		o.Ready = func(context.Context) error { return errors.New("plugin of jira: starting") }
		o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("calls 1")) })
		o.API = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.Method + " " + r.URL.Path)) })
	})
	b := w.browser(t)
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "plugin of jira: starting", "/metrics": "calls 1", "/api/v1/requests": "GET /api/v1/requests"} {
		if got := b.get(path); !strings.Contains(got.body, want) || (path == "/readyz") != (got.code == http.StatusServiceUnavailable) {
			t.Errorf("%s: %d %s", path, got.code, got.body)
		}
	}
	if got := b.get("/api/v1/requests//notes"); got.code != http.StatusOK || got.body != "GET /api/v1/requests//notes" {
		t.Errorf("a path that is not clean: %d %s", got.code, got.body)
	}
	if got := b.post("/api/v1/requests"); !strings.Contains(got.body, "POST /api/v1/requests") {
		t.Errorf("the API: %d", got.code)
	}
}
