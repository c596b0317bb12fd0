package api_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/spochub/spochub/core/api"
	"github.com/spochub/spochub/core/auth"
)

func TestTooManyCalls(t *testing.T) {
	t.Parallel()
	var late atomic.Int64
	w := openWith(t, func(o *api.Options) {
		o.PerSecond, o.Burst = 2, 3
		o.Now = func() time.Time { return noon.Add(time.Duration(late.Load())) }
	})
	allowed := func(n int) {
		t.Helper()
		for range n {
			if a := w.call(t, "GET", "/connections", nil); a.status != http.StatusOK {
				t.Fatal(a.status, a.text)
			}
		}
		for range 3 { // asking again does not make it longer
			if a := w.call(t, "GET", "/connections", nil); a.status != http.StatusTooManyRequests || a.header.Get("Retry-After") != "1" || a.at(t, "status") != 429.0 {
				t.Fatal(a.status, a.header, a.text)
			}
		}
	}
	allowed(3)
	if a := w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind"}, "Idempotency-Key", "k"); a.status != http.StatusTooManyRequests {
		t.Fatal(a.status, a.text)
	}
	late.Add(int64(time.Second))
	allowed(2)
	w.token = w.tokens[auth.Viewer]
	allowed(3)
	late.Add(int64(time.Hour))
	allowed(3)
	if n := w.api.Callers(); n != 1 {
		t.Errorf("%d tokens are remembered", n)
	}
	w.token = w.tokens[auth.Admin]
	if a := w.call(t, "POST", "/requests", m{"title": "x", "client": "nordwind"}, "Idempotency-Key", "k"); a.status != http.StatusCreated {
		t.Errorf("a call that came too soon was remembered: %d %s", a.status, a.text)
	}
}
