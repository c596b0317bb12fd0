package demo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"

	"github.com/spochub/spochub/core/web/webtest"
)

// desk is somebody at the desk with a browser and a keyboard, and no mouse.
type desk struct {
	t          *testing.T
	page       *rod.Page
	keys, tabs int
}

// sits signs somebody in.
func sits(t *testing.T, s *show) *desk {
	t.Helper()
	if _, err := os.Stat(webtest.Chromium); err != nil {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	b, end, err := webtest.Browser(webtest.Chromium, t.TempDir())
	must(t, err)
	t.Cleanup(end)
	p, err := b.Page(proto.TargetCreateTarget{URL: s.SignIn})
	must(t, err)
	p = p.Timeout(time.Minute)
	webtest.SignIn(p)
	p.MustElement("html.js")
	return &desk{t: t, page: p}
}

// types puts in a text and goes on to the next field.
func (d *desk) types(text string) {
	d.t.Helper()
	for _, r := range text {
		must(d.t, d.page.InsertText(string(r)))
	}
	d.keys += len([]rune(text))
	d.press(input.Tab)
	d.tabs++
}

// chooses presses one key, and goes on to the next field.
func (d *desk) chooses(key input.Key) {
	d.t.Helper()
	d.press(key)
	d.press(input.Tab)
	d.tabs++
}

func (d *desk) press(key input.Key) {
	d.t.Helper()
	must(d.t, d.page.Keyboard.Type(key))
	d.keys++
}

// at checks which field has the focus.
func (d *desk) at(id string) {
	d.t.Helper()
	d.sees("the focus at "+id, `id => document.activeElement.id === id || document.activeElement.name === id`, id)
}

func (d *desk) sees(what, js string, args ...any) {
	d.t.Helper()
	if err := d.page.Wait(rod.Eval(js, args...)); err != nil {
		now, _ := d.page.CancelTimeout().Eval(`() => document.activeElement.outerHTML.slice(0, 300) + document.querySelector('main').innerText`)
		d.t.Fatalf("%s: %v; the page is %s", what, err, now.Value)
	}
}

// shot keeps pictures where SPOCHUB_TEST_SHOTS says.
func (d *desk) shot(name string) {
	if dir := os.Getenv("SPOCHUB_TEST_SHOTS"); dir != "" {
		d.page.MustSetViewport(1440, 1300, 1, false)
		must(d.t, os.WriteFile(filepath.Join(dir, name+".png"), d.page.MustScreenshot(), 0o600))
	}
}

// TestACallByKeyboard takes a call from ringing to a ticket with everything that
// the team must know, by keys alone and in one pass of Tab.
func TestACallByKeyboard(t *testing.T) {
	if testing.Short() {
		t.Skip("slow: starts a browser")
	}
	s := startShow(t)
	d := sits(t, s)
	began := time.Now()
	wait := d.page.MustWaitNavigation()
	d.press('c')
	wait()
	d.sees("the form", `() => document.activeElement.id === 'n-contact' && document.documentElement.classList.contains('js')`)
	d.types("0421 5550160")
	d.sees("the caller", `() => document.querySelector('#n-client').value === 'nordwind' && document.querySelector('.known').textContent.includes('Mareike Brandt')`)
	d.at("n-client")
	d.types("")
	d.at("verified")
	d.types("")
	d.at("n-pin")
	d.types("4711")
	d.at("n-service")
	d.types("gn de 88131")
	d.at("n-title")
	d.types("Hamburg ausgefallen, kein Licht")
	d.sees("the questions", `() => Boolean(document.querySelector('#n-q-power'))`)
	d.at("n-desc")
	d.types("Seit 02:10 Uhr nichts mehr.")
	for _, answer := range []string{"02:10, ganz", "yes", "Herr Petersen, 0421 5550161", "ab 6 Uhr, Tor 4"} {
		d.types(answer)
	}
	d.at("kind")
	d.types("")
	d.at("impact")
	d.chooses('1')
	d.at("urgency")
	d.chooses('1')
	d.sees("the priority", `() => document.querySelector('.calc').textContent.includes('P1')`)
	d.at("n-team")
	d.press('c') // Core Network
	d.sees("the team", `() => document.querySelector('#n-team').value === 'core-network'`)
	d.shot("call")
	wait = d.page.MustWaitNavigation()
	must(t, d.page.KeyActions().Press(input.ControlLeft).Type(input.Enter).Do())
	d.keys += 2
	wait()
	d.sees("the request", `() => location.pathname.startsWith('/requests/SP-')`)
	t.Logf("%d keys, %d of them Tab, %s", d.keys, d.tabs, time.Since(began).Round(time.Millisecond))
	if d.tabs > 14 || d.keys > 200 {
		t.Errorf("a call takes %d keys and %d tabs", d.keys, d.tabs)
	}
	key := strings.TrimPrefix(d.page.MustEval(`() => location.pathname`).Str(), "/requests/")
	h := s.hub(t)
	x := s.tools(t)[0]
	ticket := x.read(h.settled(key, soon).link(t, x.team()))
	for _, want := range []string{"Nordwind Logistik", "HAM1-10G-022", "P1", "Hard down since: 02:10, ganz", "Power on site: yes", "Contact on site: Herr Petersen", "Access: ab 6 Uhr"} {
		if !strings.Contains(ticket.text, want) {
			t.Errorf("the ticket does not say %q: %s", want, ticket.text)
		}
	}
	d.shot("taken")
	page := d.page.MustElement("main").MustText()
	for _, want := range []string{"by PIN", "verified the caller Mareike Brandt"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}
