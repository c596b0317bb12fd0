package spochub_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// proof looks covers up in the source.
type proof struct {
	set      *token.FileSet
	packages map[string][]*ast.File
	worlds   *worlds
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

// test proves that a package has a test that can fail.
func (p *proof) test(pkg, name string) error {
	for _, f := range p.files(pkg) {
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || fn.Name.Name != name || !p.isTest(f) {
				continue
			}
			if err := stub(fn); err != nil {
				return err
			}
			if fuzz := strings.HasPrefix(name, "Fuzz"); !fuzz && !p.within(pkg, name, true, fails) { // a crash fails a fuzz target
				return fmt.Errorf("it cannot fail")
			}
			return nil
		}
	}
	return fmt.Errorf("there is no such test")
}

// stub objects to a test that always skips, or ends before it does anything.
func stub(fn *ast.FuncDecl) error {
	if !strings.HasPrefix(fn.Name.Name, "Test") && !strings.HasPrefix(fn.Name.Name, "Fuzz") {
		return fmt.Errorf("that is no test")
	}
	for _, s := range fn.Body.List {
		if _, ends := s.(*ast.ReturnStmt); ends {
			return fmt.Errorf("it ends before its end")
		}
		if strings.HasPrefix(method(s), "Skip") {
			return fmt.Errorf("it always skips")
		}
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

// fails reports whether a call fails a test, or hands it on to a package that may.
func fails(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	if slices.Contains([]string{"Error", "Errorf", "Fatal", "Fatalf", "Fail", "FailNow"}, f.Sel.Name) {
		return true
	}
	first, ok := append(call.Args, nil)[0].(*ast.Ident)
	return ok && first.Name == "t"
}

// within reports whether something is so in a declaration of a package's tests, or of
// its other files, or in what that uses of them.
func (p *proof) within(pkg, name string, tests bool, is func(ast.Node) bool) bool {
	known := p.declared(pkg, tests)
	todo, found := []string{name}, false
	for at := 0; at < len(todo) && !found; at++ {
		for _, d := range known[todo[at]] {
			ast.Inspect(d, func(n ast.Node) bool {
				found = found || n != nil && is(n)
				if id, ok := n.(*ast.Ident); ok && len(known[id.Name]) > 0 && !slices.Contains(todo, id.Name) {
					todo = append(todo, id.Name)
				}
				return !found
			})
		}
	}
	return found
}

// declared are the functions, methods, constants and variables of a package's tests,
// or of its other files, by name.
func (p *proof) declared(pkg string, tests bool) map[string][]ast.Node {
	all := map[string][]ast.Node{}
	for _, f := range p.files(pkg) {
		if p.isTest(f) != tests {
			continue
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				all[d.Name.Name] = append(all[d.Name.Name], d)
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if v, ok := s.(*ast.ValueSpec); ok {
						all[v.Names[0].Name] = append(all[v.Names[0].Name], v)
					}
				}
			}
		}
	}
	return all
}

// suite proves that a package's suite has a case of a name that can fail, that what
// others may call runs it, and that a test elsewhere calls the suite.
func (p *proof) suite(pkg, name string) error {
	is := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			return says(n.Key, name) && p.mayFail(pkg, n.Value)
		case *ast.CompositeLit:
			return len(n.Elts) > 1 && says(n.Elts[0], name) && slices.ContainsFunc(n.Elts[1:], func(e ast.Expr) bool { return p.mayFail(pkg, e) })
		}
		return false
	}
	for door := range p.declared(pkg, false) {
		if ast.IsExported(door) && p.within(pkg, door, false, is) {
			return p.called(pkg)
		}
	}
	return fmt.Errorf("no suite runs such a case")
}

// mayFail reports whether the function of a case can fail its test.
func (p *proof) mayFail(pkg string, e ast.Expr) bool {
	can := false
	ast.Inspect(e, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		can = can || n != nil && fails(n) || ok && p.within(pkg, id.Name, false, fails)
		return !can
	})
	return can
}

// called proves that a test of another package uses a suite.
func (p *proof) called(pkg string) error {
	used := false
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || used || !strings.HasSuffix(path, "_test.go") || filepath.ToSlash(filepath.Dir(path)) == pkg {
			return err
		}
		f, err := parser.ParseFile(p.set, path, nil, parser.ImportsOnly)
		used = err == nil && slices.ContainsFunc(f.Imports, func(i *ast.ImportSpec) bool {
			return strings.HasSuffix(i.Path.Value, "/"+pkg+`"`)
		})
		return err
	})
	if err == nil && !used {
		err = fmt.Errorf("nothing runs the suite")
	}
	return err
}

func says(e ast.Expr, text string) bool {
	l, ok := e.(*ast.BasicLit)
	return ok && l.Kind == token.STRING && l.Value == strconv.Quote(text)
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

func (p *proof) isTest(f *ast.File) bool { return strings.HasSuffix(p.name(f), "_test.go") }
