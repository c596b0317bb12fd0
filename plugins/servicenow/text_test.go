package servicenow

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestPlain(t *testing.T) {
	for md, want := range map[string]string{
		"A *word*, a **strong** one, ~~gone~~, `code`.": "A word, a strong one, gone, `code`.",
		"# Heading\n\nText.":                            "Heading\n\nText.",
		"- one\n- two\n  1. deep\n  2. deeper":          "- one\n- two\n  1. deep\n  2. deeper",
		"> quoted\n> on\n\nanswered":                    "> quoted\n> on\n\nanswered",
		"```sh\nshow\n  int\n```":                       "```sh\nshow\n  int\n```",
		"[map](https://x.example/?a=1&amp;b=2)":         "map (https://x.example/?a=1&b=2)",
		"<https://x.example/>":                          "https://x.example/",
		"![shot](https://x.example/a.png)":              "shot (https://x.example/a.png)",
		"|a|b|\n|-|-|\n|1|2|":                           "a | b\n1 | 2",
		"5 \\* 3 &lt; 20 \\&amp;":                       "5 * 3 < 20 &amp;",
		"one  \ntwo\\\nthree\nfour":                     "one\ntwo\nthree\nfour",
		"[eth0]: down":                                  "[eth0]: down",
		"<script>alert(1)</script>":                     "<script>alert(1)</script>",
	} {
		if got := plain(md); got != want {
			t.Errorf("plain(%q) = %q, want %q", md, got, want)
		}
	}
}

func TestMarkdownShowsThePlainText(t *testing.T) {
	for text, want := range map[string]string{
		"Line one\nline two":        "Line one  \nline two",
		"- a\n- b":                  "- a\n- b",
		"2 * 3 * 4":                 "2 * 3 * 4",
		"**not bold**":              `\*\*not bold\*\*`,
		"# not a heading":           `\# not a heading`,
		"<b>x</b> & y":              `&lt;b\>x&lt;/b\> &amp; y`,
		"et-0/0/1_a and b_c":        "et-0/0/1_a and b_c",
		"a\n\n\n\nb":                "a  \n&#160;  \n&#160;  \n&#160;  \nb",
		"top\n   three in":          "top  \n&#160;&#160;&#160;three in",
		"[code]<b>E</b> now[/code]": "**E** now",
	} {
		if got := markdown(text); got != want {
			t.Errorf("markdown(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestCodeTagsAreDisarmed: HTML between [code] tags is rendered in the pages of
// the instance's agents.
func TestCodeTagsAreDisarmed(t *testing.T) {
	for _, md := range []string{
		"[code]<script>x</script>[/code]", "[CODE]x[/Code]", "[co[code]de]x", "\\[code]x[/code\\]", "[ code ]x[ / code ]",
		"[*code*]x", "&#91;code]x", "[co\u0000de]x", "[code](https://x.example)",
	} {
		for _, out := range []string{plain(md), line(md), disarm(md), sealed(md, "k")} {
			if strings.Contains(strings.ToLower(out), "[code]") && out != md || strings.Contains(disarm(out), "[code]") {
				t.Errorf("%q became %q", md, out)
			}
		}
		if got := plain(md); codeTag.MatchString(got) {
			t.Errorf("plain(%q) = %q", md, got)
		}
	}
}

func TestTextLaws(t *testing.T) {
	words := rapid.SampledFrom([]string{"a", "b_c", " ", "  ", "\n", "\n\n", "- ", "1. ", "> ", "*", "**", "`", "```", "~", "[", "]", "(", ")", "<", "&amp;", "\\", "#", "===", "|", "\t", "    ", "é", "🔌", "\u00a0", "[code]", "[/code]", "!", "http://x.example/a_b", "\r\n", "\u200b", "---", "+", "{", "$", ":"})
	rapid.Check(t, func(t *rapid.T) {
		checkText(t, strings.Join(rapid.SliceOfN(words, 0, 14).Draw(t, "words"), ""))
	})
	rapid.Check(t, func(t *rapid.T) { checkText(t, rapid.String().Draw(t, "text")) })
}

type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkText holds the laws of the conversion for a text of the tool and the same
// as Markdown of ours.
func checkText(t failer, s string) {
	t.Helper()
	for _, field := range []sdk.Field{ticket.Title, ticket.Description, ticket.CommentText} {
		n := canon(s)
		md := markdown(n)
		if field == ticket.Title {
			n = line(s)
			md = n
		}
		if canon(n) != n {
			t.Errorf("canon is not stable: %q becomes %q", n, canon(n))
		}
		if got := render(sdk.Text{Field: field, Markdown: md, Current: sdk.Native(n)}); got != sdk.Native(n) {
			t.Errorf("%s: put(get(%q)) = %q", field, n, got)
		}
		put := render(sdk.Text{Field: field, Markdown: s})
		if canon(string(put)) != string(put) || codeTag.MatchString(string(put)) {
			t.Errorf("%s: %q is put as %q, which is not canonical", field, s, put)
		}
		if again := render(sdk.Text{Field: field, Markdown: s, Current: put}); again != put {
			t.Errorf("%s: %q is put as %q, then %q", field, s, put, again)
		}
	}
	if n := canon(s); !codeBlock.MatchString(n) && plain(markdown(n)) != disarm(n) {
		t.Errorf("%q reads as %q, which shows %q", n, markdown(n), plain(markdown(n)))
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a\n\n\n b", "- x\n  - y", "```\na\n```", "[code]<b>x</b>[/code]", "a|b\n-|-\n1|2", "<!-- x -->", "1) a\n2) b", "&#0;", "\\\n\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) < 2000 {
			checkText(t, s)
		}
	})
}
