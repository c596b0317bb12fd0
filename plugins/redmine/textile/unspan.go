package textile

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

// reading is one kind of span, and how its match reads in Markdown.
type reading struct {
	at    *regexp.Regexp
	write func(m []string) string
	signs int // on both sides of the words, where the match looks at one sign more behind them
}

func (r reading) length(m []string) int {
	if r.signs > 0 {
		return len(m[1]) + r.signs
	}
	return len(m[0])
}

// readings are tried in turn where a span may begin.
func readings() []reading {
	wrap := func(at *regexp.Regexp, mark string, signs int) reading {
		return reading{at, func(m []string) string { return mark + spans(m[1]) + mark }, signs}
	}
	return []reading{
		{codeTag, func(m []string) string { return tick(m[1]) }, 0},
		{codeSign, func(m []string) string { return tick(m[1]) }, 2},
		{linked, func(m []string) string { return "[" + spans(m[1]) + "](" + m[2] + ")" }, 0},
		{pictured, func(m []string) string { return "![](" + m[1] + ")" }, 0},
		{address, func(m []string) string { return m[0] }, 0},
		wrap(bold, "**", 4), wrap(strong, "**", 2),
		wrap(italic, "*", 4), wrap(emphasis, "*", 2),
		wrap(deleted, "~~", 2),
	}
}

// Spans as Redmine reads them, at the start of a text.
var (
	codeTag  = regexp.MustCompile(`^<code>(.+?)</code>`)
	codeSign = regexp.MustCompile(`^@([^@\s][^@\n]*?)@(?:$|\W)`)
	linked   = regexp.MustCompile(`^"([^"\n]+)":((?:https?://|mailto:|ftp://|/|#)[^\s<>"]*[^\s<>",.;:!?)\]])`)
	pictured = regexp.MustCompile(`^!((?:https?://)?[^\s!"]+\.[^\s!"]+)!`)
	strong   = phrase(`\*`)
	bold     = phrase(`\*\*`)
	emphasis = phrase(`_`)
	italic   = phrase(`__`)
	deleted  = phrase(`-`)
)

// phrase matches what stands between two signs, with something other than a
// letter behind; signs inside of code do not count. A single letter is looked for first.
func phrase(sign string) *regexp.Regexp {
	const code = `<code>[^\n]*?</code>`
	edge := `(?:` + code + `|[^\s` + sign + `])`
	return regexp.MustCompile(`^(?:` + sign + `)([\pL\pN]|` + edge + `(?:(?:` + code + `|[^\n])*?` + edge + `)?)(?:` + sign + `)(?:$|[\pP\pS\s])`)
}

// spans reads the spans of one line.
func spans(s string) string {
	var b strings.Builder
	last := '\n'
	kinds := readings()
	for s != "" {
		text, n := span(kinds, s, last)
		b.WriteString(text)
		last, _ = utf8.DecodeLastRuneInString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// span reads the start of s and says how much of it that was.
func span(kinds []reading, s string, last rune) (string, int) {
	if strings.HasPrefix(s, joiner) {
		return "", len(joiner)
	}
	if m := named.FindString(s); m != "" {
		return literal(html.UnescapeString(m), last, s[len(m):]), len(m)
	}
	if !wordly(last) && rune(s[0]) != last || s[0] == '<' {
		for _, k := range kinds {
			if m := k.at.FindStringSubmatch(s); m != nil {
				return k.write(m), k.length(m)
			}
		}
	}
	r, n := utf8.DecodeRuneInString(s)
	return literal(string(r), last, s[n:]), n
}

// literal writes a sign so that Markdown takes it for itself.
func literal(c string, last rune, rest string) string {
	next, _ := utf8.DecodeRuneInString(rest)
	switch c {
	case "\\", "`", "<", "[", "]":
		return "\\" + c
	case "*", "~":
		return "\\" + c
	case "_":
		if wordly(last) && last != '_' && wordly(next) && next != '_' {
			return c
		}
		return "\\" + c
	case "&":
		if named.MatchString("&" + rest) {
			return "&amp;"
		}
	}
	return c
}

func tick(code string) string {
	code = strings.ReplaceAll(code, joiner, "")
	marks := "`"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	if strings.HasPrefix(code, "`") || strings.HasSuffix(code, "`") {
		code = " " + code + " "
	}
	return marks + code + marks
}

// special is what would make a line of text more than text. Dashes and numbers
// are let be: people who write Textile mean a list by them, too, but not by 06.
var special = regexp.MustCompile(`^(?:[#>+|=]|-(?:-|$)|0\d+([.)])(?:\s|$))`)

var inner = regexp.MustCompile(`^(?:[-*+]|\d+([.)]))(?:\s|$)`)

// guardItem keeps an item's words from being a list of their own.
func guardItem(line string) string {
	if at := inner.FindStringSubmatchIndex(line); at != nil {
		return escapeAt(at, line)
	}
	return guard(line)
}

func guard(line string) string { return escapeAt(special.FindStringSubmatchIndex(line), line) }

// escapeAt escapes the mark that ends the number of what was found, else its
// first sign.
func escapeAt(at []int, line string) string {
	switch {
	case at == nil:
		return line
	case at[2] >= 0:
		return line[:at[2]] + "\\" + line[at[2]:]
	}
	return "\\" + line
}
