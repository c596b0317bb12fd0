package textile

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	gfm "github.com/yuin/goldmark/extension/ast"
)

// inlines writes the spans inside of a block.
func (w writer) inlines(n ast.Node) string {
	var b strings.Builder
	plain := ""
	flush := func(more bool) {
		b.WriteString(escape(plain, b.String(), more))
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
		flush(true)
		text := w.span(c)
		_, leads := c.(*ast.Link)
		if leads && runsOn(b.String()) {
			b.WriteString(" ")
		}
		b.WriteString(text)
		if next, ok := c.NextSibling().(*ast.Text); leads && ok && !ends(w.words(next)) {
			b.WriteString(" ")
		}
	}
	flush(false)
	return b.String()
}

// runsOn reports whether a link behind a text would be taken for a part of it.
func runsOn(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return text != "" && (wordly(last) || last == '"')
}

var behind = regexp.MustCompile(`^(?:[.,;:!?)\]]*(?:\s|$))`)

// ends reports whether an address ends where a text begins.
func ends(text string) bool { return behind.MatchString(text) }

// words is a piece of text as it reads: without Markdown's escapes.
func (w writer) words(t *ast.Text) string {
	s := unescape(string(t.Segment.Value(w.src)))
	if t.SoftLineBreak() || t.HardLineBreak() {
		s = strings.TrimRight(s, " \t") + "\n"
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
		if n.AutoLinkType == ast.AutoLinkEmail {
			return escape(string(n.Label(w.src)), "", false)
		}
		return unpaged(string(n.URL(w.src)))
	case *ast.Link:
		return link(w.inlines(n)+inBrackets(string(n.Title)), string(n.Destination))
	case *ast.Image:
		return picture(string(n.Destination)) + inBrackets(w.plain(n)) + inBrackets(string(n.Title))
	case *ast.RawHTML:
		return escape(string(n.Segments.Value(w.src)), "", false)
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
	return lineEnd.ReplaceAllString(b.String(), " ")
}

// lineEnd is a line's end with the spaces before it, which nobody sees.
var lineEnd = regexp.MustCompile(`[ \t]*\n`)

// inlineCode uses the tag: between two @ the first word would page whoever has
// it for a login.
func inlineCode(code string) string {
	code = ending.ReplaceAllString(code, "<"+joiner+"/$1")
	return "<code>" + mention.ReplaceAllString(code, "${1}@"+joiner+"${2}") + "</code>"
}

// plain is what a node says without its styles.
func (w writer) plain(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.WriteString(string(t.Segment.Value(w.src)) + " ")
		}
		b.WriteString(w.plain(c))
	}
	return strings.TrimSpace(b.String())
}

// inBrackets is what Textile has no place for, behind what it belongs to.
func inBrackets(text string) string {
	if text = strings.Join(strings.Fields(unescape(text)), " "); text == "" {
		return ""
	}
	return " (" + escape(text, "(", false) + ")"
}

func picture(url string) string {
	if shown := "!" + target(url) + "!"; pictured.MatchString(shown) && !script.MatchString(url) {
		return shown
	}
	return escape(harmless(url), "", false)
}

// script matches an address that would run something.
var script = regexp.MustCompile(`(?i)^\s*(?:javascript|vbscript|data)\s*:`)

// harmless is an address to be shown as text, "" for a script.
func harmless(url string) string {
	if script.MatchString(url) {
		return ""
	}
	return url
}

var goal = regexp.MustCompile(`^(?i:https?://|mailto:|ftp://|/|#)`)

func link(label, url string) string {
	if !goal.MatchString(url) {
		return label + inBrackets(harmless(url))
	}
	url = brackets.Replace(target(url))
	if label == "" || label == url {
		return url
	}
	return `"` + strings.ReplaceAll(strings.ReplaceAll(label, `"`, entity('"')), "\n", " ") + `":` + url
}

// brackets and what else may end an address are taken for text there.
var brackets = strings.NewReplacer("(", "%28", ")", "%29", "[", "%5B", "]", "%5D")

// target is an address without what would end it in Textile.
func target(url string) string {
	return unpaged(strings.NewReplacer(" ", "%20", "\n", "", `"`, "%22", "<", "%3C", ">", "%3E", "|", "%7C", "!", "%21").Replace(url))
}

// unpaged is an address in which nobody is paged: Redmine looks for names there, too.
func unpaged(url string) string { return mention.ReplaceAllString(url, "${1}%40${2}") }
