package servicenow

import (
	"bufio"
	"cmp"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	gfm "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	write "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// plain turns Markdown into text as a person would type it: no marks for
// emphasis, lists, quotes and code as they are, a link as its text and address.
func plain(markdown string) string {
	source := []byte(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(markdown, "\uFFFD")))
	md := goldmark.New(goldmark.WithParser(plainParagraphs()), goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	return disarm(printer(source).blocks(md.Parser().Parse(text.NewReader(source))))
}

// plainParagraphs reads Markdown whose definitions of links are text as any other:
// "[eth0]: down" looks like one, and would be lost.
func plainParagraphs() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(parser.DefaultInlineParsers()...))
}

// printer holds the source that the nodes point into.
type printer []byte

// blocks prints the children of a node, with an empty line where one was.
func (p printer) blocks(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c != n.FirstChild() {
			b.WriteString("\n")
			if c.HasBlankPreviousLines() {
				b.WriteString("\n")
			}
		}
		b.WriteString(p.block(c))
	}
	return b.String()
}

func (p printer) block(n ast.Node) string {
	switch n := n.(type) {
	case *ast.List:
		return p.list(n)
	case *ast.Blockquote:
		return prefix(p.blocks(n), "> ", "> ")
	case *ast.CodeBlock:
		return prefix(p.lines(n), "    ", "    ")
	case *ast.FencedCodeBlock:
		return p.fenced(n)
	case *ast.HTMLBlock:
		return p.raw(n)
	case *ast.ThematicBreak:
		return "---"
	case *gfm.Table:
		return p.table(n)
	}
	return p.inline(n)
}

// fenced keeps the fences: the block must be told from the text around it, and an
// instance trims the spaces at a text's start.
func (p printer) fenced(n *ast.FencedCodeBlock) string {
	code, fence := p.lines(n), "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return fence + string(n.Language(p)) + "\n" + code + "\n" + fence
}

func (p printer) lines(n ast.Node) string {
	return strings.TrimRight(string(n.Lines().Value(p)), "\n")
}

// raw prints HTML as it was typed.
func (p printer) raw(n *ast.HTMLBlock) string {
	if !n.HasClosure() {
		return p.lines(n)
	}
	return strings.TrimRight(string(n.Lines().Value(p))+string(n.ClosureLine.Value(p)), "\n")
}

func (p printer) list(n *ast.List) string {
	var b strings.Builder
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := string(n.Marker) + " "
		if n.IsOrdered() {
			mark = strconv.Itoa(number) + mark
			number++
		}
		if item != n.FirstChild() {
			b.WriteString("\n")
			if item.HasBlankPreviousLines() {
				b.WriteString("\n")
			}
		}
		b.WriteString(prefix(p.blocks(item), mark, strings.Repeat(" ", len(mark))))
	}
	return b.String()
}

func (p printer) table(n *gfm.Table) string {
	var rows []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, p.inline(cell))
		}
		rows = append(rows, strings.Join(cells, " | "))
	}
	return strings.Join(rows, "\n")
}

func prefix(s, first, rest string) string {
	return first + strings.ReplaceAll(s, "\n", "\n"+rest)
}

func (p printer) inline(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(p.span(c))
	}
	return b.String()
}

// lineEnd is a line's end with the spaces before it, which nobody sees.
var lineEnd = regexp.MustCompile(`[ \t]*\n`)

func (p printer) span(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Text:
		s := string(n.Value(p))
		if !n.IsRaw() {
			s = unescape(n.Value(p))
		}
		if n.SoftLineBreak() || n.HardLineBreak() {
			s += "\n"
		}
		return s
	case *ast.String:
		return string(n.Value)
	case *ast.CodeSpan:
		return "`" + lineEnd.ReplaceAllString(p.inline(n), " ") + "`"
	case *ast.RawHTML:
		return string(n.Segments.Value(p))
	case *ast.AutoLink:
		return string(n.Label(p))
	case *ast.Link:
		return link(titled(p.inline(n), unescape(n.Title)), unescape(n.Destination))
	case *ast.Image:
		return link(titled(p.inline(n), unescape(n.Title)), unescape(n.Destination))
	}
	return p.inline(n)
}

// titled is a label with what a page would show beside it.
func titled(label, title string) string {
	if title = line(title); title == "" {
		return label
	}
	return strings.TrimSpace(label + " (" + title + ")")
}

func link(label, address string) string {
	switch {
	case label == "" || label == address || "mailto:"+label == address:
		return cmp.Or(strings.TrimPrefix(address, "mailto:"), address)
	case address == "":
		return label
	}
	return label + " (" + address + ")"
}

// unescape resolves backslashes and entities as Markdown does.
func unescape(source []byte) string {
	var b strings.Builder
	w := bufio.NewWriter(&b)
	write.DefaultWriter.Write(w, source)
	_ = w.Flush()
	return html.UnescapeString(b.String())
}
