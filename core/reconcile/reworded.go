package reconcile

import (
	"strings"
	"unicode"

	"github.com/spochub/spochub/sdk/ticket"
)

// reworded reports whether a text may be a tool's own form of what was sent: other
// markup, other spaces, or cut short. Where nobody tells who wrote it, other words
// are a person's.
func reworded(sent, kept ticket.Native) bool {
	return words(kept) != "" && strings.HasPrefix(words(sent), words(kept))
}

// words is a text without all that is no letter and no digit.
func words(n ticket.Native) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, string(n))
}
