package web_test

import (
	"strings"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/store"
)

// What a tool says in one long word widens no page.
func TestALongErrorWraps(t *testing.T) {
	w := open(t)
	long := "https://jira.example/rest/api/2/search?jql=" + strings.Repeat("updated%3E%3D", 40)
	if err := w.store.Connection(t.Context(), "jira", func(c *store.Connection) error {
		c.Stopped, c.LastError = "jira: get "+long, "jira: post "+long
		c.Place.Self.Name = long
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "admin", "/login")
	for _, lang := range []string{"en", "de"} {
		p.MustEval(`l => { document.cookie = 'lang=' + l + ';path=/' }`, lang)
		for _, width := range []int{360, 1000, 1400} {
			p.MustSetViewport(width, 900, 1, width < 700)
			p.MustNavigate(w.http.URL + "/connections").MustWaitLoad()
			if wide := p.MustEval(`() => [document.documentElement, document.querySelector('main'), document.querySelector('.conn').parentElement, ...document.querySelectorAll('.errs')].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className || e.tagName).join()`).Str(); wide != "" {
				t.Errorf("%s at %d: %s is wider than its place", lang, width, wide)
			}
			shot(t, p, "connections-long-"+lang, width)
		}
	}
}

// What says that a reply waits does not cover how long it does.
func TestTheCountdownIsSeen(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	for range 12 {
		if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", "seen it before"); err != nil {
			t.Fatal(err)
		}
	}
	b := chrome(t)
	for _, width := range []int{390, 1000, 1400} {
		p := w.page(t, b, "jana", "/requests/"+string(key)+"?compose=cli")
		p.MustSetViewport(width, 800, 1, width < 700)
		live(p)
		p.MustEvalOnNewDocument(`const soon = setTimeout; window.setTimeout = (f, ms, ...more) => (ms === 5000 ? 0 : soon(f, ms, ...more))`) // it stays
		p.MustElement("#t-cli").MustInput("We are on it.")
		send(p, input.ControlLeft, input.ShiftLeft)
		until(t, p, "both", `() => Boolean(document.querySelector('.toast') && document.querySelector('.unsent [data-takeback]'))`)
		if p.MustEval(`() => { const a = document.querySelector('.toast').getBoundingClientRect(); return [...document.querySelectorAll('.unsent')].some((u) => { const b = u.getBoundingClientRect(); return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom }) }`).Bool() {
			t.Errorf("at %d it is covered", width)
		}
		shot(t, p, "held", width)
		w.sent(t)
		p.MustClose()
	}
}
