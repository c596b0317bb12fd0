package jira

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	mdLine   = regexp.MustCompile(`^(#{1,6}(\s|$)|>|[-+*](\s|$)|=+\s*(\n|$)|-+\s*(\n|$)|[-:| ]*-[-:| ]*(\n|$))`)
	mdNumber = regexp.MustCompile(`^\d{1,9}[.)](\s|$)`)
)

// plain writes text so that nothing in it is markup.
func (w *mdWriter) plain(text string, inLink, more bool) {
	waves := strings.Count(text, "~") > 1 || more
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if w.lineStart() {
			if m := mdNumber.FindString(text); m != "" {
				digits := strings.IndexAny(m, ".)")
				w.WriteString(m[:digits] + `\` + m[digits:digits+1])
				text = text[digits+1:]
				continue
			}
			if mdLine.MatchString(text) && isPunct(r) {
				w.WriteString(`\` + text[:n])
				text = text[n:]
				continue
			}
		}
		if w.special(r, text, inLink, more, waves) {
			w.WriteByte('\\')
		}
		w.WriteString(text[:n])
		text = text[n:]
	}
}

func (w *mdWriter) lineStart() bool {
	s := w.String()
	return s == "" || s[len(s)-1] == '\n'
}

// special reports whether a character of text, the first one of rest, needs a
// backslash.
func (w *mdWriter) special(r rune, rest string, inLink, more, waves bool) bool {
	next, n := utf8.DecodeRuneInString(rest[utf8.RuneLen(r)*min(1, len(rest)):])
	before, _ := utf8.DecodeLastRuneInString(w.String())
	blankBefore, blankAfter := w.Len() == 0 || unicode.IsSpace(before), n == 0 && !more || unicode.IsSpace(next)
	switch r {
	case '`', '[':
		return true
	case ']':
		return inLink || w.table
	case '\\':
		return n == 0 || isPunct(next) || next == '\n'
	case '*':
		return !blankBefore || !blankAfter
	case '_':
		return (!blankBefore || !blankAfter) && !(isWord(before) && isWord(next))
	case '~':
		return waves
	case '<':
		return n == 0 || unicode.IsLetter(next) || strings.ContainsRune("/!?", next)
	case '&':
		return entity.MatchString(rest)
	case '!':
		return n == 0 && more
	case '|':
		return w.table
	}
	return false
}
