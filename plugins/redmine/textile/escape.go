package textile

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	mention = regexp.MustCompile(`(^|[^A-Za-z0-9_])@([A-Za-z0-9])`)
	address = regexp.MustCompile(`^(?:https?|ftp)://[^\s<>"]+`)
	tag     = regexp.MustCompile(`^<(?:!--|/?(?i:pre|code|kbd|notextile)\b)`)
	named   = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
	// start is what makes a line more than text, and the sign that does it.
	start = regexp.MustCompile(`^(?:([*#])[*#]* |(\|)|(>)|(-)--+ *$|(?:h[1-6]|bq|p|pre|fn[0-9]+|table)(?:\S{0,20}?)(\.) )`)
)

// escape makes text safe to stand after before, and with more before a span:
// signs that would begin a span become entities, and no others, so that people
// read what was written.
func escape(text, before string, more bool) string {
	var b strings.Builder
	last, _ := utf8.DecodeLastRuneInString(before)
	if before == "" {
		last = '\n'
	}
	for text != "" {
		n, sign := len(address.FindString(text)), rune(0)
		switch {
		case n > 0 && !wordly(last):
			b.WriteString(unpaged(text[:n]))
		case opens(text, last, more):
			n, sign = 1, ';' // which ends the entity
			b.WriteString(entity(text[0]))
		default:
			_, n = utf8.DecodeRuneInString(text)
			b.WriteString(text[:n])
		}
		if last, _ = utf8.DecodeLastRuneInString(text[:n]); sign != 0 {
			last = sign
		}
		text = text[n:]
	}
	return b.String()
}

// opens reports whether the first sign of text would begin a span there.
func opens(text string, last rune, more bool) bool {
	switch c := text[0]; c {
	case '@':
		return !wordly(last)
	case '*', '_', '-', '+', '^', '~', '%', '?', '!':
		return !wordly(last) && closes(text, c, more)
	case '"':
		return strings.Contains(text[1:], `":`)
	case '<':
		return tag.MatchString(text)
	case '&':
		return named.MatchString(text)
	case '[', '{', '=':
		return len(text) > 1 && text[1] == c
	}
	return false
}

// closes reports whether the sign c, right before something, comes again on its
// line, or may do so in the span behind it.
func closes(text string, c byte, more bool) bool {
	line, _, ended := strings.Cut(text[1:], "\n")
	next, _ := utf8.DecodeRuneInString(line)
	if more && !ended && (line == "" || !unicode.IsSpace(next)) {
		return true
	}
	return line != "" && !unicode.IsSpace(next) && strings.IndexByte(line, c) >= 0
}

func wordly(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// escapeStarts keeps the lines of a paragraph from being a list, a table, a
// quote, a heading or a rule.
func escapeStarts(paragraph string) string {
	lines := strings.Split(paragraph, "\n")
	for i, l := range lines {
		at := start.FindStringSubmatchIndex(l)
		for group := 2; group < len(at); group += 2 {
			if at[group] >= 0 {
				lines[i] = l[:at[group]] + entity(l[at[group]]) + l[at[group]+1:]
			}
		}
	}
	return strings.Join(lines, "\n")
}

func escapeLines(s string) string { return escapeStarts(escape(s, "", false)) }

var escaped = regexp.MustCompile(`\\([[:punct:]])`)

// unescape reads Markdown's escapes and entities.
func unescape(s string) string {
	var b strings.Builder
	for s != "" {
		at := escaped.FindStringIndex(s)
		if at == nil {
			b.WriteString(entities(s))
			break
		}
		b.WriteString(entities(s[:at[0]]))
		b.WriteByte(s[at[0]+1])
		s = s[at[1]:]
	}
	return b.String()
}

var reference = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// entities resolves references that end as they must: "&copy=2" is none.
func entities(s string) string { return reference.ReplaceAllStringFunc(s, html.UnescapeString) }
