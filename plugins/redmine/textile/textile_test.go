package textile_test

import (
	"html"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/spochub/spochub/plugins/redmine/textile"
)

// pairs say the same in both, both ways.
var pairs = []struct{ name, markdown, textile string }{
	{"line", "One line.", "One line."},
	{"paragraphs", "Two\n\nparagraphs.", "Two\n\nparagraphs."},
	{"break", "A line\nand the next.", "A line\nand the next."},
	{"emphasis", "A *word*, a **strong** one, ~~none~~ and `code`.", "A _word_, a *strong* one, -none- and <code>code</code>."},
	{"nested emphasis", "**a *b* c**", "*a _b_ c*"},
	{"heading", "# Heading\n\nText.", "h1. Heading\n\nText."},
	{"bullets", "- one\n- two\n  - deep\n- three", "* one\n* two\n** deep\n* three"},
	{"numbers", "1. one\n1. two", "# one\n# two"},
	{"mixed list", "1. one\n   - deep", "# one\n#* deep"},
	{"quote", "> quoted\n> more\n\nanswered", "> quoted\n> more\n\nanswered"},
	{"quoted list", "> - a\n> - b", "> * a\n> * b"},
	{"code", "```\nshow <interface> *x*\n\n# y\n```", "<pre>\nshow <interface> *x*\n\n# y\n</pre>"},
	{"code with language", "```go\nx := 1\n```", "<pre><code class=\"go\">\nx := 1\n</code></pre>"},
	{"link", "[a link](https://example.net/path?x=1&y=2) ok", `"a link":https://example.net/path?x=1&y=2 ok`},
	{"address", "See https://example.net/a_b_c.", "See https://example.net/a_b_c."},
	{"image", "![](https://example.net/a.png)", "!https://example.net/a.png!"},
	{"rule", "a\n\n---\n\nb", "a\n\n---\n\nb"},
	{"table", "| a | b |\n| --- | --- |\n| 1 | **2** |", "|_. a |_. b |\n| 1 | *2* |"},
	{"one letter", `*Y* \_\_{c}`, "_Y_ &#95;_{c}"},
	{"mention", "ask @alice or bob@example.net", "ask &#64;alice or bob@example.net"},
	{"literal signs", `2 \* 3, snake_case, \*no\*`, "2 * 3, snake_case, &#42;no*"},
	{"starts", "\\# no heading\n\\| no table", "&#35; no heading\n&#124; no table"},
	{"html", `a \<b> c`, "a <b> c"},
	{"entity", "&amp;amp; and &", "&#38;amp; and &"},
	{"path", `\\\\server\\share`, `\\server\share`},
	{"unicode", "Umlauts äöü, CJK 回線断, emoji 🔌.", "Umlauts äöü, CJK 回線断, emoji 🔌."},
}

// What looks like the definition of a link is what somebody wrote.
func TestDefinitionsAreText(t *testing.T) {
	if got := textile.Write("[eth0]: down\n\n[x]: <y>"); got != "[eth0]: down\n\n[x]: <y>" {
		t.Errorf("%q", got)
	}
}

func TestWrite(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			if diff := cmp.Diff(p.textile, textile.Write(p.markdown)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRead(t *testing.T) {
	for _, p := range pairs {
		t.Run(p.name, func(t *testing.T) {
			if diff := cmp.Diff(p.markdown, textile.Read(p.textile)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What people write in Redmine and we never do.
func TestReadOnly(t *testing.T) {
	for _, p := range []struct{ name, textile, markdown string }{
		{"code sign", "Run @show int@ now", "Run `show int` now"},
		{"block quote", "bq. They said so", "> They said so"},
		{"styled heading", "h2(#id). Title", "## Title"},
		{"CRLF", "a\r\n\r\nb\r\n", "a\n\nb"},
		{"list after a line", "Steps:\n* one\n* two", "Steps:\n\n- one\n- two"},
		{"mail", "-----Original-----\nFrom: x", "\\-----Original-----\nFrom: x"},
		{"open pre", "<pre>\nnever closed", "\\<pre>\nnever closed"},
		{"no emphasis", "a_b_c 3*4*5 x - y - z", "a_b_c 3\\*4\\*5 x - y - z"},
		{"relative link", `"wiki":/projects/x/wiki`, "[wiki](/projects/x/wiki)"},
	} {
		t.Run(p.name, func(t *testing.T) {
			if diff := cmp.Diff(p.markdown, textile.Read(p.textile)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A code span pages nobody, whatever its words are.
func TestCodeMentionsNobody(t *testing.T) {
	got := textile.Write("`@alice`")
	if strings.Contains(got, "@alice") {
		t.Errorf("got %q", got)
	}
	if back := textile.Read(got); back != "`@alice`" {
		t.Errorf("read back as %q", back)
	}
}

// document generates blocks of lines of words.
func document(word *rapid.Generator[string]) *rapid.Generator[string] {
	line := rapid.Map(rapid.SliceOfN(word, 1, 6), func(w []string) string { return "We " + strings.Join(w, " ") })
	block := rapid.OneOf(
		line,
		rapid.Map(line, func(s string) string { return "**" + s + "**" }),
		rapid.Map(line, func(s string) string { return "- " + s + "\n  - " + s }),
		rapid.Map(line, func(s string) string { return "## " + s }),
		rapid.Map(line, func(s string) string { return "> " + s }),
		rapid.Map(line, func(s string) string { return "```\n" + s + "\n```" }),
	)
	return rapid.Map(rapid.SliceOfN(block, 1, 4), func(b []string) string { return strings.Join(b, "\n\n") })
}

// Reading what was written is a fixed point for text as people write it.
func TestFixpoint(t *testing.T) {
	word := rapid.StringMatching(`[("]?[a-zA-Z0-9äß回🔌]{1,6}([-_@/.][a-z]{1,3})?[.,;:!?)"]?|[*#>|<&-]`)
	rapid.Check(t, func(t *rapid.T) {
		markdown := document(word).Draw(t, "markdown")
		read := textile.Read(textile.Write(markdown))
		if again := textile.Read(textile.Write(read)); again != read {
			t.Fatalf("read    %q\nwritten %q\nread    %q", read, textile.Write(read), again)
		}
	})
}

// Whatever signs stand around them, no letter is lost on the way there and back.
func TestNoLoss(t *testing.T) {
	word := rapid.StringMatching("[a-zA-Z0-9äß回🔌_*@<>{}\"'|!.,#^~%+=&()`\\\\-]{1,8}")
	rapid.Check(t, func(t *rapid.T) {
		markdown := document(word).Draw(t, "markdown")
		written := textile.Write(markdown)
		want, got := letters(html.UnescapeString(markdown)), letters(html.UnescapeString(textile.Read(written)))
		if want != got {
			t.Fatalf("written %q, read %q", written, textile.Read(written))
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func FuzzRead(f *testing.F) {
	for _, p := range pairs {
		f.Add(p.textile)
	}
	f.Fuzz(func(_ *testing.T, s string) { textile.Write(textile.Read(s)) })
}
