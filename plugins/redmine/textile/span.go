package textile

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	gfm "github.com/yuin/goldmark/extension/ast"
)

// inlines writes the spans inside of a block.
func (w writer) inlines(n ast.Node) string {
	var b strings.Builder
	plain := ""
	flush := func() {
		b.WriteString(escape(plain, b.String()))
		plain = ""
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			plain += w.words(t)
			continue
		}
		if s, ok := c.(*ast.String); ok {
			plain += string(s.Value)
			continue
		}
		flush()
		b.WriteString(w.span(c))
	}
	flush()
	return b.String()
}

// words is a piece of text as it reads: without Markdown's escapes.
func (w writer) words(t *ast.Text) string {
	s := unescape(string(t.Segment.Value(w.src)))
	if t.SoftLineBreak() || t.HardLineBreak() {
		s = strings.TrimRight(s, " ") + "\n"
	}
	return s
}

func (w writer) span(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CodeSpan:
		return inlineCode(w.raw(n))
	case *ast.Emphasis:
		if n.Level == 2 {
			return "*" + w.inlines(n) + "*"
		}
		return "_" + w.inlines(n) + "_"
	case *gfm.Strikethrough:
		return "-" + w.inlines(n) + "-"
	case *ast.AutoLink:
		return string(n.URL(w.src))
	case *ast.Link:
		return link(w.inlines(n), string(n.Destination))
	case *ast.Image:
		return "!" + target(string(n.Destination)) + "!"
	case *ast.RawHTML:
		return escape(string(n.Segments.Value(w.src)), "")
	}
	return w.inlines(n)
}

func (w writer) raw(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(w.src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}

// inlineCode uses the tag: between two @ the first word would page whoever has
// it for a login.
func inlineCode(code string) string {
	code = strings.ReplaceAll(code, "</code", "<"+joiner+"/code")
	return "<code>" + mention.ReplaceAllString(code, "${1}@"+joiner+"${2}") + "</code>"
}

func link(label, url string) string {
	url = target(url)
	if label == "" || label == url {
		return url
	}
	return `"` + strings.ReplaceAll(strings.ReplaceAll(label, `"`, entity('"')), "\n", " ") + `":` + url
}

// target is an address without what would end it in Textile.
func target(url string) string {
	return strings.NewReplacer(" ", "%20", "\n", "", `"`, "%22", "<", "%3C", ">", "%3E", "|", "%7C", "!", "%21").Replace(url)
}
