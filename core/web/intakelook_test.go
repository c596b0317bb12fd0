package web_test

import (
	"os"
	"testing"

	"github.com/go-rod/rod/lib/input"
	"github.com/go-rod/rod/lib/proto"
	"github.com/spochub/spochub/core/broker/desk"
	"github.com/spochub/spochub/core/request"
)

// TestLookOfIntake takes pictures of the intake while somebody calls, for people
// to look at.
func TestLookOfIntake(t *testing.T) {
	if os.Getenv("SPOCHUB_TEST_SHOTS") == "" {
		t.Skip("SPOCHUB_TEST_SHOTS names no folder for the pictures")
	}
	w := phoned(t)
	w.received(t, "Frankfurt down, no link")
	other, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Client: "argent", Service: "FRA3-10G-009", Title: "Gateway unreachable", Channel: request.Mail}})
	if err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "jana", "/new")
	for _, lang := range []string{"en", "de"} {
		p.MustEval(`l => { document.cookie = 'lang=' + l + ';path=/' }`, lang)
		p.MustNavigate(w.http.URL + "/new").MustWaitLoad()
		p.MustElement("#n-contact").MustInput("030 23125 418")
		p.Keyboard.MustType(input.Tab)
		until(t, p, "the client", `() => document.querySelector('#n-client').value === 'nordwind'`)
		p.MustElement("#n-service").MustInput("gn-de-88120")
		p.Keyboard.MustType(input.Tab)
		p.MustElement("#n-title").MustInput("Frankfurt ausgefallen, no link")
		until(t, p, "what is open", `() => Boolean(document.querySelector('.aside .dup'))`)
		p.MustEval(`() => { document.querySelector('[name=impact][value="1"]').click(); document.querySelector('[name=urgency][value="2"]').click() }`)
		until(t, p, "the priority", `() => Boolean(document.querySelector('.calc .p2'))`)
		rests(t, p)
		shot(t, p, "intake-"+lang+"-wide", 1440)
		shot(t, p, "intake-"+lang+"-narrow", 390)
		p.MustEval(`() => { document.documentElement.dataset.theme = 'dark' }`)
		shot(t, p, "intake-"+lang+"-dark", 1440)
	}
	p.MustNavigate(w.http.URL + "/requests/" + string(other.Key)).MustWaitLoad()
	shot(t, p, "intake-outbreak-wide", 1440)
}

// TestTheIntakeIsAccessible checks the form with everything that it says while
// somebody calls, and the page of a request that has it all.
func TestTheIntakeIsAccessible(t *testing.T) {
	rules := axe(t)
	w := phoned(t)
	key := w.received(t, "Frankfurt down, no link")
	w.received(t, "Frankfurt down, no light")
	if _, err := w.Receive(t.Context(), w.jana, desk.Received{Draft: request.Request{Client: "argent", Service: "FRA3-10G-009", Title: "Gateway unreachable", Channel: request.Mail}}); err != nil {
		t.Fatal(err)
	}
	p := w.page(t, chrome(t), "jana", "/new")
	still := proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}
	if err := still.Call(p); err != nil {
		t.Fatal(err)
	}
	p.MustElement("#n-contact").MustInput("Somebody")
	p.MustElement("#n-service").MustInput("gn-de-88120")
	p.MustElement("#n-title").MustInput("Frankfurt ausgefallen, no link")
	until(t, p, "what is open", `() => Boolean(document.querySelector('.aside .dup') && document.querySelector('#n-q-power'))`)
	check := func(what string) {
		p.MustEval("() => {" + rules + "}")
		for _, theme := range []string{"light", "dark"} {
			p.MustEval(`t => { document.documentElement.dataset.theme = t }`, theme)
			for _, found := range violations(t, p) {
				t.Errorf("%s, %s: %s", what, theme, found)
			}
		}
	}
	check("the intake")
	p.MustNavigate(w.http.URL + "/requests/" + string(key)).MustWaitLoad()
	check("a request")
}
