package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSkeletonPassesItsOwnTests writes a connector as a module of its own, with
// this tree in the place of the released one, and runs the conformance suite
// that came with it.
func TestSkeletonPassesItsOwnTests(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a module")
	}
	dir := filepath.Join(t.TempDir(), "desk")
	if err := newSkeleton("my-desk", "example.net/desk").write(dir); err != nil {
		t.Fatal(err)
	}
	useThisTree(t, dir)
	for _, args := range [][]string{{"vet", "./..."}, {"test", "./..."}} {
		cmd := exec.CommandContext(t.Context(), "go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// useThisTree gives the module in dir our requirements, so that nothing is
// downloaded, and ourselves.
func useThisTree(t *testing.T, dir string) {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	const self = "github.com/spochub/spochub"
	mod := strings.Replace(readFile(t, filepath.Join(root, "go.mod")), "module "+self, "module example.net/desk", 1)
	mod += "\nrequire " + self + " v0.0.0\n\nreplace " + self + " => " + root + "\n"
	for name, text := range map[string]string{"go.mod": mod, "go.sum": readFile(t, filepath.Join(root, "go.sum"))} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
