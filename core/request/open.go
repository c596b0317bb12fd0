package request

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"
)

// closed is a Markdown text that takes in nothing of what is put below it.
func closed(text string) string { return text + closing(text) }

// closing is what ends the block of code, the comment and the elements that a
// text leaves open, "" if it leaves none.
func closing(md string) string {
	if !strings.Contains(md, "```") && !strings.Contains(md, "~~~") && !strings.Contains(md, "<") {
		return ""
	}
	end := closeBlock(md)
	return end + closeElements(md+end)
}

// unclosed takes off again the lines that closed put below a text, if they are
// still the ones.
func unclosed(text string, lines int) string {
	own := text
	for range lines {
		own = own[:max(strings.LastIndexByte(own, '\n'), 0)]
	}
	if closed(own) != text {
		return text
	}
	return own
}

func parse(md string) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(source.NewReader([]byte(md)))
}

// closeBlock ends the last block, inside of the quote or list that it stands in.
func closeBlock(md string) string {
	switch n := lastBlock(md).(type) {
	case *ast.FencedCodeBlock:
		return closeCode(md, n)
	case *ast.HTMLBlock:
		return closeHTML(md, n)
	}
	return ""
}

func lastBlock(md string) ast.Node {
	last := parse(md)
	for n := last; n != nil && n.Type() != ast.TypeInline; n = n.LastChild() {
		last = n
	}
	return last
}

// reopening is the line that begins again the block of code that a text leaves
// open, "" if it leaves none. Deep in a list it needs an item of its own, so that
// the end of the block is known as such.
func reopening(md string) string {
	if !strings.Contains(md, "```") && !strings.Contains(md, "~~~") {
		return ""
	}
	n, ok := lastBlock(md).(*ast.FencedCodeBlock)
	if !ok || closeCode(md, n) == "" {
		return ""
	}
	lead := strings.ReplaceAll(margin(md, n.Pos()), "\t", "    ")
	in := strings.LastIndexByte(lead, '>') + 1
	indent := strings.TrimPrefix(lead[in:], " ")
	if in == 0 {
		indent = lead
	}
	for at := 0; len(indent)-at > 3; at += 4 {
		indent = indent[:at] + "-" + indent[at+1:]
	}
	language := string(n.Language([]byte(md)))
	if len(language) > 20 {
		language = ""
	}
	return lead[:len(lead)-len(indent)] + indent + fenceAt(md, n.Pos()) + language + "\n"
}

func fenceAt(md string, start int) string {
	return md[start : len(md)-len(strings.TrimLeft(md[start:], md[start:start+1]))]
}

func closeCode(md string, n *ast.FencedCodeBlock) string {
	start := n.Pos()
	fence := fenceAt(md, start)
	_, rest, _ := strings.Cut(md[start:], "\n")
	if lines := n.Lines(); lines.Len() > 0 {
		rest = md[lines.At(lines.Len()-1).Stop:]
	}
	if strings.Contains(rest, fence) {
		return ""
	}
	return "\n" + margin(md, start) + fence
}

// margin is what a further line of the block at a place begins with.
func margin(md string, at int) string {
	line := md[strings.LastIndexByte(md[:at], '\n')+1 : at]
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, line)
}

var rawText = regexp.MustCompile(`(?i)^<(pre|script|style|textarea)`)

func closeHTML(md string, n *ast.HTMLBlock) string {
	start := n.Lines().At(0).Start
	start += len(md[start:]) - len(strings.TrimLeft(md[start:], " \t"))
	var end string
	switch n.HTMLBlockType {
	case ast.HTMLBlockType1:
		end = "</" + rawText.FindStringSubmatch(md[start:])[1] + ">"
	case ast.HTMLBlockType2:
		end = "-->"
	case ast.HTMLBlockType3:
		end = "?>"
	case ast.HTMLBlockType4:
		end = ">"
	case ast.HTMLBlockType5:
		end = "]]>"
	case ast.HTMLBlockType6, ast.HTMLBlockType7: // end by themselves
		return ""
	}
	if strings.Contains(strings.ToLower(md[start:]), strings.ToLower(end)) {
		return ""
	}
	return "\n" + margin(md, start) + end
}

// element is the tag of an element that hides or changes what stands in it.
var element = regexp.MustCompile(`(?is)<!--.*?(?:-->|$)|<(/?)(details|summary|pre|script|style|textarea)\b[^>]*>`)

// closeElements ends the elements that a text opens, the innermost first.
func closeElements(md string) string {
	var open []string
	for _, m := range element.FindAllStringSubmatch(rawHTML(parse(md), []byte(md)), -1) {
		name := strings.ToLower(m[2])
		switch {
		case name == "":
		case m[1] == "":
			open = append(open, name)
		default:
			for i, o := range slices.Backward(open) {
				if o == name {
					open = open[:i]
					break
				}
			}
		}
	}
	var end strings.Builder
	for _, name := range slices.Backward(open) {
		end.WriteString("\n</" + name + ">")
	}
	return end.String()
}

// rawHTML is all of a text that is HTML.
func rawHTML(n ast.Node, src []byte) string {
	var b strings.Builder
	switch n := n.(type) {
	case *ast.HTMLBlock:
		b.Write(n.Lines().Value(src))
		if n.HasClosure() {
			b.Write(n.ClosureLine.Value(src))
		}
	case *ast.RawHTML:
		b.Write(n.Segments.Value(src))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.WriteString(rawHTML(c, src))
	}
	return b.String()
}
