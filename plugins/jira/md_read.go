package jira

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	source "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// mdReader reads Markdown with goldmark into blocks.
type mdReader struct{ src []byte }

func readMarkdown(s string) []block {
	never := regexp.MustCompile(`^[^\s\S]`)
	md := goldmark.New(goldmark.WithParser(plainParagraphs()), goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.NewLinkify(
		extension.WithLinkifyAllowedProtocols([]string{"http:", "https:", "ftp:"}),
		extension.WithLinkifyURLRegexp(bareURL),
		extension.WithLinkifyWWWRegexp(never),
		extension.WithLinkifyEmailRegexp(never),
	)))
	r := mdReader{[]byte(s)}
	return r.blocks(md.Parser().Parse(source.NewReader(r.src)))
}

// plainParagraphs reads Markdown whose definitions of links are text as any other:
// "[eth0]: down" looks like one, and would be lost.
func plainParagraphs() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(parser.DefaultBlockParsers()...), parser.WithInlineParsers(parser.DefaultInlineParsers()...))
}

func (r mdReader) blocks(parent ast.Node) []block {
	var out []block
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.block(n)...)
	}
	return blocksOf(out)
}

func (r mdReader) block(n ast.Node) []block {
	switch n := n.(type) {
	case *ast.Heading:
		return []block{{kind: heading, level: n.Level, spans: tidy(oneLineSpans(r.spans(n)))}}
	case *ast.FencedCodeBlock:
		return []block{{kind: codeBlock, lang: cleanLang(string(n.Language(r.src))), text: r.lines(n)}}
	case *ast.CodeBlock:
		return []block{{kind: codeBlock, text: r.lines(n)}}
	case *ast.HTMLBlock:
		raw := r.lines(n)
		if n.HasClosure() {
			raw += "\n" + string(n.ClosureLine.Value(r.src))
		}
		return []block{{kind: paragraph, spans: rawSpans(raw)}}
	case *ast.Blockquote:
		return []block{{kind: quoteBlock, kids: flatQuote(r.blocks(n))}}
	case *ast.ThematicBreak:
		return []block{{kind: rule}}
	case *ast.List:
		return r.list(n)
	case *east.Table:
		return []block{r.table(n)}
	}
	return []block{{kind: paragraph, spans: tidy(r.spans(n))}}
}

func (r mdReader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		at := n.Lines().At(i)
		b.Write(at.Value(r.src))
	}
	return canonical(b.String())
}

func rawSpans(s string) []span {
	var out []span
	for l := range strings.SplitSeq(s, "\n") {
		out = append(out, span{kind: plain, text: strings.TrimSpace(l)}, span{kind: lineBreak})
	}
	return tidy(out)
}

// list reads a list. What an item holds beside words and lists stands after it.
// Jira's numbers begin with 1: others are words.
func (r mdReader) list(n *ast.List) []block {
	b := block{kind: listBlock, ordered: n.IsOrdered() && n.Start == 1}
	var after []block
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		var it listItem
		for _, k := range r.blocks(item) {
			switch k.kind {
			case paragraph, heading:
				it.spans = append(append(it.spans, span{kind: lineBreak}), k.spans...)
			case listBlock:
				it.lists = append(it.lists, k)
			default:
				after = append(after, k)
			}
		}
		if it.spans = tidy(it.spans); n.IsOrdered() && !b.ordered {
			number := span{kind: plain, text: strconv.Itoa(n.Start+len(b.items)) + string(n.Marker) + " "}
			it.spans = tidy(append([]span{number}, it.spans...))
		}
		it.lists = blocksOf(it.lists)
		b.items = append(b.items, it)
	}
	return append([]block{b}, after...)
}

func (r mdReader) table(n *east.Table) block {
	b := block{kind: tableBlock}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells [][]span
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, tidy(oneLineSpans(r.spans(cell))))
		}
		b.rows = append(b.rows, cells)
	}
	return b
}

func (r mdReader) spans(parent ast.Node) []span {
	var out []span
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		out = append(out, r.span(n)...)
	}
	return out
}

func (r mdReader) span(n ast.Node) []span {
	switch n := n.(type) {
	case *ast.Text:
		s := []span{{kind: plain, text: literal(string(n.Value(r.src)))}}
		if n.SoftLineBreak() || n.HardLineBreak() {
			s = append(s, span{kind: lineBreak})
		}
		return s
	case *ast.String:
		return []span{{kind: plain, text: string(n.Value)}}
	case *ast.CodeSpan:
		return []span{{kind: code, text: r.codeText(n)}}
	case *ast.Emphasis:
		kind := emphasis
		if n.Level == 2 {
			kind = strong
		}
		return []span{{kind: kind, kids: tidyInside(r.spans(n))}}
	case *east.Strikethrough:
		return []span{{kind: strike, kids: tidyInside(r.spans(n))}}
	case *ast.Link:
		return linked(string(util.UnescapePunctuations(n.Destination)), append(r.spans(n), inBrackets(literal(string(n.Title)))...))
	case *ast.AutoLink:
		return r.autoLink(n)
	case *ast.Image:
		s := pictured(string(util.UnescapePunctuations(n.Destination)), plainText(r.spans(n)))
		return append(s, inBrackets(literal(string(n.Title)))...)
	case *ast.RawHTML:
		return []span{{kind: plain, text: strings.Join(strings.Fields(string(n.Segments.Value(r.src))), " ")}}
	}
	return r.spans(n)
}

// tidyInside keeps a style on one line: Jira's do not reach over a line's end.
func tidyInside(spans []span) []span { return oneLineSpans(spans) }

func (r mdReader) codeText(n ast.Node) string {
	var b strings.Builder
	for k := n.FirstChild(); k != nil; k = k.NextSibling() {
		if t, ok := k.(*ast.Text); ok {
			b.Write(t.Value(r.src))
		}
	}
	return oneLineCode(b.String())
}

// oneLineCode is what stands between marks of code: its blanks count.
func oneLineCode(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\n", " ", "\t", " ").Replace(s))
}

func linked(address string, kids []span) []span {
	safe, ok := safeURL(address)
	if !ok {
		return append(kids, inBrackets(harmless(address))...)
	}
	words := linkText(tidy(kids))
	if plainText(words) == "" { // nobody would see it
		words = []span{{kind: plain, text: safe}}
	}
	return []span{{kind: link, url: safe, kids: words}}
}

// inBrackets is what Jira's markup has no place for, behind what it belongs to.
func inBrackets(text string) []span {
	if text = oneLine(text); text == "" {
		return nil
	}
	return []span{{kind: plain, text: " (" + text + ")"}}
}

var script = regexp.MustCompile(`(?i)^\s*(javascript|vbscript|data)\s*:`)

// harmless is an address that leads nowhere by itself, to be shown in a text; ""
// for a script.
func harmless(address string) string {
	if script.MatchString(address) {
		return ""
	}
	return address
}

func (r mdReader) autoLink(n *ast.AutoLink) []span {
	address, label := string(n.URL(r.src)), string(n.Label(r.src))
	if n.AutoLinkType == ast.AutoLinkEmail {
		return linked("mailto:"+strings.TrimPrefix(address, "mailto:"), []span{{kind: plain, text: label}})
	}
	safe, ok := safeURL(address)
	if !ok {
		return []span{{kind: plain, text: label}}
	}
	return []span{{kind: link, url: safe, kids: []span{{kind: plain, text: safe}}}}
}

var fileName = regexp.MustCompile(`^[^\s!|]+\.[A-Za-z0-9]{2,5}$`)

// pictured is an image, of an attachment or on the web, and behind it its
// description; another one is its description and its address.
func pictured(address, text string) []span {
	if name, ok := strings.CutPrefix(address, attachment); ok && fileName.MatchString(name) {
		s := []span{{kind: image, url: address, text: name}}
		if text == name {
			return s
		}
		return append(s, inBrackets(text)...)
	}
	if safe, ok := safeURL(address); ok && !strings.Contains(safe, "!") && strings.HasPrefix(safe, "http") {
		return append([]span{{kind: image, url: safe}}, inBrackets(text)...)
	}
	return append([]span{{kind: plain, text: text}}, inBrackets(harmless(address))...)
}

var entity = regexp.MustCompile(`^&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// literal resolves Markdown's escapes and character references.
func literal(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && isPunct(rune(s[i+1])) {
			i++
			b.WriteByte(s[i])
			continue
		}
		if ref := entity.FindString(s[i:]); s[i] == '&' && ref != "" {
			b.WriteString(strings.Join(strings.Fields(" "+canonical(html.UnescapeString(ref))+" "), " "))
			i += len(ref) - 1
			continue
		}
		b.WriteByte(s[i])
	}
	return strings.ReplaceAll(b.String(), "\t", " ")
}
