package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

func TestTheSearchFieldProposes(t *testing.T) {
	w := open(t)
	w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	p.Keyboard.MustType('/')
	until(t, p, "the field", `() => document.activeElement.id === 'q'`)
	p.MustElement("#q").MustSelectAllText().MustInput("cli")
	until(t, p, "the key", `() => document.querySelector('#q-list li')?.textContent.startsWith('client:')`)
	p.Keyboard.MustType(input.Tab)
	until(t, p, "the clients", `() => document.querySelector('#q').value === 'client:' && document.querySelectorAll('#q-list li').length === 2`)
	p.Keyboard.MustType(input.ArrowDown, input.ArrowDown)
	until(t, p, "the second", `() => document.querySelector('#q').getAttribute('aria-activedescendant') === 'q-1' && document.querySelector('#q-1').getAttribute('aria-selected') === 'true'`)
	p.Keyboard.MustType(input.Enter)
	until(t, p, "the word", `() => document.querySelector('#q').value === 'client:nordwind ' && document.activeElement.id === 'q'`)
	p.MustElement("#q").MustInput("p:")
	until(t, p, "the priorities", `() => document.querySelector('#q-list li code')?.textContent === 'p:1'`)
	hit(p, "#q-list li")
	until(t, p, "what was clicked", `() => document.querySelector('#q').value === 'client:nordwind p:1 '`)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "the list", `() => new URLSearchParams(location.search).get('q').startsWith('client:nordwind p:1')`)
}

func TestLettersThatAreOffDoNothing(t *testing.T) {
	w := open(t)
	w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	p.MustEval(`async () => { await fetch('/preferences', {method: 'POST', headers: {'Content-Type': 'application/x-www-form-urlencoded'}, body: 'keys=off&back=/'}) }`)
	p.MustReload().MustWaitLoad()
	live(p)
	p.Keyboard.MustType('j', 'c', '?')
	if p.MustEval(`() => Boolean(document.querySelector('.row.cur')) || document.getElementById('help').open || location.pathname !== '/'`).Bool() {
		t.Error("a letter did something")
	}
	p.MustElement("[data-help]").MustClick()
	until(t, p, "the help", `() => document.getElementById('help').open`)
}

func TestOneKeyPreparesAnUpdate(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	w.edit(t, key, request.Edit{NextUpdateAt: in(5 * time.Minute)}, nil)
	p := w.page(t, chrome(t), "jana", "/")
	live(p)
	p.Keyboard.MustType('g', 'p')
	until(t, p, "the promises", `k => new URLSearchParams(location.search).get('q') === 'promise:any' && document.querySelector('.row')?.dataset.key === k`, string(key))
	live(p)
	p.Keyboard.MustType('j', 'p')
	until(t, p, "the words", `() => document.querySelector('#t-cli')?.value.includes('still working on “Loss”') && document.querySelector('#m-cli').checked && document.activeElement.id === 't-cli'`)
	wait := p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft, input.ShiftLeft).Type(input.Enter).MustDo()
	wait()
	until(t, p, "the reply", `() => document.querySelector('.ev.msg[data-o=cli]')?.textContent.includes('still working')`)
	w.sent(t)
	if r := w.item(t, key).Request; !r.NextUpdateAt.After(time.Now().Add(50 * time.Minute)) {
		t.Errorf("the next update is promised for %v", r.NextUpdateAt)
	}
}

func TestArrivalsWaitWithTheirNumber(t *testing.T) {
	w := open(t)
	w.received(t, "Was here")
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	for range 3 {
		w.received(t, "Just arrived")
	}
	until(t, p, "three", `() => document.querySelector('[data-fresh]:not([hidden]) span')?.textContent.startsWith('3 new')`)
	if n := p.MustEval(`() => document.querySelectorAll('.row').length`).Int(); n != 1 {
		t.Fatalf("the list moved by itself: %d rows", n)
	}
	p.MustElement("[data-fresh]").MustClick()
	until(t, p, "all", `() => document.querySelectorAll('.row').length === 4 && document.querySelector('[data-live=sum]').textContent.includes('4 requests')`)
}

func TestAPageHearsWhatItMissed(t *testing.T) {
	w := open(t)
	w.received(t, "Was here")
	p := w.page(t, chrome(t), "jana", "/?q=is:open")
	live(p)
	w.http.CloseClientConnections()
	until(t, p, "the break", `() => document.querySelector('[data-stream]').classList.contains('off')`)
	w.received(t, "Meanwhile")
	until(t, p, "the arrival", `() => !document.querySelector('[data-stream]').classList.contains('off') && document.querySelector('[data-fresh]:not([hidden]) span')?.textContent.startsWith('1 new')`)
}

func TestColleaguesAreSeenInTheList(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	b := chrome(t)
	p := w.page(t, b, "jana", "/?q=is:open")
	live(p)
	other := w.page(t, b.MustIncognito(), "lead", "/requests/"+string(key))
	live(other)
	until(t, p, "who looks", `() => document.querySelector('.row [data-here]').textContent === 'lead is viewing' && document.querySelector('[data-presence]').textContent.includes('lead')`)
	other.MustNavigate(w.http.URL + "/connections")
	until(t, p, "nobody looks", `() => document.querySelector('.row [data-here]').textContent === ''`)
}

// TestNothingMoves looks for shifts of the layout while the page comes alive and
// hears of changes.
func TestNothingMoves(t *testing.T) {
	w := open(t)
	w.busyDay(t)
	key := w.received(t, "Short")
	p := w.page(t, chrome(t), "jana", "/login")
	p.MustEvalOnNewDocument(`window.shifts = []; new PerformanceObserver((l) => l.getEntries().forEach((e) => window.shifts.push(e.value + ' ' + e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)).join()))).observe({type: 'layout-shift', buffered: true})`)
	for _, width := range []int{390, 1000, 1400} {
		p.MustSetViewport(width, 900, 1, width < 700)
		p.MustNavigate(w.http.URL + "/?q=is:open").MustWaitLoad()
		live(p)
		title := strings.Repeat("x", width/100)
		if _, err := w.Triage(t.Context(), w.jana, desk.Target{Key: key}, request.Edit{Title: &title}, nil); err != nil {
			t.Fatal(err)
		}
		until(t, p, "the change", `t => [...document.querySelectorAll('.row .t a')].some((a) => a.textContent === t)`, title)
		if moved := p.MustEval(`() => window.shifts.join('; ')`).Str(); moved != "" {
			t.Errorf("at %d: %s", width, moved)
		}
	}
}
