package web_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/web"
)

// sources is everything that may say a message.
func sources(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	for _, pattern := range []string{"*.go", "templates/*.html"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") || f == "english.go" || f == "german.go" {
				continue
			}
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(text)
		}
	}
	return all.String()
}

func TestMessagesAreComplete(t *testing.T) {
	t.Parallel()
	en, de := web.Messages("en"), web.Messages("de")
	if a, b := slices.Sorted(maps.Keys(en)), slices.Sorted(maps.Keys(de)); !slices.Equal(a, b) {
		for _, k := range a {
			if de[k] == "" {
				t.Errorf("not in German: %s", k)
			}
		}
		for _, k := range b {
			if en[k] == "" {
				t.Errorf("not in English: %s", k)
			}
		}
	}
	verb := regexp.MustCompile(`%[a-z]`)
	for k := range en {
		if a, b := verb.FindAllString(en[k], -1), verb.FindAllString(de[k], -1); !slices.Equal(a, b) {
			t.Errorf("%s: %q and %q take different arguments", k, en[k], de[k])
		}
	}
}

func TestMessagesAreUsedAndKnown(t *testing.T) {
	t.Parallel()
	text, en := sources(t), web.Messages("en")
	lists := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?:word\("|word ")([a-z_]+)"`).FindAllStringSubmatch(text, -1) {
		lists[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:say\("|say "|shell\(r, v, "|"done\.|Name: ")([a-z.]*[a-z_.]+)"`).FindAllStringSubmatch(text, -1) {
		key := m[1]
		if strings.HasPrefix(m[0], `"done.`) {
			key = "done." + key
		}
		if strings.HasPrefix(m[0], "Name") && !strings.Contains(key, ".") {
			continue // the name of a form
		}
		if en[key] == "" && !strings.HasSuffix(key, ".") {
			t.Errorf("said and not known: %s", key)
		}
	}
	for key := range en {
		list, _, _ := strings.Cut(key, ".")
		if !lists[list] && !strings.Contains(text, `"`+key+`"`) {
			t.Errorf("known and never said: %s", key)
		}
	}
}

// English phrases find the core's sentences only while they are the core's own.
func TestPhrasesAreTheCores(t *testing.T) {
	t.Parallel()
	var core strings.Builder
	for _, folder := range []string{"../request", "../broker/desk", "../broker/sync", "../reconcile", "../broker/admin", "../config", "../../sdk/settings", "../../sdk/rest", "../../plugins/*"} {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			core.Write(text)
		}
	}
	hole := strings.NewReplacer(`"%s"`, `%q`, `%s`, `(?:%[sdv]|" ?\+ ?[\w.()]+(?: ?\+ ?")?|queue)`)
	for key, text := range web.Messages("en") {
		if !strings.HasPrefix(key, "phrase.") {
			continue
		}
		if !regexp.MustCompile(hole.Replace(text)).MatchString(core.String()) {
			t.Errorf("%s: the core does not say %q", key, text)
		}
	}
}
