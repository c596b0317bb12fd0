package servicenow

import (
	"context"
	"regexp"
	"strings"
	"unicode"

	htmltomarkdown "github.com/JohannesKaufmann/html-to-markdown/v2"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Render turns Markdown into the plain text that the tool's people read. A text
// that says the same already is kept byte for byte.
func (c *conn) Render(_ context.Context, texts []sdk.Text) ([]sdk.Native, error) {
	out := make([]sdk.Native, len(texts))
	for i, t := range texts {
		out[i] = render(t)
	}
	return out, nil
}

func render(t sdk.Text) sdk.Native {
	if t.Field == ticket.Title {
		if title := line(t.Markdown); title != line(string(t.Current)) {
			return sdk.Native(title)
		}
		return t.Current
	}
	text := plain(t.Markdown)
	if text == canon(string(t.Current)) || t.Markdown == markdown(string(t.Current)) {
		return t.Current
	}
	return sdk.Native(text)
}

// canon removes what the instance or a browser may change without a meaning: the
// kind of line ends, spaces at the end of a line and at both ends of the text, and
// characters that no text should hold.
func canon(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimRightFunc(lines[i], unicode.IsSpace)
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// line is canon for a text of one line.
func line(s string) string { return disarm(strings.Join(strings.Fields(canon(s)), " ")) }

var codeTag = regexp.MustCompile(`(?i)\[\s*(/?)\s*(code)\s*\]`)

// disarm takes the power from [code] tags, between which the instance renders
// HTML into its agents' pages. A bracket taken away cannot make a new tag out of
// the rest, so once is enough.
func disarm(s string) string { return codeTag.ReplaceAllString(canon(s), "(${1}${2})") }

var codeBlock = regexp.MustCompile(`(?is)\[code\](.*?)\[/code\]`)

// markdown turns a text of the tool's people into Markdown that shows the same.
// HTML between [code] tags becomes Markdown too; all else is plain text.
func markdown(text string) string {
	text = canon(text)
	if !codeBlock.MatchString(text) {
		return quote(text)
	}
	var b strings.Builder
	at := 0
	for _, m := range codeBlock.FindAllStringSubmatchIndex(text, -1) {
		b.WriteString(quote(text[at:m[0]]))
		b.WriteString(fromHTML(text[m[2]:m[3]]))
		at = m[1]
	}
	b.WriteString(quote(text[at:]))
	return b.String()
}

func fromHTML(html string) string {
	md, err := htmltomarkdown.ConvertString(html)
	if err != nil {
		return quote(html)
	}
	return md
}
