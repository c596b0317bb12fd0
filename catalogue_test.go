package spochub_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The catalogue lists in how many ways two systems that keep the same tickets are
// known to fail, and what proves that this one does not. Each line is covered by
//
//	package#TestName         a test or fuzz target of that package
//	package: words           a case with this name in a suite of that package
//	simulation: knob Name    a knob of the simulated worlds
//	simulation: act name     something that happens in them, or goes wrong there
//	reason: why              it cannot come up here
//
// and a cover that is not there fails, as does a number without a line.
//
//	go test -run Catalogue -v .
//
// prints them all.
type line struct {
	number  int
	failure string // what would go wrong
	covers  []string
}

const (
	simulation = "core/broker/sync/simulation"
	lines      = 120
)

func catalogue() []line {
	return slices.Concat(creating(), echoing(), conflicting(), hearing(), polling(), talking(), attaching(), moving(), failing(), fitting(), securing(), operating())
}

func TestCatalogue(t *testing.T) {
	all := catalogue()
	if len(all) != lines {
		t.Errorf("%d lines, want %d", len(all), lines)
	}
	proof := &proof{set: token.NewFileSet(), packages: map[string][]*ast.File{}}
	for i, l := range all {
		name := strings.NewReplacer(" ", "_", "/", "_", ",", "").Replace(l.failure)
		t.Run(fmt.Sprintf("A%03d_%s", l.number, name), func(t *testing.T) {
			if l.number != i+1 {
				t.Errorf("line %d has the number %d", i+1, l.number)
			}
			if len(l.covers) == 0 {
				t.Error("nothing covers it")
			}
			for _, c := range l.covers {
				if err := proof.of(c); err != nil {
					t.Errorf("%s: %v", c, err)
				}
				t.Log(c)
			}
		})
	}
}

// proof looks covers up in the source.
type proof struct {
	set      *token.FileSet
	packages map[string][]*ast.File
}

func (p *proof) of(cover string) error {
	if pkg, test, ok := strings.Cut(cover, "#"); ok {
		return p.test(pkg, test)
	}
	where, what, ok := strings.Cut(cover, ": ")
	switch kind, name, _ := strings.Cut(what, " "); {
	case !ok:
		return fmt.Errorf("it has no form that is known")
	case where == "reason" && len(what) < 40:
		return fmt.Errorf("that is no reason")
	case where == "reason":
		return nil
	case where == "simulation" && kind == "knob":
		return p.knob(name)
	case where == "simulation" && kind == "act":
		return p.act(name)
	}
	return p.suite(where, what)
}

// test proves that a package has a test that does something.
func (p *proof) test(pkg, name string) error {
	for _, f := range p.files(pkg) {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Name.Name != name || !strings.HasSuffix(p.name(f), "_test.go") {
				continue
			}
			return stub(fn)
		}
	}
	return fmt.Errorf("there is no such test")
}

// stub objects to a test that always skips, or does nothing.
func stub(fn *ast.FuncDecl) error {
	if !strings.HasPrefix(fn.Name.Name, "Test") && !strings.HasPrefix(fn.Name.Name, "Fuzz") {
		return fmt.Errorf("that is no test")
	}
	does := 0
	for _, s := range fn.Body.List {
		switch method(s) {
		case "Skip", "Skipf", "SkipNow":
			return fmt.Errorf("it always skips")
		case "Parallel", "Helper":
		default:
			does++
		}
	}
	if does == 0 {
		return fmt.Errorf("it does nothing")
	}
	return nil
}

// method is the name of the method that a statement consists of.
func method(s ast.Stmt) string {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return ""
	}
	call, ok := x.X.(*ast.CallExpr)
	if !ok {
		return ""
	}
	if m, ok := call.Fun.(*ast.SelectorExpr); ok {
		return m.Sel.Name
	}
	return ""
}

// suite proves that a package's suite has a case of a name.
func (p *proof) suite(pkg, name string) error {
	return p.find(pkg, "case", func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			return says(n.Key, name)
		case *ast.CompositeLit:
			return len(n.Elts) > 1 && says(n.Elts[0], name)
		}
		return false
	})
}

// knob proves that the simulated worlds have a knob.
func (p *proof) knob(name string) error {
	return p.find(simulation, "knob", func(n ast.Node) bool {
		s, ok := n.(*ast.StructType)
		return ok && filepath.Base(p.set.Position(n.Pos()).Filename) == "knobs.go" && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
			return slices.ContainsFunc(f.Names, func(i *ast.Ident) bool { return i.Name == name })
		})
	})
}

// act proves that something happens in the simulated worlds: it is chosen by its
// name somewhere.
func (p *proof) act(name string) error {
	return p.find(simulation, "act", func(n ast.Node) bool {
		c, ok := n.(*ast.CaseClause)
		return ok && slices.ContainsFunc(c.List, func(e ast.Expr) bool { return says(e, name) })
	})
}

func says(e ast.Expr, text string) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && l.Kind == token.STRING && l.Value == strconv.Quote(text)
}

func (p *proof) find(pkg, what string, is func(ast.Node) bool) error {
	found := false
	for _, f := range p.files(pkg) {
		ast.Inspect(f, func(n ast.Node) bool {
			found = found || n != nil && is(n)
			return !found
		})
	}
	if !found {
		return fmt.Errorf("there is no such %s", what)
	}
	return nil
}

// files are a package's files, tests included.
func (p *proof) files(pkg string) []*ast.File {
	if files, known := p.packages[pkg]; known {
		return files
	}
	names, _ := filepath.Glob(filepath.Join(filepath.FromSlash(pkg), "*.go"))
	for _, name := range names {
		if f, err := parser.ParseFile(p.set, name, nil, parser.SkipObjectResolution); err == nil {
			p.packages[pkg] = append(p.packages[pkg], f)
		}
	}
	return p.packages[pkg]
}

func (p *proof) name(f *ast.File) string { return p.set.Position(f.Pos()).Filename }
