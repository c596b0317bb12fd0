package web_test

import (
	"strings"
	"testing"

	"github.com/spochub/spochub/core/request"
)

// TestTheLaneIsKept: what the page shows stays chosen after a form was sent, and
// also after one that was not right.
func TestTheLaneIsKept(t *testing.T) {
	t.Parallel()
	w := open(t)
	key := w.received(t, "Loss")
	link := string(w.delegated(t, key, "core"))
	at := "/requests/" + string(key)
	b := w.as(t, "jana")
	for path, fields := range map[string][]string{
		"/notes":    {"body", "careful"},
		"/messages": {"body", "please look", "links", link},
		"/status":   {"to", "in_progress"},
		"/fields":   {"title", "Loss in FRA", "was_title", "Loss"},
		"/replies":  {"body", "We look."},
		"/take":     {},
		"/watch":    {},
	} {
		page := b.get(at + "?show=internal").body
		if !strings.Contains(page, `action="`+at+path+`?show=internal"`) {
			t.Errorf("%s does not carry the lane along", path)
		}
		got := b.post(at+path+"?show=internal", fields...)
		if to, _, _ := strings.Cut(got.header.Get("Location"), "#"); got.code != 303 || to != at+"?show=internal" {
			t.Errorf("%s: %d to %q", path, got.code, got.header.Get("Location"))
		}
	}
	got := b.post(at+"/notes?show=internal", "body", "")
	if got.code != 422 || !strings.Contains(got.body, `action="`+at+`/notes?show=internal"`) || strings.Contains(got.body, "please look") {
		t.Errorf("what was not right lost the lane: %d", got.code)
	}
	if got := b.post(at + "/take?show=//evil.example"); got.header.Get("Location") != at {
		t.Errorf("sent to %q", got.header.Get("Location"))
	}
	id := string(w.item(t, key).Request.Unsent[0].Write.ID)
	if got := b.post(at + "/replies/" + id + "/take-back?show=client"); got.header.Get("Location") != at+"?compose=cli&show=client#composer" {
		t.Errorf("taken back to %q", got.header.Get("Location"))
	}
}

// TestThePlaceIsKept: the panes of the page stand where they were after a form.
func TestThePlaceIsKept(t *testing.T) {
	w := open(t)
	key := w.received(t, "Loss")
	w.edit(t, key, request.Edit{Description: new(strings.Repeat("A long line.\n\n", 60))}, nil)
	p := w.page(t, chrome(t), "jana", "/requests/"+string(key)+"?show=internal")
	p.MustSetViewport(1300, 500, 1, false)
	live(p)
	p.MustEval(`() => { document.querySelector('.thread').scrollTop = 300; document.querySelector('.side').scrollTop = 80 }`)
	wait := p.MustWaitNavigation()
	p.MustEval(`() => document.querySelector('[data-watch]').requestSubmit()`)
	wait()
	live(p)
	until(t, p, "the place", `() => location.search === '?show=internal' && document.querySelector('.thread').scrollTop === 300 && document.querySelector('.side').scrollTop === 80`)
}
