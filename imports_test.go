package spochub_test

import (
	"go/ast"
	"path"
	"slices"
	"strings"
	"testing"
)

// arrow is a rule about the imports of packages: which packages it is about,
// which imports it forbids there, and why.
type arrow struct {
	from   func(pkg string) bool
	bars   func(pkg, imported string) bool
	reason string
}

// pure are the packages that decide and do nothing.
func pure(pkg string) bool {
	return below(pkg, "core/request", "core/reconcile", "core/sla", "core/duty", "core/works")
}

func in(folders ...string) func(string) bool {
	return func(pkg string) bool { return below(pkg, folders...) }
}

func notIn(folders ...string) func(string) bool {
	return func(pkg string) bool { return !below(pkg, folders...) }
}

// to forbids imports of our packages in the folders.
func to(folders ...string) func(string, string) bool {
	return func(_, imported string) bool {
		p, own := ours(imported)
		return own && below(p, folders...)
	}
}

// toAllBut forbids imports of any other of our packages.
func toAllBut(folders ...string) func(string, string) bool {
	return func(_, imported string) bool {
		p, own := ours(imported)
		return own && !below(p, folders...)
	}
}

// outside forbids imports from beyond the module, by prefix.
func outside(paths ...string) func(string, string) bool {
	return func(_, imported string) bool { return below(imported, paths...) }
}

// plugin is the name of the plugin that a package belongs to.
func plugin(pkg string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(pkg, "plugins/"), "/")
	return name
}

func isPlugin(pkg string) bool { return below(pkg, "plugins") && !below(pkg, "plugins/builtin") }

// simulator reports whether a package is a tool's stand-in, plugins/jira/jiratest.
func simulator(pkg string) bool {
	return isPlugin(pkg) && strings.HasSuffix(path.Base(pkg), "test")
}

func arrows() []arrow {
	return []arrow{
		{in("sdk"), toAllBut("sdk"), "integrators import the SDK alone; it must not pull in the hub"},
		{in("sdk/ticket"), toAllBut("sdk/ticket"), "the vocabulary is a leaf, so that the pure core can use it"},
		{isPlugin, func(pkg, imported string) bool {
			p, own := ours(imported)
			return own && !below(p, "sdk", "plugins/"+plugin(pkg))
		}, "a plugin knows the SDK only, never the hub or a sibling"},
		{isPlugin, to("sdk/sdktest", "sdk/serve", "sdk/wire", "sdk/pluginpb"), "a plugin is a connector; how it is served and proven is not its affair"},
		{simulator, outside("testing"), "the demo runs the simulators; testing would add its flags to the program"},
		{in("examples"), toAllBut("examples", "sdk"), "an example stands for somebody else's plugin, which has the SDK and nothing more"},
		{in("core"), to("plugins", "cmd", "examples"), "connectors come into the hub as a map"},
		{pure, toAllBut("core/request", "core/reconcile", "core/sla", "core/duty", "core/works", "sdk/ticket", "sdk/fault"), "what decides may use time, its like and the SDK's vocabulary, nothing else of ours"},
		{pure, outside("context", "log", "net", "os", "io", "database/sql", "sync", "math/rand", "crypto/rand", "testing"), "what decides has no clock, chance, logger, store or network"},
		{notIn("sdk", "core/pluginhost", "cmd", "examples"), to("sdk/wire", "sdk/pluginpb", "sdk/serve"), "only the plugin host knows the wire"},
		{notIn("sdk", "core/pluginhost"), outside("github.com/hashicorp/go-plugin", "google.golang.org/grpc"), "only the plugin host knows the wire"},
		{notIn("core/store"), outside("database/sql", "github.com/jackc/pgx", "modernc.org/sqlite", "github.com/pressly/goose"), "all SQL lives below the store's door"},
		{in("core/broker/desk"), to("core/broker/sync"), "the desk and the sync meet in the store"},
		{in("core/broker/sync"), to("core/broker/desk"), "the desk and the sync meet in the store"},
		{in("core/web", "core/api"), to("core/store", "core/queue", "core/pluginhost"), "pages and calls ask the broker; the store has its own guards there"},
		{func(pkg string) bool {
			return below(pkg, "core") && !below(pkg, "core/store", "core/broker", "core/auth", "core/queue", "core/report", "core/app")
		}, to("core/store"), "the store is for broker, auth, queue and report; the app opens it"},
		{notIn("cmd", "core/app"), to("core/app"), "the app wires all, so nothing below it may know it"},
		{notIn("cmd"), to("cmd", "plugins/builtin"), "a program is the end of the arrows"},
		{notIn("sdk/sdktest", "core/store/storetest"), outside("testing"), "testing belongs to tests and to the suites that tests run"},
	}
}

// barred is why a package may not import another, "" if it may.
func barred(pkg, imported string) string {
	for _, rule := range arrows() {
		if rule.from(pkg) && rule.bars(pkg, imported) {
			return rule.reason
		}
	}
	return ""
}

func TestImportsGoOneWay(t *testing.T) {
	for _, f := range house(t) {
		for _, imported := range f.imports() {
			if why := barred(f.path, imported); why != "" {
				t.Errorf("%s imports %s: %s", f.path, strings.TrimPrefix(imported, module+"/"), why)
			}
		}
	}
}

// The rules themselves say what they should.
func TestArrows(t *testing.T) {
	for _, c := range []struct {
		pkg, imported string
		barred        bool
	}{
		{"sdk/rest", module + "/sdk/fault", false},
		{"sdk/rest", module + "/core/store", true},
		{"sdk/ticket", module + "/sdk/fault", true},
		{"plugins/jira", module + "/sdk", false},
		{"plugins/jira", module + "/plugins/jira/markup", false},
		{"plugins/jira", module + "/plugins/jiraffe", true},
		{"plugins/jira", module + "/core/request", true},
		{"plugins/jira/jiratest", "testing", true},
		{"plugins/jira/jiratest", "testing/fstest", true},
		{"plugins/builtin", module + "/plugins/jira", false},
		{"core/app", module + "/plugins/builtin", true},
		{"core/app", module + "/core/web", false},
		{"core/reconcile", "time", false},
		{"core/reconcile", "net/http", true},
		{"core/reconcile", module + "/core/store", true},
		{"core/broker/sync", "google.golang.org/grpc/status", true},
		{"core/broker/sync", module + "/core/broker/desk", true},
		{"core/web", module + "/core/store", true},
		{"core/web", "database/sql", true},
		{"core/report", module + "/core/store", false},
		{"core/store/sqlstore", "database/sql", false},
		{"cmd/spochub/demo", module + "/plugins/builtin", false},
		{"examples/hello", module + "/sdk/serve", false},
		{"examples/hello", module + "/core/app", true},
	} {
		if why := barred(c.pkg, c.imported); (why != "") != c.barred {
			t.Errorf("%s imports %s: barred %v (%q), want %v", c.pkg, c.imported, why != "", why, c.barred)
		}
	}
}

// What decides is told the time.
func TestPureCodeReadsNoClock(t *testing.T) {
	clock := []string{"Now", "Since", "Until", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"}
	for _, f := range house(t) {
		if !pure(f.path) {
			continue
		}
		for _, s := range f.files {
			ast.Inspect(s.syntax, func(n ast.Node) bool {
				sel, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := sel.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, sel.Sel.Name) {
					t.Errorf("%s:%d: time.%s: what decides is given the time, so that a history can be played again", s.name, s.line(n), sel.Sel.Name)
				}
				return true
			})
		}
	}
}
