package spochub_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The rules of the house. A failure names the place and the reason; the reason
// is the rule.

const module = "github.com/spochub/spochub"

// folder is one package's non-test files.
type folder struct {
	path  string // below the module, "." for its root
	files []*source
}

type source struct {
	name      string
	syntax    *ast.File
	set       *token.FileSet
	generated bool
}

func (s *source) line(n ast.Node) int { return s.set.Position(n.Pos()).Line }

// house parses every package of the module, whatever the build tags.
func house(t *testing.T) []*folder {
	t.Helper()
	found := map[string]*folder{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != "." && (base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		s := &source{name: filepath.ToSlash(name), set: token.NewFileSet()}
		if s.syntax, err = parser.ParseFile(s.set, name, nil, parser.ParseComments); err != nil {
			return err
		}
		s.generated = ast.IsGenerated(s.syntax)
		dir := path.Dir(s.name)
		if found[dir] == nil {
			found[dir] = &folder{path: dir}
		}
		found[dir].files = append(found[dir].files, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	folders := slices.Collect(maps.Values(found))
	slices.SortFunc(folders, func(a, b *folder) int { return strings.Compare(a.path, b.path) })
	return folders
}

// imports lists what a package's files import, tools' pins left out.
func (f *folder) imports() []string {
	seen := map[string]bool{}
	for _, s := range f.files {
		if s.name == "deps.go" {
			continue
		}
		for _, i := range s.syntax.Imports {
			seen[strings.Trim(i.Path.Value, `"`)] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// below reports whether a path is one of the folders or lies in one.
func below(p string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return p == f || strings.HasPrefix(p, f+"/") })
}

func ours(p string) (string, bool) {
	if p == module {
		return ".", true
	}
	return strings.CutPrefix(p, module+"/")
}

func TestEveryPackageHasOneComment(t *testing.T) {
	for _, f := range house(t) {
		var with []string
		for _, s := range f.files {
			if s.syntax.Doc != nil && !s.generated {
				with = append(with, s.name)
			}
		}
		if len(with) != 1 {
			t.Errorf("%s: %d package comments %v; a reader of go doc looks for one", f.path, len(with), with)
		}
	}
}

func TestPackagesAreNamedForWhatTheyHold(t *testing.T) {
	vague := []string{"util", "utils", "common", "helper", "helpers", "types", "models", "misc", "base"}
	for _, f := range house(t) {
		if name := path.Base(f.path); slices.Contains(vague, name) {
			t.Errorf("%s: %q says nothing; name a package for what it provides", f.path, name)
		}
	}
}

const longest = 80

func TestNoFunctionIsLong(t *testing.T) {
	for _, f := range house(t) {
		for _, s := range f.files {
			for _, d := range s.syntax.Decls {
				fn, ok := d.(*ast.FuncDecl)
				if !ok || s.generated {
					continue
				}
				if n := s.set.Position(fn.End()).Line - s.line(fn) + 1; n > longest {
					t.Errorf("%s:%d: %s has %d lines; above %d there is a value that wants a name", s.name, s.line(fn), fn.Name.Name, n, longest)
				}
			}
		}
	}
}

func TestNoInit(t *testing.T) {
	for _, f := range house(t) {
		for _, s := range f.files {
			for _, d := range s.syntax.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && !s.generated && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s:%d: init runs by import; wire it where the program starts", s.name, s.line(fn))
				}
			}
		}
	}
}
