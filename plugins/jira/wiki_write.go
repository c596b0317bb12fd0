package jira

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

func writeWiki(blocks []block) string {
	parts := make([]string, len(blocks))
	for i, b := range blocks {
		parts[i] = wikiBlock(b)
	}
	return strings.Join(parts, "\n\n")
}

func wikiBlock(b block) string {
	switch b.kind {
	case heading:
		return fmt.Sprintf("h%d. %s", b.level, wikiSpans(tidy(oneLineSpans(b.spans)), false))
	case codeBlock:
		return wikiCode(b)
	case quoteBlock:
		return "{quote}\n" + writeWiki(b.kids) + "\n{quote}"
	case listBlock:
		return strings.Join(wikiList(b, ""), "\n")
	case tableBlock:
		return wikiTable(b)
	case rule:
		return "----"
	}
	return wikiSpans(b.spans, false)
}

var codeEnd = regexp.MustCompile(`\{(code|noformat)|\[~`)

// wikiCode breaks up what would end the block or page somebody.
func wikiCode(b block) string {
	body := codeEnd.ReplaceAllStringFunc(strings.ReplaceAll(b.text, invisible, ""), func(m string) string { return m[:1] + invisible + m[1:] })
	if b.lang == "" {
		return "{noformat}\n" + body + "\n{noformat}"
	}
	return "{code:" + b.lang + "}\n" + body + "\n{code}"
}

func wikiList(b block, marks string) []string {
	mark := marks + "*"
	if b.ordered {
		mark = marks + "#"
	}
	var lines []string
	for _, it := range b.items {
		if len(it.spans) > 0 { // the marks of what is below say that it is there
			lines = append(lines, mark+" "+wikiSpans(it.spans, false))
		}
		for _, sub := range it.lists {
			lines = append(lines, wikiList(sub, mark)...)
		}
	}
	return lines
}

func wikiTable(b block) string {
	lines := make([]string, len(b.rows))
	for i, row := range b.rows {
		bar := "|"
		if i == 0 {
			bar = "||"
		}
		var l strings.Builder
		for _, cell := range row {
			l.WriteString(bar + " " + wikiSpans(cell, true) + " ")
		}
		lines[i] = l.String() + bar
	}
	return strings.Join(lines, "\n")
}

// wikiWriter writes spans.
type wikiWriter struct {
	strings.Builder
	table bool
}

func wikiSpans(spans []span, table bool) string {
	w := &wikiWriter{table: table}
	w.spans(spans, false, "")
	return w.String()
}

func (w *wikiWriter) spans(list []span, inLink bool, after string) {
	for i, s := range list {
		w.span(s, inLink, following(list[i+1:], after))
	}
}

// following is what comes next to be read.
func following(list []span, after string) string {
	for i := range list {
		if text := plainText(list[i : i+1]); text != "" {
			return text
		}
	}
	return after
}

func (w *wikiWriter) span(s span, inLink bool, next string) {
	switch s.kind {
	case plain:
		w.plain(s.text, inLink, next != "")
	case code:
		w.WriteString("{{" + escapeAll(s.text) + "}}")
	case strong:
		w.style("*", s, inLink, next)
	case emphasis:
		w.style("_", s, inLink, next)
	case strike:
		w.style("-", s, inLink, next)
	case link:
		w.link(s)
	case image:
		w.WriteString("!" + strings.TrimPrefix(s.url, attachment) + "!")
	case lineBreak:
		w.WriteByte('\n')
	}
}

// style writes a style; inside a word, or around blanks, its marks need braces.
func (w *wikiWriter) style(mark string, s span, inLink bool, next string) {
	inner := &wikiWriter{table: w.table}
	inner.spans(s.kids, inLink, "")
	text := inner.String()
	before, _ := utf8.DecodeLastRuneInString(w.String())
	after, _ := utf8.DecodeRuneInString(next)
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	loose := w.Len() > 0 && (isWord(before) || before == '\\') || next != "" && (isWord(after) || string(after) == mark) ||
		unicode.IsSpace(first) || unicode.IsSpace(last) || string(first) == mark || string(last) == mark
	if loose {
		mark = "{" + mark + "}"
	}
	w.WriteString(mark + text + mark)
}

func (w *wikiWriter) link(s span) {
	if text := plainText(s.kids); text == s.url {
		w.WriteString("[" + s.url + "]")
		return
	}
	inner := &wikiWriter{table: true}
	inner.spans(s.kids, true, "")
	w.WriteString("[" + inner.String() + "|" + s.url + "]")
}
