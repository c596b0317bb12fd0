package config_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/config"
)

const configs = "../../configs"

// TestEveryFileLoads loads all of configs/ and its folders, with each secret in
// the environment.
func TestEveryFileLoads(t *testing.T) {
	files := yamlFiles(t)
	if len(files) < 6 {
		t.Fatalf("files %v", files)
	}
	for _, file := range files {
		environ := []string{"HOME=/"}
		for _, m := range regexp.MustCompile(`"env:(\w+)"`).FindAllStringSubmatch(read(t, file), -1) {
			value := "postgres://db/spochub"
			if strings.HasSuffix(m[1], "_PIN") {
				value = "$argon2id$of a PIN"
			}
			environ = append(environ, m[1]+"="+value)
		}
		if _, err := config.Load(config.Options{File: file, Environ: environ}); err != nil {
			t.Errorf("%v", err)
		}
	}
}

func yamlFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(configs, func(name string, _ fs.DirEntry, err error) error {
		if filepath.Ext(name) == ".yaml" {
			files = append(files, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestEveryKeyIsExplained asks for every key of the configuration in the
// annotated file.
func TestEveryKeyIsExplained(t *testing.T) {
	text := read(t, configs+"/spochub.yaml")
	for _, key := range keysOf(reflect.TypeFor[config.Config](), map[reflect.Type]bool{}) {
		if !regexp.MustCompile(`(?m)(^|[\s{])` + key + `:`).MatchString(text) {
			t.Errorf("configs/spochub.yaml does not show the key %q", key)
		}
	}
}

func keysOf(t reflect.Type, seen map[reflect.Type]bool) []string {
	if seen[t] {
		return nil
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Slice, reflect.Map:
		return keysOf(t.Elem(), seen)
	case reflect.Struct:
	default:
		return nil
	}
	var keys []string
	for f := range t.Fields() {
		if key := f.Tag.Get("koanf"); key != "" {
			keys = append(append(keys, key), keysOf(f.Type, seen)...)
		}
	}
	return keys
}

// TestServiceUnitStopsTheHubAlone guards the settings that plugins rely on.
func TestServiceUnitStopsTheHubAlone(t *testing.T) {
	unit := strings.Split(read(t, configs+"/spochub.service"), "\n")
	for _, line := range []string{"KillMode=mixed", "RestartPreventExitStatus=2", "[Service]", "[Install]"} {
		if !slices.Contains(unit, line) {
			t.Errorf("spochub.service has no line %q", line)
		}
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
