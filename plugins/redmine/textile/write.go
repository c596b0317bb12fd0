package textile

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gfm "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Write says Markdown in Textile. It mentions nobody.
func Write(markdown string) string {
	src := []byte(canon(markdown))
	md := goldmark.New(goldmark.WithParser(plainParagraphs()), goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify))
	w := writer{src: src}
	return w.blocks(md.Parser().Parse(text.NewReader(src)), "\n\n")
}

// plainParagraphs reads Markdown whose definitions of links are text as any other:
// "[eth0]: down" looks like one, and would be lost.
func plainParagraphs() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(parser.DefaultInlineParsers()...))
}

type writer struct{ src []byte }

// blocks writes the children of n.
func (w writer) blocks(n ast.Node, between string) string {
	var parts []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if s := w.block(c); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, between)
}

func (w writer) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Heading:
		return w.heading(n)
	case *ast.Blockquote:
		return prefix("> ", w.blocks(n, "\n\n"))
	case *ast.List:
		return strings.Join(w.items(n, ""), "\n")
	case *ast.FencedCodeBlock:
		return pre(w.lines(n), string(n.Language(w.src)))
	case *ast.CodeBlock:
		return pre(w.lines(n), "")
	case *ast.ThematicBreak:
		return "---"
	case *ast.HTMLBlock:
		return escapeLines(strings.TrimRight(w.lines(n)+w.closure(n), "\n"))
	case *gfm.Table:
		return w.table(n)
	}
	return escapeStarts(w.inlines(n))
}

// heading is a line of its own only at the top: Textile has none inside of a
// list.
func (w writer) heading(n *ast.Heading) string {
	text := strings.ReplaceAll(w.inlines(n), "\n", " ")
	if text == "" || n.Parent().Kind() == ast.KindListItem {
		return escapeStarts(text)
	}
	return "h" + strconv.Itoa(n.Level) + ". " + text
}

func (w writer) lines(n ast.Node) string { return string(n.Lines().Value(w.src)) }

func (w writer) closure(n *ast.HTMLBlock) string {
	if !n.HasClosure() {
		return ""
	}
	return string(n.ClosureLine.Value(w.src))
}

var language = regexp.MustCompile(`^[A-Za-z0-9+_-]+$`)

func pre(code, lang string) string {
	code = strings.TrimSuffix(code, "\n")
	code = strings.ReplaceAll(code, "</pre", "<"+joiner+"/pre")
	code = strings.ReplaceAll(code, "</code", "<"+joiner+"/code")
	if language.MatchString(lang) {
		return `<pre><code class="` + lang + "\">\n" + code + "\n</code></pre>"
	}
	return "<pre>\n" + code + "\n</pre>"
}

func prefix(mark, s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(mark+l, " ")
	}
	return strings.Join(lines, "\n")
}

// items writes a list; an item of several blocks is drawn together, since
// Textile knows no such thing.
func (w writer) items(list *ast.List, outer string) []string {
	mark := outer + "*"
	if list.IsOrdered() {
		mark = outer + "#"
	}
	var lines []string
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		var words []string
		var nested []string
		for c := item.FirstChild(); c != nil; c = c.NextSibling() {
			if sub, ok := c.(*ast.List); ok {
				nested = append(nested, w.items(sub, mark)...)
			} else {
				words = append(words, strings.ReplaceAll(w.block(c), "\n\n", "\n"))
			}
		}
		lines = append(lines, mark+" "+strings.Join(words, "\n"))
		lines = append(lines, nested...)
	}
	return lines
}

func (w writer) table(t *gfm.Table) string {
	var rows []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		open := "|"
		if row.Kind() == gfm.KindTableHeader {
			open = "|_."
		}
		var line strings.Builder
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line.WriteString(open + " " + strings.ReplaceAll(w.inlines(cell), "|", entity('|')) + " ")
		}
		rows = append(rows, line.String()+"|")
	}
	return strings.Join(rows, "\n")
}
