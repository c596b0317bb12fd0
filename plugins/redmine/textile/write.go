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

	"github.com/spochub/spochub/sdk/markdown"
)

// Write says Markdown in Textile. It mentions nobody, and writing what it reads
// as gives the same text.
func Write(md string) string {
	return markdown.Stable(write(md), func(textile string) string { return write(Read(textile)) })
}

func write(md string) string {
	src := []byte(canon(md))
	reader := goldmark.New(goldmark.WithParser(plainParagraphs()), goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Linkify))
	w := writer{src: src}
	return w.blocks(reader.Parser().Parse(text.NewReader(src)), "\n\n")
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

// ending is what would end code, in whatever case.
var ending = regexp.MustCompile(`(?i)</(pre|code)`)

func pre(code, lang string) string {
	code = strings.TrimSuffix(code, "\n")
	code = ending.ReplaceAllString(code, "<"+joiner+"/$1")
	if language.MatchString(lang) {
		return `<pre><code class="` + lang + "\">\n" + code + "\n</code></pre>"
	}
	return "<pre>\n" + code + "\n</pre>"
}

// prefix puts a mark before each line save those of code, in which it would be
// taken for a part of it.
func prefix(mark, s string) string {
	lines := strings.Split(s, "\n")
	code := false
	for i, l := range lines {
		code = code || strings.HasPrefix(l, "<pre>")
		if !code {
			lines[i] = strings.TrimRight(mark+l, " ")
		}
		code = code && !strings.HasSuffix(l, "</pre>")
	}
	return strings.Join(lines, "\n")
}

// items writes a list.
func (w writer) items(list *ast.List, outer string) []string {
	mark := outer + "*"
	if list.IsOrdered() && list.Start == 1 {
		mark = outer + "#"
	}
	var lines []string
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		words, nested := w.item(item, mark)
		lines = append(append(lines, lead(list, mark, number)+words), nested...)
		number++
	}
	return lines
}

// lead stands before an item's words. Textile's numbers begin with 1: others are
// words, and need no mark where no list is around them or in them.
func lead(list *ast.List, mark string, number int) string {
	if !list.IsOrdered() || list.Start == 1 {
		return mark + " "
	}
	said := strconv.Itoa(number) + string(list.Marker) + " "
	if mark == "*" && flat(list) {
		return said
	}
	return mark + " " + said
}

// flat reports whether all items of a list are a paragraph.
func flat(list *ast.List) bool {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		if c := item.FirstChild(); c == nil || c.NextSibling() != nil || c.Kind() != ast.KindTextBlock && c.Kind() != ast.KindParagraph {
			return false
		}
	}
	return true
}

// item writes what a list's item holds, drawn together, since Textile knows no
// item of several blocks, and the lists below it.
func (w writer) item(item ast.Node, mark string) (string, []string) {
	var words, nested []string
	for c := item.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.List:
			nested = append(nested, w.items(c, mark)...)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			words = append(words, w.block(c))
		default:
			words = append(words, strings.ReplaceAll(w.block(c), "\n\n", "\n"))
		}
	}
	return strings.Join(words, "\n"), nested
}

// cell writes a cell. Code that holds a bar is text there: a bar ends a cell even
// in code, and what stands for a bar would be shown as it is.
func (w writer) cell(n ast.Node) string {
	text := tagged.ReplaceAllStringFunc(w.inlines(n), func(code string) string {
		if !strings.Contains(code, "|") {
			return code
		}
		return escape(tagged.FindStringSubmatch(code)[1], "", false)
	})
	return strings.ReplaceAll(text, "|", entity('|'))
}

var tagged = regexp.MustCompile(`<code>(.*?)</code>`)

func (w writer) table(t *gfm.Table) string {
	var rows []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		open := "|"
		if row.Kind() == gfm.KindTableHeader {
			open = "|_."
		}
		var line strings.Builder
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line.WriteString(open + " " + w.cell(cell) + " ")
		}
		rows = append(rows, line.String()+"|")
	}
	return strings.Join(rows, "\n")
}
