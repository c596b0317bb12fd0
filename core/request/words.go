package request

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Words cuts a text into what is compared and looked up: letters and digits, in lower
// case, without accents; ß is ss, as one writes it without.
func Words(text string) []string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteString(strings.ReplaceAll(string(unicode.ToLower(r)), "ß", "ss"))
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}
