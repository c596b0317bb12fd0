package web_test

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/go-rod/rod/lib/input"

	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// Every key that does something stands in the help, in both languages.
func TestTheHelpKnowsEveryKey(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("static/keys.js")
	if err != nil {
		t.Fatal(err)
	}
	var keys, places []string
	for _, m := range regexp.MustCompile(`case '(.)':|([rtn]): '(?:cli|team|int)'`).FindAllStringSubmatch(string(script), -1) {
		keys = append(keys, m[1]+m[2])
	}
	for _, m := range regexp.MustCompile(`([a-z]): '/`).FindAllStringSubmatch(string(script), -1) {
		places = append(places, m[1])
	}
	if len(keys) < 20 || len(places) < 9 {
		t.Fatalf("the script has the keys %q and %q", keys, places)
	}
	w := open(t)
	for _, lang := range []string{"en", "de"} {
		b := w.as(t, "jana")
		b.lang = lang
		help := regexp.MustCompile(`(?s)<dialog id="help".*?</dialog>`).FindString(b.get("/").body)
		var said, goes []string
		for _, m := range regexp.MustCompile(`<kbd>g</kbd> <kbd>(.)</kbd>|<kbd>(.)</kbd>`).FindAllStringSubmatch(help, -1) {
			said, goes = append(said, m[2]), append(goes, m[1])
		}
		for _, key := range keys {
			if !slices.Contains(said, key) {
				t.Errorf("%s: the help does not name %s", lang, key)
			}
		}
		for _, key := range places {
			if !slices.Contains(goes, key) {
				t.Errorf("%s: the help does not name g %s", lang, key)
			}
		}
	}
}

func TestOneKeyLeadsToTheUmbrella(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	major, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Title: "Line card", Umbrella: request.Major, Priority: "P1"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := w.Gather(t.Context(), w.jana, desk.Target{Key: major.Key}, []request.Key{key}, ""); err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('o')
	until(t, p, "the umbrella", `k => location.pathname === '/requests/' + k`, string(major.Key))
}

// A task is given to two teams without a mouse: look with one Enter, send with the next.
func TestTeamsAreChosenByKeys(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('d')
	until(t, p, "the first team", `() => document.activeElement.name === 'team' && document.activeElement.checkVisibility()`)
	p.Keyboard.MustType(input.Space, input.Tab, input.Tab, input.Space)
	wait := p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "what both would receive", `() => document.querySelectorAll('#preview .preview').length === 2 && document.activeElement.value === 'send'`)
	wait = p.MustWaitNavigation()
	p.Keyboard.MustType(input.Enter)
	wait()
	until(t, p, "that it is done", `() => location.pathname.split('/').length === 3`)
	if d := w.item(t, key).Request.Delegations; len(d) != 2 {
		t.Errorf("%+v", d)
	}
}

// What one chose from a list is saved where one is.
func TestOwnerIsSavedByKeys(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key))
	live(p)
	p.Keyboard.MustType('e')
	until(t, p, "the fields", `() => document.activeElement.id === 'e-title'`)
	p.MustEval(`() => document.querySelector('#e-owner').focus()`)
	p.Keyboard.MustType(input.ArrowDown)
	owner := p.MustEval(`() => document.activeElement.value`).Str()
	wait := p.MustWaitNavigation()
	p.KeyActions().Press(input.ControlLeft).Type(input.Enter).MustDo()
	wait()
	if got := w.item(t, key).Request.Assignee; owner == "" || got != owner {
		t.Errorf("owner %q, chosen %q", got, owner)
	}
}

// The menu changes the colours by keys alone, and shows which ones they are.
func TestTheMenuShowsWhatIsChosen(t *testing.T) {
	w := open(t)
	p := w.page(t, chrome(t), "jana", "/")
	live(p)
	for _, theme := range []string{"dark", "light", "auto"} {
		p.MustEval(`theme => { document.querySelector('.top .menu').open = true; document.querySelector('.top [name=theme][value=' + theme + ']').focus() }`, theme)
		wait := p.MustWaitNavigation()
		p.Keyboard.MustType(input.Enter)
		wait()
		until(t, p, theme, `theme => document.documentElement.dataset.theme === (theme === 'auto' ? undefined : theme)
			&& [...document.querySelectorAll('.top [name=theme][aria-pressed=true]')].map(b => b.value).join() === theme`, theme)
	}
}
