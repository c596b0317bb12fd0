package github

import (
	"regexp"
	"strings"

	"github.com/spochub/spochub/sdk"
)

// A marker is the last line of a body, and counts nowhere else. A blank line
// parts it from the text, so that Markdown does not join the two.
var lastLine = regexp.MustCompile(`(?:\A|\n)<!-- spochub:v1 key=([a-z0-9-]{1,64}) -->[ \t\n]*\z`)

// overhead is the most that a marker adds to a text, in characters.
const overhead = len("\n\n<!-- spochub:v1 key= -->") + 64

// mark returns text with the key at the fixed place.
func mark(text string, key sdk.Key) string {
	switch {
	case key == "":
		return text
	case text == "":
		return "<!-- spochub:v1 key=" + string(key) + " -->"
	}
	return text + "\n\n<!-- spochub:v1 key=" + string(key) + " -->"
}

// unmark parts a body, in canonical form, into text and key.
func unmark(body string) (sdk.Native, []sdk.Key) {
	body = canon(body)
	at := lastLine.FindStringSubmatchIndex(body)
	if at == nil {
		return sdk.Native(body), nil
	}
	text := strings.TrimSuffix(body[:at[0]], "\n")
	return sdk.Native(text), []sdk.Key{sdk.Key(body[at[2]:at[3]])}
}

// canon takes away what a browser changes by itself: the line ends.
func canon(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
