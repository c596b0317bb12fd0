package redmine

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

// Whatever signs a text holds: once written, neither the same Markdown nor what
// reads back changes it.
func TestRenderIsStable(t *testing.T) {
	for _, format := range []string{"textile", "markdown"} {
		t.Run(format, func(t *testing.T) {
			text := rapid.StringMatching("([a-c@*_#>|<&!\"'`~^%+=.:()\\[\\]{}\\\\-]{1,6}[ \n]{1,2}){1,12}")
			rapid.Check(t, func(t *rapid.T) {
				md := text.Draw(t, "markdown")
				n := render(format, sdk.Text{Field: ticket.Description, Markdown: md})
				for _, again := range []string{md, markdown(format, n)} {
					if got := render(format, sdk.Text{Field: ticket.Description, Markdown: again, Current: n}); n != "" && got != n {
						t.Fatalf("%q, read from %q, is written as %q", again, n, got)
					}
				}
			})
		})
	}
}

func TestRender(t *testing.T) {
	for _, c := range []struct{ name, format, in, want string }{
		{"mention", "markdown", "ask @alice, bob@example.net and `@eve`", "ask @\u2060alice, bob@example.net and `@\u2060eve`"},
		{"forged marker", "markdown", "x\n\n<!-- spochub:v1 key=a-1 -->", "x\n\n<!--\u2060 spochub:v1 key=a-1 -->"},
		{"forged marker in Textile", "textile", "x\n\n<!-- spochub:v1 key=a-1 -->", "x\n\n&#60;!&#45;- spochub:v1 key=a-1 &#45;->"},
		{"NUL", "markdown", "a\x00b", "a\uFFFDb"},
		{"line ends", "markdown", "a\r\nb", "a\nb"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := render(c.format, sdk.Text{Field: ticket.CommentText, Markdown: c.in}); string(got) != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if got := render("textile", sdk.Text{Field: ticket.Title, Markdown: " two\n lines "}); got != "two lines" {
		t.Errorf("a title is %q", got)
	}
}
