package jira

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func writeMarkdown(blocks []block) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		parts[i] = mdBlock(b)
	}
	return canonical(strings.Join(parts, "\n\n"))
}

func mdBlock(b block) string {
	switch b.kind {
	case heading:
		return strings.Repeat("#", b.level) + " " + mdSpans(tidy(oneLineSpans(b.spans)), false)
	case codeBlock:
		fence := strings.Repeat("`", max(3, longest(b.text, '`')+1))
		return fence + b.lang + "\n" + b.text + "\n" + fence
	case quoteBlock:
		return prefix(writeMarkdown(b.kids), "> ", "> ")
	case listBlock:
		return strings.Join(mdList(b), "\n")
	case tableBlock:
		return mdTable(b)
	case rule:
		return "---"
	}
	return mdSpans(b.spans, false)
}

// longest is the length of the longest run of one character.
func longest(s string, c byte) int {
	most, n := 0, 0
	for i := range len(s) {
		if s[i] != c {
			n = 0
			continue
		}
		n++
		most = max(most, n)
	}
	return most
}

func prefix(s, first, rest string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if i == 0 {
			lines[i] = first + l
		} else {
			lines[i] = rest + l
		}
	}
	return strings.Join(lines, "\n")
}

func mdList(b block) []string {
	mark := "- "
	if b.ordered {
		mark = "1. "
	}
	indent := strings.Repeat(" ", len(mark))
	var lines []string
	for _, it := range b.items {
		lines = append(lines, prefix(mdSpans(it.spans, false), mark, indent))
		for _, sub := range it.lists {
			lines = append(lines, prefix(strings.Join(mdList(sub), "\n"), indent, indent))
		}
	}
	return lines
}

func mdTable(b block) string {
	width := len(b.rows[0])
	var lines []string
	for i, row := range b.rows {
		cells := make([]string, width)
		for j := range min(width, len(row)) {
			cells[j] = mdSpans(row[j], true)
		}
		lines = append(lines, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			lines = append(lines, strings.Repeat("| --- ", width)+"|")
		}
	}
	return strings.Join(lines, "\n")
}

// mdWriter writes spans.
type mdWriter struct {
	strings.Builder
	table bool
}

func mdSpans(spans []span, table bool) string {
	w := &mdWriter{table: table}
	w.spans(spans, false)
	return w.String()
}

func (w *mdWriter) spans(list []span, inLink bool) {
	for i, s := range list {
		w.span(s, inLink, i+1 < len(list))
	}
}

func (w *mdWriter) span(s span, inLink, more bool) {
	switch s.kind {
	case plain:
		w.plain(s.text, inLink, more)
	case code:
		w.code(s.text)
	case strong:
		w.style("**", s, inLink)
	case emphasis:
		w.style("*", s, inLink)
	case strike:
		w.style("~~", s, inLink)
	case link:
		w.link(s)
	case image:
		w.WriteString("![" + mdSpans([]span{{kind: plain, text: s.text}}, true) + "](" + target(s.url) + ")")
	case lineBreak:
		w.WriteByte('\n')
	}
}

func (w *mdWriter) code(s string) {
	fence := strings.Repeat("`", longest(s, '`')+1)
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	if w.table {
		s = strings.ReplaceAll(s, "|", `\|`)
	}
	w.WriteString(fence + s + fence)
}

// style writes a style around its words; blanks at its edges stand outside.
func (w *mdWriter) style(mark string, s span, inLink bool) {
	inner := &mdWriter{table: w.table}
	inner.spans(s.kids, inLink)
	text := inner.String()
	words := strings.TrimSpace(text)
	if words == "" {
		w.WriteString(text)
		return
	}
	lead := len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	w.WriteString(text[:lead] + mark + words + mark + text[lead+len(words):])
}

func (w *mdWriter) link(s span) {
	if plainText(s.kids) == s.url && !strings.HasPrefix(s.url, "mailto:") {
		w.WriteString("<" + s.url + ">")
		return
	}
	inner := &mdWriter{table: w.table}
	inner.spans(s.kids, true)
	w.WriteString("[" + inner.String() + "](" + target(s.url) + ")")
}

func target(address string) string {
	if strings.ContainsAny(address, "() *_~&") {
		return "<" + strings.ReplaceAll(address, "&", `\&`) + ">"
	}
	return address
}

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
