// Package marker carries a hub's key inside of a text, for tools that have no
// better place for it.
package marker

import (
	"regexp"
	"strings"

	"github.com/spochub/spochub/sdk/ticket"
)

// A marker is the last line of a text, and counts nowhere else. It is an HTML
// comment, which Markdown's and most tools' formatters leave out of the page.
var lastLine = regexp.MustCompile(`(?:\A|\n)<!-- spochub:v1 key=([a-z0-9-]{1,64}) -->[ \t\n]*\z`)

// Overhead is the most that a marker adds to a text, in characters.
const Overhead = len("\n\n<!-- spochub:v1 key= -->") + 64

// Put returns a text with the key at the fixed place; "" adds none. A blank line
// parts the two, so that Markdown does not join them.
func Put(text ticket.Native, key ticket.Key) string {
	switch {
	case key == "":
		return string(text)
	case text == "":
		return "<!-- spochub:v1 key=" + string(key) + " -->"
	}
	return string(text) + "\n\n<!-- spochub:v1 key=" + string(key) + " -->"
}

// Cut parts what a tool holds, in canonical form, into the text and its key, if
// there is one.
func Cut(body string) (ticket.Native, []ticket.Key) {
	body = Canon(body)
	at := lastLine.FindStringSubmatchIndex(body)
	if at == nil {
		return ticket.Native(body), nil
	}
	text := strings.TrimSuffix(body[:at[0]], "\n")
	return ticket.Native(text), []ticket.Key{ticket.Key(body[at[2]:at[3]])}
}

// Canon takes away what browsers change by themselves: the line ends.
func Canon(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}
