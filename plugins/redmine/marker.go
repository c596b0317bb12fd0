package redmine

import (
	"regexp"
	"strings"

	"github.com/spochub/spochub/sdk"
)

// A marker is the last line of a text and counts nowhere else. All of Redmine's
// formatters leave an HTML comment out of the page.
var lastLine = regexp.MustCompile(`(?:\A|\n)<!-- spochub:v1 key=([a-z0-9-]{1,64}) -->[ \t\n]*\z`)

// mark returns text with the key at the fixed place.
func mark(text sdk.Native, key sdk.Key) string {
	switch {
	case key == "":
		return string(text)
	case text == "":
		return "<!-- spochub:v1 key=" + string(key) + " -->"
	}
	return string(text) + "\n\n<!-- spochub:v1 key=" + string(key) + " -->"
}

// unmark parts a text, in canonical form, into what was said and the key.
func unmark(body string) (sdk.Native, []sdk.Key) {
	body = canon(body)
	at := lastLine.FindStringSubmatchIndex(body)
	if at == nil {
		return sdk.Native(body), nil
	}
	text := strings.TrimSuffix(body[:at[0]], "\n")
	return sdk.Native(text), []sdk.Key{sdk.Key(body[at[2]:at[3]])}
}

// canon takes away what Redmine and browsers change by themselves: line ends.
func canon(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// filePrefix begins the description of a file that carries our key.
const filePrefix = "spochub:"

func fileKeys(description string) []sdk.Key {
	key, ok := strings.CutPrefix(description, filePrefix)
	if !ok || key == "" {
		return nil
	}
	return []sdk.Key{sdk.Key(key)}
}
