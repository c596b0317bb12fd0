package jira

import (
	"strings"
	"unicode"
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
