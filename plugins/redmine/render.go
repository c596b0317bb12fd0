package redmine

import (
	"context"
	"regexp"
	"strings"

	"github.com/spochub/spochub/plugins/redmine/textile"
	"github.com/spochub/spochub/sdk"
	md "github.com/spochub/spochub/sdk/markdown"
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

var (
	live  = regexp.MustCompile(`(^|[^A-Za-z0-9_])@([A-Za-z0-9])|<!--( *spochub:)`)
	macro = regexp.MustCompile(`\{\{[A-Za-z0-9_]`)
)

// neutral puts joiners into what Redmine would act on. Macros in code are shown
// as they are, and left so.
func neutral(text string) string {
	var b strings.Builder
	at := 0
	for _, kept := range md.Code(text) {
		b.WriteString(tame(text[at:kept[0]]))
		b.WriteString(text[kept[0]:kept[1]])
		at = kept[1]
	}
	b.WriteString(tame(text[at:]))
	return live.ReplaceAllStringFunc(b.String(), func(s string) string {
		if rest, ok := strings.CutPrefix(s, "<!--"); ok {
			return "<!--" + joiner + rest
		}
		at := strings.LastIndexByte(s, '@') + 1
		return s[:at] + joiner + s[at:]
	})
}

func tame(text string) string {
	return macro.ReplaceAllStringFunc(text, func(s string) string { return "{" + joiner + s[1:] })
}

// printable replaces what a database cannot hold, and drops joiners, so that
// those in a tool's text are ours.
func printable(s string) string {
	return strings.NewReplacer("\x00", "\uFFFD", joiner, "").Replace(strings.ToValidUTF8(marker.Canon(s), "\uFFFD"))
}
