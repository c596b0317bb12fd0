package sdktest

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"
)

// tree reads Markdown.
func tree(markdown string) (ast.Node, []byte) {
	src := []byte(printable(lines(markdown)))
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	return md.Parser().Parse(source.NewReader(src)), src
}

func lines(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n").Replace(s)
}

// visit calls a function with every node of a tree, parents first.
func visit(n ast.Node, f func(ast.Node)) {
	f(n)
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		visit(c, f)
	}
}

// wordsOf says how often at least a text shows each of its words. Where it leads
// to need be said but once.
func wordsOf(markdown string) map[string]int {
	root, src := tree(markdown)
	var shown, goals strings.Builder
	visit(root, func(n ast.Node) {
		shown.WriteString(" " + said(n, src))
		goals.WriteString(" " + leads(n))
	})
	words := map[string]int{}
	for _, w := range split(goals.String()) {
		words[w] = 1
	}
	again := map[string]bool{}
	for _, w := range split(shown.String()) {
		if !again[w] {
			again[w], words[w] = true, 0
		}
		words[w]++
	}
	return words
}

func split(text string) []string {
	return strings.FieldsFunc(seen(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// itemNumber begins a line that a tool may take for an item of a list, or of lists
// in one another, of which it shows the numbers by itself.
var itemNumber = regexp.MustCompile(`^(?:\d{1,2}[.)](?:\s+|$))+`)

// said is what a node says by itself, without what is inside of it.
func said(n ast.Node, src []byte) string {
	switch n := n.(type) {
	case *ast.Text:
		if n.Parent().Kind() == ast.KindCodeSpan {
			return string(n.Value(src))
		}
		return itemNumber.ReplaceAllString(string(n.Value(src)), "")
	case *ast.String:
		return string(n.Value)
	case *ast.AutoLink:
		return string(n.Label(src))
	case *ast.List:
		if n.IsOrdered() && n.Start != 1 {
			return strconv.Itoa(n.Start)
		}
	case *ast.RawHTML:
		return string(n.Segments.Value(src))
	case *ast.HTMLBlock:
		return string(n.Lines().Value(src))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		return string(n.Lines().Value(src))
	}
	return ""
}

// leads is what a link or an image says beside its words.
func leads(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Link:
		return address(n.Destination) + " " + string(n.Title)
	case *ast.Image:
		return address(n.Destination) + " " + string(n.Title)
	}
	return ""
}

// address is where a link leads; no connector need carry one that runs a script, nor
// say of an address of mail that it is one.
func address(destination []byte) string {
	scheme, _, ok := strings.Cut(strings.ToLower(strings.TrimSpace(string(destination))), ":")
	if ok && (scheme == "javascript" || scheme == "vbscript" || scheme == "data") {
		return ""
	}
	if ok && scheme == "mailto" {
		_, destination, _ = bytes.Cut(destination, []byte(":"))
	}
	return string(destination)
}

// codesOf lists the code of a text, blocks and spans, without space at the ends
// of lines.
func codesOf(markdown string) []string {
	root, src := tree(markdown)
	var list []string
	visit(root, func(n ast.Node) {
		switch n.(type) {
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			list = append(list, bare(string(n.Lines().Value(src))))
		case *ast.CodeSpan:
			var b strings.Builder
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				b.WriteString(said(c, src))
			}
			list = append(list, strings.TrimSpace(strings.ReplaceAll(bare(b.String()), "\n", " ")))
		}
	})
	return list
}

// bare is code as a tool may keep it: without characters that no tool stores,
// and without space at the end of a line.
func bare(code string) string {
	list := strings.Split(printable(code), "\n")
	for i, l := range list {
		list[i] = strings.TrimRightFunc(l, unicode.IsSpace)
	}
	return strings.Trim(strings.Join(list, "\n"), "\n")
}

// printable is a text without what cannot be seen and what no tool stores.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || r == unicode.ReplacementChar || strings.ContainsRune(invisible, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// lostCode is code that neither reads back as code nor stands word for word in
// the tool's text.
func (m Markup) lostCode(markdown, read, native string) string {
	back := map[string]int{}
	for _, c := range codesOf(read) {
		back[c]++
	}
	for _, c := range codesOf(markdown) {
		if m.Barred != nil {
			c = bare(m.Barred(c))
		}
		if back[c]--; back[c] < 0 && !standsIn(c, bare(lines(native))) && !standsIn(c, bare(entities(lines(native)))) {
			return c
		}
	}
	return ""
}

// standsIn reports whether the lines of code follow one another in a text,
// whatever stands before each.
func standsIn(code, text string) bool {
	for l := range strings.SplitSeq(code, "\n") {
		at := strings.Index(text, l)
		if at < 0 {
			return false
		}
		text = text[at+len(l):]
	}
	return true
}
