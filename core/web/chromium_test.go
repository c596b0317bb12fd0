package web_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/launcher"
	"github.com/go-rod/rod/lib/launcher/flags"
	"github.com/go-rod/rod/lib/proto"
)

const chromium = "/usr/bin/chromium"

// chrome starts a real browser, or skips where there is none.
func chrome(t testing.TB) *rod.Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("slow: starts a browser")
	}
	if _, err := os.Stat(chromium); err != nil {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	l := launcher.New().Bin(chromium).NoSandbox(true).Leakless(false).UserDataDir(t.TempDir())
	for _, flag := range []string{"disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"} {
		l = l.Set(flags.Flag(flag))
	}
	address, err := l.Launch()
	if err != nil {
		t.Fatal(err)
	}
	b := rod.New().ControlURL(address)
	if err := b.Connect(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.Close()
		l.Kill()
		l.Cleanup()
	})
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
	p.MustWaitLoad()
	wait := p.MustWaitNavigation()
	p.MustElement("form button.pri").MustClick()
	wait()
	p.MustNavigate(w.http.URL + path).MustWaitLoad()
	return p
}

// shot keeps a picture of a page where SPOCHUB_TEST_SHOTS says.
func shot(t *testing.T, p *rod.Page, name string, width int) {
	t.Helper()
	dir := os.Getenv("SPOCHUB_TEST_SHOTS")
	if dir == "" {
		return
	}
	p.MustSetViewport(width, 900, 1, width < 700)
	if err := os.WriteFile(filepath.Join(dir, name+".png"), p.MustScreenshot(), 0o644); err != nil {
		t.Error(err)
	}
}
