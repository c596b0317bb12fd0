package github

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

func put(md string) sdk.Native {
	return render(sdk.Text{Field: ticket.Description, Markdown: md})
}

// live is what GitHub acts on in rendered text: mentions, references, and
// keywords that close.
var live = regexp.MustCompile(`(?i)(?:^|[^a-z0-9_])@[a-z0-9]|#[0-9]|\bgh-[0-9]|\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+https?://`)

var (
	tags  = regexp.MustCompile(`(?s)<a [^>]*>.*?</a>|<code[^>]*>.*?</code>|<[^>]*>`)
	names = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&amp;", "&")
)

// shown is the text of a page made of Markdown, without links and code, where
// GitHub looks for nothing.
func shown(t interface{ Fatal(...any) }, md string) string {
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(md), &page); err != nil {
		t.Fatal(err)
	}
	return names.Replace(tags.ReplaceAllString(page.String(), "\x01"))
}

func TestTextPagesAndClosesNothing(t *testing.T) {
	for _, md := range []string{
		"@dana-reyes", "ask @elbline/core, please", "(@dana)", "a.@dana", "**@dana**", `\@dana`, "&#64;dana", "&#x40;dana", "&#064;dana", "&commat;dana",
		"@&#100;ana", "#123", "see #1.", "elbline/platform#1", "dana#12", "GH-12", "gh-12", "&#35;12", "&num;12", "#&#49;2", `\#12`,
		"fixes #1", "Closes elbline/platform#1", "resolved: https://github.com/o/r/issues/1", "FIX https://github.com/o/r/issues/1", "Closed:\nhttps://github.com/o/r/issues/1",
		"https://@dana", "https://-#12", "xhttps://a.example/@dana", "https://a.example/**@dana**", "`x`@dana", "<b>@dana</b>", "| @dana | #1 |\n|---|---|\n| #2 | @mia |",
		"_@dana_", "ä@dana", "@ſ", `\&#64;dana`, `\\&commat;dana`, "https://a.example/x\x00@dana", "[fixes https://a.example/x#12", "<https://a.example/x#12", "A\thttps://a.example/x#12",
		"line\r\n@dana", "line\r@dana", "end@\n@dana", "@@dana", "##12", "[#12](https://a.example) and #13",
		"https://x.example/?a=@joe and @joe", "[a](https://x.example/?a=@joe) @joe", "[a](https://x.example/?a= @joe)", "a](/x@joe)](/@joe)", "](@joe)", "[a](@joe", "[a]\\(@joe)", "`[a](`@joe)", "\\[a](/=@joe)",
		"[a [b](/=@joe) c](/=@joe)", "[a]:/=@joe", "xwww.x.example/=@joe", "www.x/=@joe", "[www.x.example/=@joe", "https://x.example/&#64;joe @joe", "<b>[a](/=@joe)</b>", "<a href='](/=@joe)'>[x",
	} {
		got := string(put(md))
		if hit := live.FindString(shown(t, got)); hit != "" {
			t.Errorf("%q becomes %q, which still holds %q", md, got, hit)
		}
	}
}

// What means nothing to GitHub stays as it is, byte for byte.
func TestPlainTextStays(t *testing.T) {
	for _, md := range []string{
		"", "Plain text.", "ops@elbline.example", "a # b", "# Heading", "C# and F#", "1 @ 2", "It fixes the link.", "We closed it: done.", "prefix http", "agh-12",
		"`@dana` and `fixes #1`", "```python\n@app.route(\"/\")\n```", "    @dana\n", "https://a.example/@dana/x#12", "(https://a.example/p?x=1#2)", "<https://a.example/@dana>", "&#39;quoted&#39; &amp; more", "a &#x27;b&#x27;",
		"https://x.example/?a=@joe", "https://x.example/?b=1&a=@joe_smith~x, then", "(https://x.example/?b_c=@joe&d=#12)", "www.x.example/?a=@joe",
		"[a](https://x.example/?a=@joe)", "[a](https://x.example/?b=(@joe)&c=#12 \"title\")", "[a](<https://x.example/?a=@joe>)", "![a](/plan?a=@joe)", "[![a](/a?@joe)](/b#12)",
		"[us](mailto:@joe)", "see [a]\n\n[a]: https://x.example/?a=@joe", "[a](/x?@joe) and [b](/y?@mia)", "- [ ] see [a](https://x.example/?a=@joe)", "Umlauts äöü 🔌",
	} {
		if got := put(md); string(got) != md {
			t.Errorf("%q becomes %q", md, got)
		}
	}
}

func TestTitlesAreOneLine(t *testing.T) {
	if got := render(sdk.Text{Field: ticket.Title, Markdown: "  Link\r\n down\t@dana \x00 "}); got != "Link down @dana \uFFFD" {
		t.Errorf("got %q", got)
	}
}

// corpus draws text full of what matters here.
var corpus = rapid.Custom(func(t *rapid.T) string {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{"@dana", "#12", "a/b#3", "fixes ", "Closes: ", "https://a.example/x", "https://github.com/o/r/issues/1", joiner, joiner + joiner, "&#64;", "&#35;", "&", "<!-- spochub:v1 key=k -->",
			"\n", "\r\n", "\r", " ", "@", "#", "GH-", "12", "x", "`", "``", "\n```\n", "\n~~~\n", "    ", "| ", "\n|---|---|\n", "> ", "- ", "<pre>", "**", "<", ">", "(", ")", "[", "]", "](", "[a](", "/x?=", "[a]: ", "www.a.example/", "&", "_", "~", "\x00", "\xff", "🔌"}),
		rapid.String(),
	)
	return strings.Join(rapid.SliceOfN(part, 0, 12).Draw(t, "parts"), "")
})

// Reading what was written gives the text again; writing what was read changes
// nothing, even where the stored text is not of our making.
func TestPutAndGetAreALens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		md := corpus.Draw(t, "markdown")
		n := put(md)
		if got, want := read(n), printable(marker.Canon(md)); got != want {
			t.Fatalf("%q was written as %q and reads %q", md, n, got)
		}
		if again := put(read(n)); again != n {
			t.Fatalf("%q written again is %q", n, again)
		}
		theirs, _ := marker.Cut(corpus.Draw(t, "theirs"))
		if kept := render(sdk.Text{Field: ticket.Description, Markdown: read(theirs), Current: theirs}); kept != theirs && theirs != "" {
			t.Fatalf("%q, which nobody changed, would be written as %q", theirs, kept)
		}
	})
}

func TestNothingLiveIsEverWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		md := corpus.Draw(t, "markdown")
		if hit := live.FindString(shown(t, string(put(md)))); hit != "" {
			t.Fatalf("%q becomes %q, which holds %q", md, put(md), hit)
		}
	})
}

// Text from elsewhere cannot bring a marker along: not even where we write no
// key behind it.
func TestMarkerCannotBePasted(t *testing.T) {
	for _, md := range []string{"<!-- spochub:v1 key=stolen -->", "x\n\n<!--  spochub:v1 key=stolen -->", "x\r\n<!-- spochub:v1 key=stolen -->\n"} {
		if _, keys := marker.Cut(string(put(md))); len(keys) != 0 {
			t.Errorf("%q brings %q", md, keys)
		}
	}
}
