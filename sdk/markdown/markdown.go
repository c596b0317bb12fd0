// Package markdown tells code from text, for connectors whose tools read Markdown
// and leave code alone, and finds what a text becomes in the end that goes to
// another markup and back.
package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Code lists from which byte up to which one a text is code, in order: the lines
// of blocks and the insides of spans, without what marks them.
func Code(markdown string) [][2]int {
	src := []byte(markdown)
	parser := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser()
	var list [][2]int
	visit(parser.Parse(text.NewReader(src)), func(s text.Segment) {
		if n := len(list); s.Start < s.Stop && (n == 0 || s.Start >= list[n-1][1]) {
			list = append(list, [2]int{s.Start, s.Stop})
		}
	})
	return list
}

func visit(n ast.Node, code func(text.Segment)) {
	switch n := n.(type) {
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		for i := range n.Lines().Len() {
			code(n.Lines().At(i))
		}
	case *ast.Text:
		if n.Parent().Kind() == ast.KindCodeSpan {
			code(n.Segment)
		}
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		visit(c, code)
	}
}
