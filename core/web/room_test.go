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

// A request's page is as high as the window, whatever is unfolded in its panes; only
// these scroll.
func TestARequestIsNoHigherThanTheWindow(t *testing.T) {
	w := open(t)
	key := w.busyDay(t)
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	for _, height := range []int{700, 900} {
		p.MustSetViewport(1366, height, 1, false)
		p.MustEval(`() => document.querySelectorAll('details').forEach((d) => { d.open = true })`)
		if over := p.MustEval(`() => { const m = document.querySelector('main'); return m.scrollHeight - m.clientHeight }`).Int(); over != 0 {
			t.Errorf("at %d the page is %d px higher than its panes", height, over)
		}
	}
}

// What a client will see opens beside what is written, and neither leaves the window:
// the field, the preview and the button can all be reached.
func TestAPreviewStaysInTheWindow(t *testing.T) {
	w := open(t)
	key := w.busyDay(t)
	long := strings.Repeat("Argent Pay has it too.\n\n", 12)
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	p.MustSetViewport(1366, 700, 1, false)
	live(p)
	inside := `box => { const r = document.querySelector(box).getBoundingClientRect(); return r.top >= 47 && r.bottom <= innerHeight + 1 }`
	p.Keyboard.MustType('s')
	p.MustEval(`() => { const s = document.querySelector('#st-to'); s.value = 'waiting_client'; s.dispatchEvent(new Event('change', {bubbles: true})) }`)
	p.MustElement("#st-w").MustInput(long)
	until(t, p, "the question's preview", `() => Boolean(document.querySelector('#status .seen'))`)
	until(t, p, "all of it in the window", inside, "#status")
	p.MustEval(`() => document.querySelector('#status .btn.pri').scrollIntoView({block: 'nearest'})`)
	until(t, p, "its button", inside, "#status .btn.pri")
	p.Keyboard.MustType(input.Escape)
	p.MustEval(`() => { document.querySelector('.move').open = false }`)
	p.Keyboard.MustType('r')
	p.MustElement("#t-cli").MustInput(long)
	until(t, p, "the reply's preview", `() => Boolean(document.querySelector('.f-cli .seen'))`)
	until(t, p, "all of it in the window", inside, ".comp")
	for _, part := range []string{"#t-cli", ".f-cli .seen", ".f-cli .go"} {
		p.MustEval(`part => document.querySelector(part).scrollIntoView({block: 'nearest'})`, part)
		until(t, p, part, inside, part)
	}
}

// What a team will receive is read from its beginning.
func TestATasksPreviewIsReadFromItsBeginning(t *testing.T) {
	w := open(t)
	key := w.busyDay(t)
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('d')
	wait := p.MustWaitNavigation()
	p.MustEval(`() => { const f = document.querySelector('#delegate form'); f.querySelector('[name=team][value=core]').checked = true; f.again.checked = true; f.requestSubmit(f.querySelector('[value=preview]')) }`)
	wait()
	until(t, p, "its beginning", `() => { const at = document.querySelector('#preview')?.getBoundingClientRect().top - document.querySelector('.side').getBoundingClientRect().top; return document.activeElement.value === 'send' && Math.abs(at) < 40 }`)
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
