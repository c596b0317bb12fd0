package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/config"
)

// breaks are the ends of lines as YAML counts them.
var breaks = regexp.MustCompile(`\r\n|[\n\r\x{85}\x{2028}\x{2029}]`)

// FuzzLoad reads anything as the configuration: it is one, or each fault stands
// in a line of the file and shows no secret.
func FuzzLoad(f *testing.F) {
	files, err := filepath.Glob(configs + "/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no files: %v", err)
	}
	more, _ := filepath.Glob(configs + "/examples/*.yaml")
	for _, name := range append(files, more...) {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{"", "server: &a { listen: *a }", "a: [", "\tx", "server: {listen: 1, listen: 2}", "? [a]\n: b", "connections: [{name: x, plugin: acme, settings: {token: hunter2}}]", "teams: !!binary x", "---\n---\n", "<<: {server: 1}"} {
		f.Add(text)
	}
	file := filepath.Join(f.TempDir(), "spochub.yaml")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		const canary = "canary-5ecret"
		c, err := config.Load(config.Options{File: file, Environ: []string{"JIRA_TOKEN=" + canary}, Manifests: manifests()})
		faults, ok := errors.AsType[config.Faults](err)
		if (c == nil) == (err == nil) || err != nil && !ok {
			t.Fatalf("config %v, error %v", c, err)
		}
		last := len(breaks.FindAllString(text, -1)) + 2
		for _, fault := range faults {
			if fault.Line < 0 || fault.Line > last || fault.Text == "" || strings.Contains(fault.Text, canary) {
				t.Errorf("fault %+v of a file with %d lines", fault, last)
			}
		}
	})
}
