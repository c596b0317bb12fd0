package spochub_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// told is a line of the catalogue where the right thing is to tell the desk, and what
// the desk reads then: the name of a constant, or words of the sentence. A test of the
// package must ask for it, and the program must say it.
type told struct {
	number int
	pkg    string
	words  string
}

func sentences() []told {
	const engine = "core/broker/sync"
	return []told{
		{3, "core/reconcile", "reconcile.Twice"},
		{20, engine, "reconcile.Rallied"},
		{21, engine, "reconcile.Shortened"},
		{36, engine, "A poll found what no delivery told, and none came since."},
		{44, "plugins/servicenow", "In ServiceNow, set the time zone of its record to GMT."},
		{52, engine, "the tool keeps answering with an older version: taken as it is"},
		{61, engine, "sync.Exposed"},
		{72, "plugins/jira", "In Jira, add it to the create screen of the project's issue type"},
		{73, engine, "reconcile.KeptItsOwn"},
		{77, engine, "the team moved the ticket to "},
		{78, engine, "the ticket was deleted at the tool: make it again or take the task back"},
		{81, engine, "the ticket is gone or hidden from this account"},
		{82, engine, "The tool refuses the credential, so that no calls are made."},
		{91, engine, "has no meaning here yet: add it to the connection's table"},
		{93, engine, "reconcile.Shortened"},
		{109, "cmd/spochub/demo", "another process uses the database"},
	}
}

func TestCatalogueSentences(t *testing.T) {
	p := &proof{set: token.NewFileSet(), packages: map[string][]*ast.File{}}
	all := catalogue()
	for _, s := range sentences() {
		t.Run(fmt.Sprintf("A%03d", s.number), func(t *testing.T) {
			t.Logf("%s: %s", all[s.number-1].failure, s.words)
			if !p.asks(s.pkg, s.words) {
				t.Errorf("no test of %s asks for %q", s.pkg, s.words)
			}
			said := false
			for _, pkg := range []string{s.pkg, "core/reconcile", "core/request", "core/broker/sync", "core/store/sqlstore", "core/broker/admin"} {
				said = said || p.spoken(pkg, s.words)
			}
			if !said {
				t.Errorf("the program does not say %q", s.words)
			}
		})
	}
}

// asks reports whether a test of a package names a sentence.
func (p *proof) asks(pkg, words string) bool {
	return p.names(pkg, true, words)
}

// spoken reports whether a package has a sentence, or the constant that is one.
func (p *proof) spoken(pkg, words string) bool {
	if _, name, constant := strings.Cut(words, "."); constant && !strings.Contains(words, " ") {
		words = name
	}
	return p.names(pkg, false, words)
}

func (p *proof) names(pkg string, tests bool, words string) bool {
	found := false
	for _, f := range p.files(pkg) {
		if strings.HasSuffix(p.name(f), "_test.go") != tests {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				found = found || ok && x.Name+"."+n.Sel.Name == words
			case *ast.ValueSpec:
				found = found || n.Names[0].Name == words
			case *ast.BasicLit:
				text, err := strconv.Unquote(n.Value)
				found = found || err == nil && n.Kind == token.STRING && strings.Contains(text, words)
			}
			return !found
		})
	}
	return found
}
