package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/config"
)

// TestConfigsSuitThePlugins checks every file of configs/ against the settings
// of the connectors that come with the hub.
func TestConfigsSuitThePlugins(t *testing.T) {
	files, err := filepath.Glob("../../configs/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		environ := []string{"HOME=/"}
		for _, m := range regexp.MustCompile(`"env:(\w+)"`).FindAllStringSubmatch(readFile(t, file), -1) {
			value := "postgres://db/spochub"
			if strings.HasSuffix(m[1], "_PIN") {
				value = "$argon2id$of a PIN"
			}
			environ = append(environ, m[1]+"="+value)
		}
		if _, err := config.Load(config.Options{File: file, Environ: environ, Manifests: wired().manifests()}); err != nil {
			t.Errorf("%v", err)
		}
	}
}
