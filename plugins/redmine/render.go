package redmine

import (
	"context"
	"regexp"
	"strings"

	"github.com/spochub/spochub/plugins/redmine/textile"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Render writes Markdown in the site's text format, so that it pages nobody.
func (c *conn) Render(_ context.Context, texts []sdk.Text) ([]sdk.Native, error) {
	natives := make([]sdk.Native, len(texts))
	for i, t := range texts {
		natives[i] = render(c.TextFormat, t)
	}
	return natives, nil
}

func render(format string, t sdk.Text) sdk.Native {
	text := printable(t.Markdown)
	if t.Field == ticket.Title {
		return sdk.Native(strings.Join(strings.Fields(text), " "))
	}
	native := write(format, text)
	if t.Current == "" {
		return native
	}
	if said := markdown(format, t.Current); said == text || said == markdown(format, native) {
		return t.Current
	}
	return native
}

func write(format, text string) sdk.Native {
	if format == "markdown" {
		return sdk.Native(neutral(text))
	}
	return sdk.Native(textile.Write(text))
}

// markdown reads a text in the site's format.
func markdown(format string, n sdk.Native) string {
	if format == "markdown" {
		return strings.ReplaceAll(string(n), joiner, "")
	}
	return textile.Read(string(n))
}

// joiner is an invisible character. Redmine looks for mentions in the raw text,
// code included, so that a break is the only way not to page anybody.
const joiner = "\u2060"

var live = regexp.MustCompile(`(^|[^A-Za-z0-9_])@([A-Za-z0-9])|<!--( *spochub:)`)

func neutral(text string) string {
	return live.ReplaceAllStringFunc(text, func(s string) string {
		if rest, ok := strings.CutPrefix(s, "<!--"); ok {
			return "<!--" + joiner + rest
		}
		return strings.Replace(s, "@", "@"+joiner, 1)
	})
}

// printable replaces what a database cannot hold.
func printable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(marker.Canon(s), "\uFFFD"), "\x00", "\uFFFD")
}
