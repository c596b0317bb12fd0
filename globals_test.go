package spochub_test

import (
	"go/ast"
	"go/token"
	"strings"
	"testing"
)

// A package-level variable is fine where nobody can tell it from a constant: an
// error to compare with, a compiled pattern, embedded files, a documented table
// that nothing writes. Everything else is state that two connections would share.
func TestNoMutableGlobals(t *testing.T) {
	for _, f := range house(t) {
		if !below(f.path, "sdk", "core", "plugins") {
			continue
		}
		written := f.written()
		for _, s := range f.files {
			if s.generated {
				continue
			}
			for _, d := range s.syntax.Decls {
				if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
					checkVars(t, s, g, written)
				}
			}
		}
	}
}

func checkVars(t *testing.T, s *source, g *ast.GenDecl, written map[string]bool) {
	t.Helper()
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			switch {
			case name.Name == "_", strings.Contains(g.Doc.Text()+directives(g.Doc), "go:embed"), strings.Contains(directives(v.Doc), "go:embed"):
			case written[name.Name]:
				t.Errorf("%s:%d: %s is written to: keep it in a value that somebody owns", s.name, s.line(name), name.Name)
			case i >= len(v.Values):
				t.Errorf("%s:%d: %s has no value yet, so that somebody must set it: keep it in a value that somebody owns", s.name, s.line(name), name.Name)
			case constant(v.Values[i]):
			case g.Doc == nil && v.Doc == nil && v.Comment == nil:
				t.Errorf("%s:%d: %s wants a comment that says what table it is, or a place in a value", s.name, s.line(name), name.Name)
			}
		}
	}
}

func directives(c *ast.CommentGroup) string {
	var b strings.Builder
	if c != nil {
		for _, l := range c.List {
			b.WriteString(l.Text)
		}
	}
	return b.String()
}

// constant reports whether an initial value is of a kind that needs no words: an
// error, a pattern, a replacer, a template.
func constant(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return false
	}
	switch name := called(call.Fun); name {
	case "errors.New", "fmt.Errorf", "fault.New", "fault.Errorf", "regexp.MustCompile", "strings.NewReplacer", "template.Must":
		return true
	}
	return false
}

func called(x ast.Expr) string {
	if sel, ok := x.(*ast.SelectorExpr); ok {
		if pkg, ok := sel.X.(*ast.Ident); ok {
			return pkg.Name + "." + sel.Sel.Name
		}
	}
	return ""
}

// written lists the names outside of any function that the package assigns to,
// through an index or a field too, counts up, or takes the address of.
func (f *folder) written() map[string]bool {
	names := map[string]bool{}
	for _, s := range f.files {
		for _, d := range s.syntax.Decls {
			own := declared(d)
			for _, x := range targets(d) {
				if id := root(x); id != nil && !own[id.Name] {
					names[id.Name] = true
				}
			}
		}
	}
	return names
}

// targets are the expressions below n that are written to.
func targets(n ast.Node) []ast.Expr {
	var list []ast.Expr
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				list = append(list, n.Lhs...)
			}
		case *ast.IncDecStmt:
			list = append(list, n.X)
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				list = append(list, n.X)
			}
		}
		return true
	})
	return list
}

// declared are the names that a function declares for itself.
func declared(d ast.Decl) map[string]bool {
	names := map[string]bool{}
	fn, ok := d.(*ast.FuncDecl)
	if !ok {
		return names
	}
	add := func(x ast.Expr) {
		if id, ok := x.(*ast.Ident); ok {
			names[id.Name] = true
		}
	}
	ast.Inspect(fn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				names[id.Name] = true
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, x := range n.Lhs {
					add(x)
				}
			}
		case *ast.RangeStmt:
			add(n.Key)
			add(n.Value)
		}
		return true
	})
	return names
}

// root is the variable that an expression begins with.
func root(x ast.Expr) *ast.Ident {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e
		case *ast.IndexExpr:
			x = e.X
		case *ast.SelectorExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.ParenExpr:
			x = e.X
		default:
			return nil
		}
	}
}
