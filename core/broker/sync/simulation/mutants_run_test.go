//go:build mutants

package simulation_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestMutants shows that the checker can fail: it plays histories with each
// mutant, and every one must be caught.
func TestMutants(t *testing.T) {
	sick, healthy := play(t, mutant{twins: true})
	if sick > 0 {
		t.Fatalf("%d histories show violations without any mutant", sick)
	}
	for _, m := range mutants() {
		t.Run(strings.ReplaceAll(m.name, " ", "_"), func(t *testing.T) {
			violations, twins := play(t, m)
			switch {
			case violations > 0:
				t.Logf("%d histories with violations, %d twins", violations, twins)
			case m.twins && twins > 2*healthy+10:
				t.Logf("%d twins instead of %d", twins, healthy)
			default:
				t.Errorf("not caught: %d histories with violations, %d twins instead of %d", violations, twins, healthy)
			}
		})
	}
}

var summary = regexp.MustCompile(`: (\d+) with violations .* (\d+) twins retired`)

// play runs the histories with a mutant in the engine until one shows it.
func play(t *testing.T, m mutant) (violations, twins int) {
	t.Helper()
	cmd := exec.Command("go", "test", "-count=1", "-timeout=0", "-v", "-run", "^TestHistories$", "-overlay", overlay(t, m), ".", "-sim.first="+strconv.FormatBool(!m.twins),
		"-sim.histories="+strconv.Itoa(*histories), "-sim.seed="+strconv.FormatUint(asked.seed, 10))
	cmd.Args = append(cmd.Args, m.flags...)
	out, err := cmd.CombinedOutput()
	found := summary.FindSubmatch(out)
	if found == nil {
		t.Fatalf("%s: %v\n%s", m.name, err, out)
	}
	violations, _ = strconv.Atoi(string(found[1]))
	twins, _ = strconv.Atoi(string(found[2]))
	return violations, twins
}

// overlay names the files of a mutant to the compiler, in place of the tree's.
func overlay(t *testing.T, m mutant) string {
	t.Helper()
	dir, sick, replace := t.TempDir(), map[string]string{}, map[string]string{}
	for _, e := range m.edits {
		if sick[e.file] == "" {
			sick[e.file] = source(t, e.file)
		}
		sick[e.file] = strings.Replace(sick[e.file], e.old, e.new, 1)
	}
	for file, text := range sick {
		healthy, err := filepath.Abs(filepath.Join(root, file))
		replace[healthy] = filepath.Join(dir, strings.ReplaceAll(file, "/", "_"))
		if err == nil {
			err = os.WriteFile(replace[healthy], []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	list := filepath.Join(dir, "overlay.json")
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err == nil {
		err = os.WriteFile(list, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	return list
}
