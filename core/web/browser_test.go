package web_test

import (
	"strings"
	"testing"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// live waits until the page hears of changes.
func live(p *rod.Page) { p.MustElement(`html[data-live=on]`) }

// hit clicks where an element is at this moment: a list that is being drawn anew
// replaces its elements.
func hit(p *rod.Page, selector string) {
	at := p.MustEval(`s => { const r = document.querySelector(s).getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] }`, selector).Arr()
	p.Mouse.MustMoveTo(at[0].Num(), at[1].Num())
	p.Mouse.MustClick(proto.InputMouseButtonLeft)
}

// until waits for a condition in the page.
func until(t *testing.T, p *rod.Page, what, js string, args ...any) {
	t.Helper()
	if err := p.Wait(rod.Eval(js, args...)); err != nil {
		now, _ := p.CancelTimeout().Eval(`() => document.activeElement.outerHTML + document.querySelector('main').innerText`)
		t.Fatalf("%s: %v; the page is %s", what, err, now.Value)
	}
}

func TestKeyboard(t *testing.T) {
	w := open(t)
	w.received(t, "Older")
	key := w.received(t, "Newer")
	p := w.page(t, chrome(t), "jana", "/?q=is:open&order=created")
	live(p)
	p.Keyboard.MustType('n')
	until(t, p, "which one would be meant", `() => location.pathname === '/' && document.querySelector('.row.cur') === document.querySelector('.row')`)
	p.Keyboard.MustType('j', 'j', 'k')
	until(t, p, "the first row", `() => document.querySelector('.row.cur')?.dataset.key === document.querySelector('.row').dataset.key && document.activeElement.textContent === 'Newer'`)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "the request", `k => location.pathname === '/requests/' + k && document.readyState === 'complete'`, string(key))
	live(p)
	p.Keyboard.MustType('n')
	until(t, p, "the note's field", `() => document.activeElement.id === 't-int'`)
	p.MustElement("#t-int").MustInput("typed without a mouse")
	p.Keyboard.MustType(input.Escape)
	p.Keyboard.MustType('r')
	if text := p.MustElement("#t-cli").MustProperty("value").Str(); text != "" {
		t.Fatalf("the note's text went over to the reply: %q", text)
	}
	p.Keyboard.MustType(input.Escape)
	p.Keyboard.MustType('n')
	wait = p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft).Type(input.Enter).MustDo()
	wait()
	until(t, p, "the note in the timeline", `() => document.querySelector('.ev.msg[data-o=int]')?.textContent.includes('typed without a mouse')`)
	if notes := w.item(t, key).Notes; len(notes) != 1 || notes[0].Audience != request.Internal {
		t.Fatalf("stored %+v", notes)
	}
	live(p)
	p.Keyboard.MustType('u')
	until(t, p, "the list again", `() => location.search.includes('order=created')`)
	live(p)
	p.Keyboard.MustType('?')
	until(t, p, "the help", `() => document.getElementById('help').open`)
	p.Keyboard.MustType(input.Escape)
	p.Keyboard.MustType('g', 'c')
	until(t, p, "the connections", `() => location.pathname === '/connections'`)
}

func TestLiveList(t *testing.T) {
	w := open(t)
	key := w.received(t, "Was here")
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	p.Keyboard.MustType('j')
	title := "Changed its title"
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Title: &title}, nil); err != nil {
		t.Fatal(err)
	}
	until(t, p, "the new title, in place", `() => document.querySelector('.row.cur .t a')?.textContent === 'Changed its title' && document.activeElement.closest('.row') !== null`)
	w.received(t, "Just arrived")
	until(t, p, "the button", `() => !document.querySelector('[data-fresh]').hidden`)
	if strings.Contains(p.MustElement("[data-rows]").MustText(), "Just arrived") {
		t.Fatal("the list moved by itself")
	}
	p.Keyboard.MustType('.')
	until(t, p, "the arrival", `() => document.querySelector('[data-rows]').textContent.includes('Just arrived') && document.querySelector('[data-fresh]').hidden`)
	until(t, p, "the rail's count", `() => document.querySelector('.rail a[aria-current] b').textContent === '2'`)
}

func TestLiveRequestKeepsWhatIsTyped(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('r')
	p.MustElement("#t-cli").MustInput("half a sentence")
	if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", "from a colleague"); err != nil {
		t.Fatal(err)
	}
	until(t, p, "the colleague's note", `() => document.querySelector('.tl').textContent.includes('from a colleague')`)
	until(t, p, "the text", `() => document.querySelector('#t-cli').value === 'half a sentence' && document.activeElement.id === 't-cli'`)
	p.MustReload().MustWaitLoad()
	until(t, p, "the draft", `() => document.querySelector('#t-cli').value === 'half a sentence' && document.querySelector('#t-int').value === ''`)
}

// TestNothingIsCut looks at what has little room, in both languages.
func TestNothingIsCut(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	move := &request.Move{To: request.WaitingClient, WaitingFor: "the log"}
	if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{}, move); err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "jana", "/login")
	for _, lang := range []string{"en", "de"} {
		p.MustEval(`l => { document.cookie = 'lang=' + l + ';path=/' }`, lang)
		for _, width := range []int{390, 1000, 1100, 1400, 1800} {
			p.MustSetViewport(width, 1000, 1, width < 700)
			p.MustNavigate(w.http.URL + "/?q=is:open").MustWaitLoad()
			if cut := p.MustEval(`() => [...document.querySelectorAll('.c-st .l1, .rail:not([hidden]) li span')].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent).join('; ')`).Str(); cut != "" {
				t.Errorf("%s at %d: %s", lang, width, cut)
			}
			p.MustNavigate(w.http.URL + "/new").MustWaitLoad().MustElement(".intake .btn.pri")
			if !p.MustEval(`() => { const r = document.querySelector('.intake .btn.pri').getBoundingClientRect(); return r.bottom <= innerHeight && r.top > 0 }`).Bool() {
				t.Errorf("%s at %d: creating is out of sight", lang, width)
			}
			if hidden := p.MustEval(`() => { const f = document.querySelector('#n-at'); f.focus(); f.blur(); f.focus(); const r = f.getBoundingClientRect(); return !f.contains(document.elementFromPoint(r.x + 9, r.y + r.height / 2)) }`).Bool(); hidden {
				t.Errorf("%s at %d: a field with the focus is covered", lang, width)
			}
			p.MustNavigate(w.http.URL + "/requests/" + string(key)).MustWaitLoad().MustElement(".kv a[href^=mailto]")
			p.MustEval(`() => { document.querySelector('.kv a[href^=mailto]').textContent = 'a.very.long.name.that.never.ends@department.nordwind-logistik.example' }`)
			if p.MustEval(`() => { const e = document.querySelector('.kv'); return e.scrollWidth > e.clientWidth }`).Bool() {
				t.Errorf("%s at %d: a long address leaves its panel", lang, width)
			}
		}
	}
}

func TestNothingIsRefusedByThePolicy(t *testing.T) {
	w := open(t)
	key := w.busyDay(t)
	b := chrome(t)
	p := w.page(t, b, "jana", "/login")
	for _, path := range []string{"/", "/requests/" + string(key), "/new", "/connections", "/requests/" + string(key) + "/history", "/nowhere"} {
		p.MustEvalOnNewDocument(`window.refused = []; document.addEventListener('securitypolicyviolation', (e) => window.refused.push(e.violatedDirective + ' ' + e.blockedURI)); window.addEventListener('error', (e) => window.refused.push(e.message))`)
		p.MustNavigate(w.http.URL + path).MustWaitLoad()
		live(p)
		if refused := p.MustEval(`() => window.refused.join('; ')`).Str(); refused != "" {
			t.Errorf("%s: %s", path, refused)
		}
		if wide := p.MustEval(`() => document.documentElement.scrollWidth > innerWidth`).Bool(); wide {
			t.Errorf("%s scrolls sideways", path)
		}
	}
}

// TestAReplyInABrowser writes to the client without a mouse: it is shown as the
// client will see it, asked about once, counted down, and taken back.
func TestAReplyInABrowser(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('r')
	p.MustElement("#t-cli").MustInput("**Argent Pay** has it too.")
	until(t, p, "the preview", `() => document.querySelector('.seen strong')?.textContent === 'Argent Pay' && document.querySelector('.seen .guard').textContent.includes('another client')`)
	p.KeyActions().Press(input.ControlLeft, input.ShiftLeft).Type(input.Enter).MustDo()
	until(t, p, "the question", `() => document.querySelector('[data-asks]').textContent.includes('once more') && document.activeElement.id === 't-cli'`)
	if u := w.item(t, key).Request.Unsent; len(u) != 0 {
		t.Fatalf("it was sent without asking: %+v", u)
	}
	wait := p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft, input.ShiftLeft).Type(input.Enter).MustDo()
	wait()
	until(t, p, "the time left", `() => /^0:0[1-9]$/.test(document.querySelector('.unsent time[data-left]')?.textContent)`)
	wait = p.MustWaitNavigation()
	p.MustElement("[data-takeback]").MustClick()
	wait()
	until(t, p, "the words where they were written", `() => document.querySelector('#t-cli').value === '**Argent Pay** has it too.' && document.activeElement.id === 't-cli'`)
	if item := w.item(t, key); len(item.Notes)+len(item.Request.Unsent) != 0 {
		t.Fatalf("it is still there: %+v", item)
	}
	live(p)
	p.MustElement("#t-cli").MustSelectAllText().MustInput("We are on it.")
	wait = p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft, input.ShiftLeft).Type(input.Enter).MustDo()
	wait()
	live(p)
	w.sent(t)
	until(t, p, "what went", `() => !document.querySelector('.unsent') && document.querySelector('.ev.msg.out').textContent.includes('We are on it.')`)
}
