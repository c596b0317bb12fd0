package jira

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/spochub/spochub/sdk/markdown"
)

// Text is read into blocks and spans and written from them, in either markup.
type (
	block struct {
		kind    blockKind
		level   int    // of a heading
		lang    string // of code
		text    string // of code
		spans   []span // of a paragraph or heading
		kids    []block
		ordered bool
		items   []listItem
		rows    [][][]span // of a table; the first one is its header
	}

	listItem struct {
		spans []span
		lists []block
	}

	span struct {
		kind spanKind
		text string // of text and code; the description of an image
		url  string
		kids []span
	}

	blockKind int
	spanKind  int
)

const (
	paragraph blockKind = iota
	heading
	codeBlock
	quoteBlock
	listBlock
	tableBlock
	rule
)

const (
	plain spanKind = iota
	code
	strong
	emphasis
	strike
	link
	image
	lineBreak
)

// ToMarkdown turns Jira's wiki text into Markdown. Writing the answer as wiki
// text and reading it again gives the same answer.
func ToMarkdown(wiki string) string {
	return markdown.Stable(writeMarkdown(readWiki(canonical(wiki))), func(md string) string { return writeMarkdown(readWiki(toWiki(md))) })
}

// ToWiki turns Markdown into wiki text that mentions nobody. Writing what it
// reads as gives the same text.
func ToWiki(md string) string {
	return markdown.Stable(toWiki(md), func(wiki string) string { return toWiki(ToMarkdown(wiki)) })
}

func toWiki(md string) string {
	return canonical(writeWiki(readMarkdown(canonical(md))))
}

// safeURL returns an address that may stand in a text of either markup, and
// false for one that is no address or would run a script.
func safeURL(raw string) (string, bool) {
	raw = strings.TrimSpace(raw)
	u, err := url.Parse(raw)
	if err != nil || !slices.Contains([]string{"http", "https", "mailto", "ftp"}, strings.ToLower(u.Scheme)) || u.Host == "" && u.Opaque == "" {
		return "", false
	}
	var b strings.Builder
	for _, r := range raw {
		if r <= ' ' || strings.ContainsRune("<>|[]{}\\^`\"", r) {
			b.WriteString(url.QueryEscape(string(r)))
			continue
		}
		b.WriteRune(r)
	}
	_, err = url.Parse(b.String()) // a host takes no escapes
	return b.String(), err == nil
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isPunct(r rune) bool { return r < 128 && (unicode.IsPunct(r) || unicode.IsSymbol(r)) }

// plainText is what spans say without their styles.
func plainText(spans []span) string {
	var b strings.Builder
	for _, s := range spans {
		if s.kind == lineBreak {
			b.WriteByte(' ')
		}
		b.WriteString(s.text)
		b.WriteString(plainText(s.kids))
	}
	return b.String()
}

// oneLineSpans replaces line breaks by blanks, where the markup has no lines.
func oneLineSpans(spans []span) []span {
	out := slices.Clone(spans)
	for i, s := range out {
		if s.kind == lineBreak {
			out[i] = span{kind: plain, text: " "}
		}
		out[i].kids = oneLineSpans(s.kids)
	}
	return out
}
