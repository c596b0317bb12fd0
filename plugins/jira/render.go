package jira

import (
	"context"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Render turns Markdown into wiki text. What stands there already is kept to the
// byte if it says the same.
func (c *conn) Render(_ context.Context, texts []sdk.Text) ([]sdk.Native, error) {
	natives := make([]sdk.Native, len(texts))
	for i, t := range texts {
		natives[i] = render(t)
	}
	return natives, nil
}

func render(t sdk.Text) sdk.Native {
	if t.Field == ticket.Title {
		return sdk.Native(oneLine(t.Markdown))
	}
	wiki := ToWiki(t.Markdown)
	if says := ToMarkdown(string(t.Current)); t.Current != "" && (says == canonical(t.Markdown) || says == ToMarkdown(wiki)) {
		return t.Current
	}
	return sdk.Native(wiki)
}

// canonical drops what Jira may change without anybody's doing: line ends, space
// at the end of a line, blank lines at either end, control characters.
func canonical(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// oneLine is a summary: one line without control characters.
func oneLine(s string) string { return strings.Join(strings.Fields(canonical(s)), " ") }
