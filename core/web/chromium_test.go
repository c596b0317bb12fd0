package web_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"github.com/spochub/spochub/core/web/webtest"
)

// chrome starts a real browser, or skips where there is none.
func chrome(t testing.TB) *rod.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("slow: starts a browser")
	}
	if _, err := os.Stat(webtest.Chromium); err != nil {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	b, end, err := webtest.Browser(webtest.Chromium, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	return b
}

// page opens a page signed in as somebody.
func (w *world) page(t testing.TB, b *rod.Browser, login, path string) *rod.Page {
	t.Helper()
	link, err := w.site.SignInLink(t.Context(), login)
	if err != nil {
		t.Fatal(err)
	}
	p, err := b.Page(proto.TargetCreateTarget{URL: w.http.URL + link})
	if err != nil {
		t.Fatal(err)
	}
	p = p.Timeout(time.Minute)
	webtest.SignIn(p)
	p.MustNavigate(w.http.URL + path).MustWaitLoad()
	return p
}

// rests waits until a page has come, hears of changes where it does, and nothing of it
// moves any more; its clocks go on.
func rests(t *testing.T, p *rod.Page) {
	t.Helper()
	until(t, p, "a page at rest", `() => document.readyState === 'complete' && document.fonts.status === 'loaded'
		&& (!document.querySelector('[data-stream]') || document.documentElement.dataset.live === 'on')
		&& !document.getAnimations().some((a) => a.playState === 'running')`)
}

// shot keeps a picture of a page where SPOCHUB_TEST_SHOTS says.
func shot(t *testing.T, p *rod.Page, name string, width int) {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SHOTS")
	if dir == "" {
		return
	}
	p.MustSetViewport(width, 900, 1, width < 700)
	rests(t, p)
	if err := os.WriteFile(filepath.Join(dir, name+".png"), p.MustScreenshot(), 0o644); err != nil {
		t.Error(err)
	}
}
