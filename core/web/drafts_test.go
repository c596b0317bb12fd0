package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/web"
)

// kept is how many drafts a browser has.
const kept = `n => Object.keys(localStorage).filter((k) => k.startsWith('draft:')).length === n`

// send presses the keys that send, and waits for the page that follows.
func send(p *rod.Page, keys ...input.Key) {
	wait := p.MustWaitNavigation()
	p.KeyActions().Press(keys...).Type(input.Enter).MustDo()
	wait()
}

// A session that ended takes nothing with it: who signs in again is where they were,
// and sends what they wrote. It is dropped once it was taken.
func TestADraftOutlivesTheSession(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('r')
	p.MustElement("#t-cli").MustInput("We are on it.")
	p.MustSetCookies()
	send(p, input.ControlLeft, input.ShiftLeft)
	until(t, p, "the sign-in page, which says so", `k => location.pathname === '/login' && new URLSearchParams(location.search).get('next') === '/requests/' + k && Boolean(document.querySelector('[data-kept]:not([hidden])'))`, string(key))
	link, err := w.site.SignInLink(t.Context(), "jana")
	if err != nil {
		t.Fatal(err)
	}
	p.MustNavigate(w.http.URL + link + "?next=/requests/" + string(key)).MustWaitLoad()
	wait := p.MustWaitNavigation()
	p.MustElement("form button.pri").MustClick()
	wait()
	live(p)
	until(t, p, "the draft", `() => document.querySelector('#t-cli').value === 'We are on it.'`)
	p.Keyboard.MustType('r')
	send(p, input.ControlLeft, input.ShiftLeft)
	until(t, p, "that it waits, and no draft", `() => document.querySelector('.unsent') && document.querySelector('#t-cli')?.value === ''`)
	until(t, p, "an empty store", kept, 0)
	if u := w.item(t, key).Request.Unsent; len(u) != 1 {
		t.Errorf("%+v", u)
	}
}

// failing stands before a site that answers 503 to what is sent, or stores it and
// does not say so.
func failing(t *testing.T, w *world) (address string, down, mute *atomic.Bool) {
	t.Helper()
	down, mute = new(atomic.Bool), new(atomic.Bool)
	s := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost && down.Load():
			http.Error(rw, "down", http.StatusServiceUnavailable)
		case r.Method == http.MethodPost && r.URL.Path == "/new" && mute.Load():
			w.site.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		default:
			w.site.ServeHTTP(rw, r)
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, down, mute
}

func TestADraftOutlivesAHubThatIsDown(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	address, down, _ := failing(t, w)
	w.http.URL = address
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('n')
	p.MustElement("#t-int").MustInput("seen it before")
	down.Store(true)
	send(p, input.ControlLeft)
	down.Store(false)
	p.MustNavigate(address + "/requests/" + string(key)).MustWaitLoad()
	live(p)
	until(t, p, "the draft", `() => document.querySelector('#t-int').value === 'seen it before'`)
	p.Keyboard.MustType('n')
	send(p, input.ControlLeft)
	until(t, p, "the note", `() => document.querySelector('.tl')?.textContent.includes('seen it before') && document.querySelector('#t-int').value === ''`)
	until(t, p, "an empty store", kept, 0)
}

// A call that is taken down is kept as a whole, but the PIN, also when its page is
// closed; it makes one request even where the answer was lost.
func TestACallIsKeptAsAWhole(t *testing.T) {
	w := open(t)
	address, _, mute := failing(t, w)
	w.http.URL = address
	b := chrome(t)
	p := w.page(t, b, "jana", "/new")
	live(p)
	p.MustElement("#n-contact").MustInput("Mareike Brandt")
	p.MustElement("#n-title").MustInput("Loss to Hamburg")
	p.MustElement("#n-desc").MustInput("since noon")
	p.MustElement("#n-pin").MustInput("4711")
	p.MustEval(`() => { document.querySelector('[name=kind]:not(:checked)').click() }`)
	kind := p.MustEval(`() => document.querySelector('[name=kind]:checked').value`).Str()
	until(t, p, "the client", `() => document.querySelector('#n-client').value === 'nordwind'`)
	if p.MustEval(`() => JSON.stringify(localStorage).includes('4711')`).Bool() {
		t.Error("the PIN is kept")
	}
	other := b.MustPage(address + "/new").MustWaitLoad()
	live(other)
	until(t, other, "an empty form beside one that is open", `() => document.querySelector('#n-title').value === ''`)
	p.MustClose()
	p = other
	p.MustReload().MustWaitLoad()
	live(p)
	whole := `k => ['#n-contact', '#n-client', '#n-title', '#n-desc', '#n-pin'].map((s) => document.querySelector(s).value).join('|') === 'Mareike Brandt|nordwind|Loss to Hamburg|since noon|' && document.querySelector('[name=kind]:checked').value === k`
	until(t, p, "the call", whole, kind)
	mute.Store(true)
	p.MustElement("#n-title").MustFocus()
	p.KeyActions().Press(input.ControlLeft).Type(input.Enter).MustDo()
	until(t, p, "the browser's own page", `() => !document.querySelector('[data-intake]')`)
	mute.Store(false)
	p.MustNavigate(address + "/new").MustWaitLoad()
	live(p)
	until(t, p, "the call again", whole, kind)
	p.MustElement("#n-title").MustFocus()
	send(p, input.ControlLeft)
	until(t, p, "the request", `() => location.pathname.startsWith('/requests/')`)
	until(t, p, "an empty store", kept, 0)
	if got := w.as(t, "jana").get("/?q=is:open").body; strings.Count(got, `class="row`) != 1 {
		t.Error("not one request was made")
	}
	p.MustNavigateBack().MustWaitLoad()
	live(p)
	until(t, p, "an empty form", `() => location.pathname === '/new' && document.querySelector('#n-title').value + document.querySelector('#n-contact').value === ''`)
}

// Every form where words are written keeps them: the question to a client, the reason
// of a status, a broadcast, a client's own.
func TestEveryFormKeepsItsWords(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	major, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Title: "Line card", Umbrella: request.Major, Priority: "P1"}})
	if err != nil {
		t.Fatal(err)
	}
	w.contact(t)
	w.delegated(t, key, "core")
	if _, _, err := w.Message(t.Context(), w.jana, desk.Target{Key: key}, desk.Text{ID: "m1", Body: "Look at port 12."}); err != nil {
		t.Fatal(err)
	}
	b := chrome(t)
	at := "/requests/" + string(key)
	form := func(part, act string) string { return part + `:has([action*="` + act + `"])` }
	for _, x := range []struct{ who, path, open, field, other, value string }{
		{"jana", at, ".move", "#st-r", "#st-to", "on_hold"}, {"jana", at, ".move", "#st-w", "#st-to", "waiting_client"},
		{"jana", at, form("details", "/m1/for-client"), "#sc-m1", "", ""}, {"jana", at, form("details", "/m1/for-teams"), "#sx-m1", "", ""}, {"jana", at, form("details", "/m1/revise"), "#rv-m1", "", ""},
		{"jana", at, "#edit", "#e-title", "#e-impact", "3"}, {"jana", at, "#delegate", "#d-body", "#delegate [name=own]", "1"}, {"jana", at, form("details.sub", "/amend"), `[action*="/amend"] textarea:not([hidden])`, "", ""},
		{"jana", "/requests/" + string(major.Key), "#broadcast", "#b-de", "#b-audience", "teams"},
		{"brandt", "/portal", "", "#p3", "#p1", "FRA3-10G-014"}, {"brandt", "/portal" + at, "", "#m1", "", ""},
	} {
		b := b.MustIncognito()
		p := w.page(t, b, x.who, x.path)
		p.MustElement("html.js")
		p.MustEval(`(open, other, value) => {
			if (open) document.querySelector(open).open = true
			if (other) { const f = document.querySelector(other); f.value = value; f.checked = true; f.dispatchEvent(new Event('change', {bubbles: true})) }
		}`, x.open, x.other, x.value)
		p.MustEval(`field => { document.querySelector(field).value = '' }`, x.field)
		p.MustElement(x.field).MustInput("half a sentence")
		until(t, p, "what is kept at "+x.field, kept, 1)
		next := b.MustPage(w.http.URL + "/login").MustWaitLoad()
		p.MustClose() // with all that is in it
		p = next.Timeout(time.Minute)
		p.MustNavigate(w.http.URL + x.path).MustWaitLoad()
		until(t, p, "the words at "+x.field, `(open, field, other, value) => document.querySelector(field).value === 'half a sentence' && (!open || document.querySelector(open).open) && (!other || document.querySelector(other + ":is(select, :checked)").value === value)`, x.open, x.field, x.other, x.value)
		if x.field != "#m1" {
			continue
		}
		wait := p.MustWaitNavigation()
		p.MustElement("#say button[type=submit]").MustClick()
		wait()
		until(t, p, "an empty store", kept, 0)
	}
}

// An answer to a question is there again, although its field comes only with what is
// known of the service.
func TestAnAnswerIsRestored(t *testing.T) {
	w := phoned(t)
	b := chrome(t)
	p := w.page(t, b, "jana", "/new")
	live(p)
	p.MustElement("#n-service").MustInput("GN-DE-88120")
	p.MustElement("#n-q-power").MustInput("no, all dark")
	next := b.MustPage(w.http.URL + "/login").MustWaitLoad()
	p.MustClose()
	p = next.Timeout(time.Minute)
	p.MustNavigate(w.http.URL + "/new").MustWaitLoad()
	until(t, p, "the answer", `() => document.querySelector('#n-q-power')?.value === 'no, all dark' && document.querySelectorAll('[name=q_power]').length === 1`)
}

// What a page keeps that is open elsewhere is left to it for ten minutes: then it was
// killed. What the hub has taken is gone.
func TestADraftOfAnotherPageIsLeftToItForTenMinutes(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	b := chrome(t)
	at := "/requests/" + string(key)
	p := w.page(t, b, "jana", at)
	live(p)
	p.Keyboard.MustType('n')
	p.MustElement("#t-int").MustInput("seen it before")
	until(t, p, "what is kept", kept, 1)
	other := b.MustPage(w.http.URL + at).MustWaitLoad().Timeout(time.Minute)
	for _, age := range []struct {
		minutes int
		found   bool
	}{{0, false}, {9, false}, {11, true}} {
		other.MustEval(`minutes => {
			const key = Object.keys(localStorage).find((k) => k.startsWith('draft:'))
			localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), at: Date.now() - minutes * 60e3}))
		}`, age.minutes)
		other.MustReload().MustWaitLoad()
		live(other)
		if got := other.MustEval(`() => document.querySelector('#t-int').value`).Str() != ""; got != age.found {
			t.Errorf("after %d minutes it is found: %v", age.minutes, got)
		}
	}
	other.MustNavigate(w.http.URL + "/").MustWaitLoad()
	other.MustEval(`() => {
		const key = Object.keys(localStorage).find((k) => k.startsWith('draft:'))
		const id = key.split(':').at(-1)
		localStorage.setItem(key, JSON.stringify({...JSON.parse(localStorage.getItem(key)), sent: id}))
		document.cookie = 'taken=0123456789abcdef.' + id + ';path=/'
	}`)
	other.MustReload().MustWaitLoad()
	until(t, other, "nothing of what was taken", kept, 0)
}

// Who signs out leaves nothing for a colleague at the same machine, and a colleague
// finds nothing of somebody whose session ended.
func TestADraftIsItsWriters(t *testing.T) {
	w := open(t)
	b := chrome(t)
	p := w.page(t, b, "jana", "/new")
	live(p)
	p.MustElement("#n-title").MustInput("Loss to Hamburg")
	p.MustSetCookies()
	p = w.page(t, b, "spoc", "/new")
	live(p)
	until(t, p, "an empty form", `() => document.querySelector('#n-title').value === ''`)
	p.MustElement("#n-title").MustInput("Mine")
	until(t, p, "two drafts", kept, 2)
	wait := p.MustWaitNavigation()
	p.MustEval(`() => document.querySelector('form[action="/logout"]').requestSubmit()`)
	wait()
	until(t, p, "the other's alone", `() => location.pathname === '/login' && Object.keys(localStorage).filter((k) => k.startsWith('draft:')).every((k) => k.startsWith('draft:jana:'))`)
}

// What is sent after the end of a session leads back to where it was written.
func TestASessionThatEndedLeadsBack(t *testing.T) {
	t.Parallel()
	w := open(t, func(o *web.Options) { o.Locale = "en" })
	for path, next := range map[string]string{
		"/requests/REQ-1/replies": "/requests/REQ-1", "/requests/REQ-1/notes/n1/revise": "/requests/REQ-1",
		"/new": "/new", "/portal/requests/REQ-1/messages": "/portal/requests/REQ-1", "/portal": "/portal", "/conflicts": "/",
	} {
		b := w.browser(t)
		to := b.post(path, "body", "x").header.Get("Location")
		if want := "/login?ended=1&next=" + url.QueryEscape(next); to != want {
			t.Errorf("%s leads to %s", path, to)
		}
		has(t, path, b.get(to).body, "You were signed out.", `name="next" value="`+next+`"`)
		b.lang = "de"
		has(t, path, b.get(to).body, "Sie wurden abgemeldet.")
	}
}

// What somebody writes beside an older note stays when the page is brought up to date,
// until they discard it or it is stored.
func TestWordsOutliveNews(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	w.delegated(t, key, "core")
	if _, _, err := w.Message(t.Context(), w.jana, desk.Target{Key: key}, desk.Text{ID: "m1", Body: "Look at port 12."}); err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.MustEval(`() => { document.querySelector('#rv-m1').closest('details').open = true }`)
	p.MustElement("#rv-m1").MustSelectAllText().MustInput("Look at port 13.")
	if _, _, err := w.Note(t.Context(), w.jana, desk.Target{Key: key}, "", "news"); err != nil {
		t.Fatal(err)
	}
	until(t, p, "what there is", `() => !document.querySelector('[data-fresh]').hidden`)
	hit(p, "[data-fresh]")
	written := `() => document.querySelector('.tl').textContent.includes('news') && document.querySelector('#rv-m1').value === 'Look at port 13.' && document.querySelector('#rv-m1').closest('details').open`
	until(t, p, "the news and the words", written)
	p.MustReload().MustWaitLoad()
	until(t, p, "the words", written)
	p.MustEval(`() => document.querySelector('#rv-m1').form.querySelector('[data-drop]').click()`)
	until(t, p, "none of them", `() => document.querySelector('#rv-m1').value === 'Look at port 12.' && !document.querySelector('#rv-m1').closest('details').open`)
	until(t, p, "an empty store", kept, 0)
	p.MustEval(`() => { document.querySelector('#edit').open = true }`)
	p.MustElement("#e-title").MustSelectAllText().MustInput("Loss again")
	until(t, p, "one draft", kept, 1)
	wait := p.MustWaitNavigation()
	p.MustEval(`() => document.querySelector('#edit .btn.pri').click()`)
	wait()
	until(t, p, "an empty store", kept, 0)
	if title := w.item(t, key).Request.Title; title != "Loss again" {
		t.Error(title)
	}
}
