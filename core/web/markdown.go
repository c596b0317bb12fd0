package web

import (
	"bytes"
	"html/template"
	"regexp"
	"slices"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/spochub/spochub/core/request"
)

// markdown renders what people wrote: nothing of it could act, and nothing of it
// is lost. What looks like HTML is what they wrote, and is shown as such.
type markdown struct {
	convert goldmark.Markdown
	clean   *bluemonday.Policy
}

func newMarkdown() *markdown {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code",
		"em", "strong", "del", "table", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("start").Matching(bluemonday.Integer).OnElements("ol")
	p.AllowAttrs("href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	return &markdown{
		convert: goldmark.New(
			goldmark.WithParser(literal()),
			goldmark.WithExtensions(extension.Strikethrough, extension.Table, extension.Linkify),
			goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(imageAsLink{}, 1))),
		),
		clean: p,
	}
}

// literal reads Markdown without the parts whose text would not be seen: raw
// HTML, and definitions of links ("[eth0]: down" is one).
func literal() parser.Parser {
	without := func(list []util.PrioritizedValue, drop ...any) []util.PrioritizedValue {
		return slices.DeleteFunc(list, func(p util.PrioritizedValue) bool { return slices.Contains(drop, p.Value) })
	}
	links := parser.NewAutoLinkParser()
	return parser.NewParser(
		parser.WithBlockParsers(without(parser.DefaultBlockParsers(), parser.NewHTMLBlockParser())...),
		parser.WithInlineParsers(without(parser.DefaultInlineParsers(), parser.NewRawHTMLParser(), links)...),
		parser.WithInlineParsers(util.Prioritized(autoLink{links}, 300)),
	)
}

// autoLink makes links of addresses in angle brackets that a page may link to;
// the brackets of others, such as <vlan:100>, stay.
type autoLink struct{ parser.InlineParser }

var linkable = regexp.MustCompile(`(?i)^<(https?|mailto|tel):|^<[^:<>\s]+@`)

func (a autoLink) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if line, _ := block.PeekLine(); !linkable.Match(line) {
		return nil
	}
	return a.InlineParser.Parse(parent, block, pc)
}

// html is safe to put into a page.
func (m *markdown) html(source string) template.HTML {
	var b bytes.Buffer
	source = request.Straight(source)
	if err := m.convert.Convert([]byte(source), &b); err != nil {
		return template.HTML("<pre>" + template.HTMLEscapeString(source) + "</pre>") //nolint:gosec // it is escaped
	}
	return template.HTML(m.clean.SanitizeBytes(b.Bytes())) //nolint:gosec // it is cleaned
}

// imageAsLink shows a picture as a link: opening a page must load nothing from
// elsewhere.
type imageAsLink struct{}

func (imageAsLink) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindImage, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		image := n.(*ast.Image)
		if !entering {
			_, err := w.WriteString("</a>")
			return ast.WalkContinue, err
		}
		_, _ = w.WriteString(`<a href="`)
		_, _ = w.Write(util.EscapeHTML(util.URLEscape(image.Destination, true)))
		_, err := w.WriteString(`">`)
		if n.ChildCount() == 0 {
			_, err = w.Write(util.EscapeHTML(image.Destination))
		}
		return ast.WalkContinue, err
	})
}
