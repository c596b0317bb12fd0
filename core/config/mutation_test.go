package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/config"
)

// TestDamagedFileGivesFaultsInsideIt damages the annotated file line by line:
// whatever comes out is a configuration or faults with lines that exist.
func TestDamagedFileGivesFaultsInsideIt(t *testing.T) {
	whole := strings.Split(read(t, configs+"/spochub.yaml"), "\n")
	file := filepath.Join(t.TempDir(), "spochub.yaml")
	rapid.Check(t, func(t *rapid.T) {
		lines := slices.Clone(whole)
		for range rapid.IntRange(1, 4).Draw(t, "damages") {
			i := rapid.IntRange(0, len(lines)-2).Draw(t, "line")
			switch rapid.IntRange(0, 4).Draw(t, "damage") {
			case 0:
				lines = slices.Delete(lines, i, i+1)
			case 1:
				lines = slices.Insert(lines, i, lines[i])
			case 2:
				lines[i], lines[i+1] = lines[i+1], lines[i]
			case 3:
				key, _, _ := strings.Cut(lines[i], ":")
				lines[i] = key + ": " + rapid.SampledFrom([]string{"", "5", "[]", "{}", "[[]]", "{a: {b: c}}", "~", "true", "2026-01-01", "!!int x", "*a", "&a x"}).Draw(t, "value")
			case 4:
				lines[i] = strings.TrimLeft(lines[i], " -")
			}
		}
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(config.Options{File: file, Environ: []string{"JIRA_TOKEN=x"}, Manifests: manifests()})
		var faults config.Faults
		if (c == nil) == (err == nil) || err != nil && !errors.As(err, &faults) {
			t.Fatalf("config %v, error %v", c, err)
		}
		for _, f := range faults {
			if f.Line < 1 || f.Line > len(lines)+1 || f.Where != file || f.Text == "" {
				t.Fatalf("a fault outside of the file: %v", f)
			}
		}
	})
}
