package web_test

import (
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/web"
)

// crowded fills the pages of the administration with the longest that they show.
func (w *world) crowded(t *testing.T) string {
	t.Helper()
	key := w.busyDay(t)
	place := lacking()
	place.Self.Name = "Service Desk Integration (spochub)"
	w.connect(t, store.Connection{
		Name: "noc-jira", PolledAt: time.Now().Add(-4 * time.Second), Left: 8210, ResetAt: time.Now().Add(9 * time.Minute), Calls: map[string]int64{"get": 120734, "edit": 14},
		Place: place, LastError: "GitHub did not answer within 30 s.", ErrorAt: time.Now(),
	})
	return string(key)
}

// hours are lags that make the widest curve.
func hours(string) []web.Lag {
	var list []web.Lag
	for i := range 60 {
		list = append(list, web.Lag{At: time.Now().Add(time.Duration(i-60) * time.Minute), Wait: time.Duration(i) * time.Minute})
	}
	return list
}

// No page scrolls sideways, nor does a part of one, in the longer of the languages.
func TestNoPageScrollsSideways(t *testing.T) {
	b := chrome(t)
	w := open(t, func(o *web.Options) { o.Lags = hours })
	paths := strings.NewReplacer("{$}", "", "{key}", w.crowded(t), "{connection}", "noc-jira", "{kind}", "teams")
	people := map[auth.Right]*rod.Page{anyone: signedOut(w, b)}
	more := []web.Route{{Pattern: "GET /connections", Right: auth.Manage}, {Pattern: "GET /connections/add?plugin=acme", Right: auth.Manage}, {Pattern: "GET /people/account?login=jana", Right: auth.Manage}}
	for _, route := range append(w.site.Routes(), more...) {
		path, get := strings.CutPrefix(route.Pattern, "GET ")
		if path = paths.Replace(path); !get || path == "/events" || strings.HasPrefix(path, "/signin") || strings.Contains(path, "{") {
			continue
		}
		if people[route.Right] == nil {
			people[route.Right] = w.page(t, b.MustIncognito(), string(whoMay(route.Right)), "/").CancelTimeout().Timeout(5 * time.Minute)
		}
		p := people[route.Right]
		p.MustEval(`() => { document.cookie = 'lang=de;path=/' }`)
		if err := p.Navigate(w.http.URL + path); err != nil {
			continue // a file to keep
		}
		if p.MustWaitLoad().MustEval(`() => document.contentType`).Str() != "text/html" {
			continue
		}
		for _, width := range []int{390, 1280, 1440} {
			p.MustSetViewport(width, 900, 1, width < 700)
			if wide := p.MustEval(sideways).Str(); wide != "" {
				t.Errorf("%s at %d px: %s", path, width, wide)
			}
		}
	}
}

// sideways names what is wider than where it stands, and can be scrolled there.
const sideways = `() => [...document.querySelectorAll('html, main, main *')].filter((e) => e.scrollWidth > e.clientWidth + 1 && (e === document.documentElement || /auto|scroll/.test(getComputedStyle(e).overflowX)) && !e.matches('textarea, select, .tools'))
	.map((e) => e.localName + '.' + e.className + ' ' + e.scrollWidth + ' > ' + e.clientWidth).join('; ')`
