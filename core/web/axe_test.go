package web_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/go-rod/rod"
	"github.com/go-rod/rod/lib/proto"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/web"
)

// axe is the text of axe-core, which checks a page by the rules of WCAG 2.2.
// SPOCHUB_TEST_AXE names the file axe.min.js of its npm package.
func axe(t *testing.T) string {
	t.Helper()
	path := os.Getenv("SPOCHUB_TEST_AXE")
	if path == "" {
		if os.Getenv("SPOCHUB_TEST_REQUIRE") == "all" {
			t.Fatal("SPOCHUB_TEST_AXE is not set")
		}
		t.Skip("SPOCHUB_TEST_AXE names no axe.min.js")
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEveryPageIsAccessible opens every page there is, in both themes, wide and narrow.
func TestEveryPageIsAccessible(t *testing.T) {
	rules := axe(t)
	w := open(t)
	key := string(w.busyDay(t))
	paths := strings.NewReplacer("{$}", "", "{key}", key, "{connection}", "noc-jira")
	b := chrome(t)
	people := map[auth.Right]*rod.Page{anyone: signedOut(w, b)}
	more := []web.Route{
		{Pattern: "GET /requests/{key}?compose=cli", Right: auth.Work}, {Pattern: "GET /requests/{key}?compose=team", Right: auth.Work},
		{Pattern: "GET /requests/{key}?compose=int", Right: auth.Work}, {Pattern: "GET /?q=nothing+at+all", Right: auth.Read},
	}
	for _, route := range append(w.site.Routes(), more...) {
		path, get := strings.CutPrefix(route.Pattern, "GET ")
		if !get || path == "/events" || strings.HasPrefix(path, "/signin") {
			continue
		}
		if people[route.Right] == nil {
			people[route.Right] = w.page(t, b.MustIncognito(), string(whoMay(route.Right)), "/").CancelTimeout().Timeout(5 * time.Minute)
		}
		p := people[route.Right].MustNavigate(w.http.URL + paths.Replace(path)).MustWaitLoad()
		if p.MustEval(`() => document.contentType`).Str() != "text/html" {
			continue
		}
		if err := (proto.EmulationSetEmulatedMedia{Features: []*proto.EmulationMediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}).Call(p); err != nil {
			t.Fatal(err)
		}
		p.MustEval("() => {" + rules + "}")
		for _, theme := range []string{"light", "dark"} {
			p.MustEval(`t => { document.documentElement.dataset.theme = t }`, theme)
			for _, width := range []int{1440, 390} {
				p.MustSetViewport(width, 900, 1, width < 700)
				for _, found := range violations(t, p) {
					t.Errorf("%s, %s, %d wide: %s", path, theme, width, found)
				}
			}
		}
	}
}

const anyone auth.Right = ""

// whoMay is a role that has a right.
func whoMay(right auth.Right) auth.Role {
	for _, role := range auth.Roles() {
		if role.May(right) {
			return role
		}
	}
	return ""
}

func signedOut(w *world, b *rod.Browser) *rod.Page {
	p, err := b.MustIncognito().Page(proto.TargetCreateTarget{URL: w.http.URL + "/login"})
	if err != nil {
		panic(err)
	}
	return p
}

// violations are the rules that a page breaks, each with the elements that do.
func violations(t *testing.T, p *rod.Page) (list []string) {
	t.Helper()
	got, err := p.Eval(`async () => (await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}))
		.violations.map(v => v.id + ': ' + v.help + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' (' + (n.any[0]?.message ?? n.failureSummary) + ')').join(' | '))`)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range got.Value.Arr() {
		list = append(list, v.Str())
	}
	return list
}
