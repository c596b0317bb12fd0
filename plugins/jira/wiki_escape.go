package jira

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	lineHead = regexp.MustCompile(`^(h[1-6]|bq)\.\s`)
	lineItem = regexp.MustCompile(`^([*#]+|-)(\s|$)|^-{4,}|^\|`)
)

// plain writes text so that nothing in it is markup.
func (w *wikiWriter) plain(text string, inLink, more bool) {
	for text != "" {
		r, n := utf8.DecodeRuneInString(text)
		if w.lineStart() {
			if m := lineHead.FindString(text); m != "" {
				dot := strings.IndexByte(m, '.')
				w.WriteString(m[:dot] + `\`)
				text = text[dot:]
				continue
			}
			if lineItem.MatchString(text) {
				w.WriteString(`\` + text[:1])
				text = text[1:]
				continue
			}
		}
		w.WriteString(w.escaped(r, text, inLink, more))
		text = text[n:]
	}
}

func (w *wikiWriter) lineStart() bool {
	s := w.String()
	return s == "" || s[len(s)-1] == '\n'
}

// escaped writes one character of text, the first one of rest.
func (w *wikiWriter) escaped(r rune, rest string, inLink, more bool) string {
	switch r {
	case '{', '}':
		return `\` + string(r)
	case '[':
		if strings.HasPrefix(rest, "[~") {
			return `\[` + invisible
		}
		return `\[`
	case ']':
		if inLink {
			return `\]`
		}
	case '|':
		if w.table {
			return `\|`
		}
	case '!':
		if wikiImage.MatchString(rest) {
			return `\!`
		}
	case '&':
		if charRef.MatchString(rest) {
			return "&#38;"
		}
	case '\\':
		if next, n := utf8.DecodeRuneInString(rest[1:]); n == 0 || isPunct(next) || next == '\n' {
			return "&#92;"
		}
	case '*', '_', '-', '+', '^', '~':
		if w.opens(rest, more) {
			return `\` + string(r)
		}
	}
	return string(r)
}

// opens reports whether a mark could begin a style here.
func (w *wikiWriter) opens(rest string, more bool) bool {
	before, _ := utf8.DecodeLastRuneInString(w.String())
	if w.Len() > 0 && isWord(before) {
		return false
	}
	for len(rest) > 1 && rest[1] == rest[0] { // the last one of a run would
		rest = rest[1:]
	}
	next, n := utf8.DecodeRuneInString(rest[1:])
	if n == 0 {
		return more
	}
	return !unicode.IsSpace(next) && (more || closer(rest, rest[0]) > 0)
}

// escapeAll writes text in which every sign of markup is escaped.
func escapeAll(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\\', r == '&' && charRef.MatchString(s[i:]):
			fmt.Fprintf(&b, "&#%d;", r)
		case strings.HasPrefix(s[i:], "[~"):
			b.WriteString(`\[` + invisible)
		case strings.ContainsRune("{}[]*_-+^~!|", r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
