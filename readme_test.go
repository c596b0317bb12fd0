package spochub_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// README.md is for strangers: what it says of the tree, of the configuration
// and of the command line is held against them.

// longestReadme keeps it readable in one sitting.
const longestReadme = 350

func readText(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func readme(t *testing.T) string {
	t.Helper()
	return readText(t, "README.md")
}

// block is a fenced part of the text.
type block struct{ section, kind, text string }

func blocks(text string) []block {
	var list []block
	section, open := "", false
	for line := range strings.Lines(text) {
		kind, fence := strings.CutPrefix(strings.TrimSpace(line), "```")
		switch {
		case fence && !open:
			list, open = append(list, block{section: section, kind: kind}), true
		case fence:
			open = false
		case open:
			list[len(list)-1].text += line
		case strings.HasPrefix(line, "#"):
			section = strings.TrimSpace(strings.TrimLeft(line, "#"))
		}
	}
	return list
}

func TestReadmeIsShort(t *testing.T) {
	if n := strings.Count(readme(t), "\n"); n >= longestReadme {
		t.Errorf("README.md has %d lines; what is longer than %d is not read", n, longestReadme)
	}
}

// mapped are the folders of README's map. An indented one lies in the last one
// that is not.
func mapped(t *testing.T) []string {
	t.Helper()
	var list []string
	last := ""
	for _, b := range blocks(readme(t)) {
		if b.section != "Where things are" {
			continue
		}
		for line := range strings.Lines(b.text) {
			name, words, _ := strings.Cut(strings.TrimSpace(line), " ")
			if strings.TrimSpace(words) == "" {
				t.Errorf("%s: the map says nothing of it", name)
			}
			if strings.HasPrefix(line, " ") {
				name = path.Join(last, name)
			} else {
				last = path.Clean(name)
			}
			list = append(list, path.Clean(name))
		}
	}
	return list
}

func TestReadmeMapsTheTree(t *testing.T) {
	known := mapped(t)
	for _, name := range known {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			t.Errorf("%s: README's map names it, and it is no folder", name)
		}
	}
	for _, name := range folders(t) {
		if !slices.ContainsFunc(known, func(k string) bool { return k == name || strings.HasPrefix(k, name+"/") }) {
			t.Errorf("%s: README's map does not name it; a newcomer looks there", name)
		}
	}
}

// folders are those of the first and second level that hold files of ours.
func folders(t *testing.T) []string {
	t.Helper()
	ignored := []string{"bin", "data", "plugins.d"} // of a run, see .gitignore
	var list []string
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || name == "." {
			return err
		}
		name = filepath.ToSlash(name)
		if strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || slices.Contains(ignored, name) {
			return fs.SkipDir
		}
		list = append(list, name)
		if strings.Contains(name, "/") {
			return fs.SkipDir
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// paths are what a text in code font names below the root.
var paths = regexp.MustCompile("`((?:cmd|configs|core|examples|plugins|sdk)/[A-Za-z0-9_./-]+|[a-z_]+_test\\.go)`")

func TestNamedFilesExist(t *testing.T) {
	for _, file := range []string{"README.md", "CONTRIBUTING.md"} {
		for _, m := range paths.FindAllStringSubmatch(readText(t, file), -1) {
			if _, err := os.Stat(m[1]); err != nil {
				t.Errorf("%s names %s: %v", file, m[1], err)
			}
		}
	}
}

func TestReadmeShowsTheExamples(t *testing.T) {
	shown := map[string]bool{}
	for _, b := range blocks(readme(t)) {
		if b.kind == "yaml" {
			shown[b.text] = true
		}
	}
	files, err := filepath.Glob("configs/examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("examples %v, %v", files, err)
	}
	for _, file := range files {
		if !shown[readText(t, file)] {
			t.Errorf("README.md does not show %s word for word", file)
		}
		delete(shown, readText(t, file))
	}
	for text := range shown {
		t.Errorf("README.md shows what no file in configs/examples holds, so that nothing loads it:\n%s", text)
	}
}

// TestReadmeSuitsTheProgram builds the command line and holds against it what
// README.md uses of it and the configurations that it shows.
func TestReadmeSuitsTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	spochub := filepath.Join(t.TempDir(), "spochub")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", spochub, "./cmd/spochub").CombinedOutput()
	if err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	t.Run("commands", func(t *testing.T) { checkCommands(t, spochub) })
	t.Run("configurations", func(t *testing.T) { checkConfigurations(t, spochub) })
}

// checkConfigurations asks the real plugins about their settings, which the
// configuration's own tests do not know.
func checkConfigurations(t *testing.T, spochub string) {
	files, err := filepath.Glob("configs/examples/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, "configs/minimal.yaml") {
		cmd := exec.CommandContext(t.Context(), spochub, "check", "--config", file)
		cmd.Env = []string{"HOME=" + t.TempDir()}
		for _, m := range regexp.MustCompile(`"env:(\w+)"`).FindAllStringSubmatch(readText(t, file), -1) {
			cmd.Env = append(cmd.Env, m[1]+"=secret")
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", file, err, out)
		}
	}
}
