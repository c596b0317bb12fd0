package github

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafe "github.com/yuin/goldmark/renderer/html"
	"pgregory.net/rapid"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// page is the HTML that is made of Markdown, with all HTML in it.
func page(t interface{ Fatal(...any) }, md string) string {
	var b bytes.Buffer
	gm := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
	if err := gm.Convert([]byte(md), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

var anyTag = regexp.MustCompile(`(?s)<!--.*?-->|<[^>]*>`)

// visible is what people see of Markdown at GitHub.
func visible(t interface{ Fatal(...any) }, md string) string {
	return strings.ReplaceAll(html.UnescapeString(anyTag.ReplaceAllString(page(t, md), "")), joiner, "")
}

func TestTextIsShownLiterally(t *testing.T) {
	for md, want := range map[string]string{
		"Port <number> at <site>":            "Port <number> at <site>",
		"see <img src=x>":                    "<img src=x>",
		"<!-- hidden":                        "<!-- hidden",
		"a <!-- b --> c":                     "a <!-- b --> c",
		"<details>\n<summary>x</summary>":    "<details>",
		"<script>alert(1)</script>":          "<script>alert(1)</script>",
		"<?php x":                            "<?php x",
		"<![CDATA[x":                         "<![CDATA[x",
		"<pre":                               "<pre",
		"> <div\n> class=x>":                 "<div",
		"[eth0]: down":                       "[eth0]: down",
		"state:\n\n> [eth0]: down\n> - [b]:": "[eth0]: down",
		"- [eth0]: down":                     "[eth0]: down",
		"[eth0]: down\n[eth1]: up":           "[eth1]: up",
		"see [eth0]\n\n[eth0]: down":         "[eth0]: down",
		"[core]: https://net.example/x":      "[core]: https://net.example/x",
		"[^1]: nobody asks":                  "[^1]: nobody asks",
		"[a\nb]: c":                          "b]: c",
		"`\n<!--<i y='`'>":                   "<!--",
		`\<b>x`:                              "<b>x",
		`\\<b>x`:                             `\<b>x`,
	} {
		native := string(put(md))
		if got := visible(t, marker.Put(sdk.Native(native), "k")); !strings.Contains(got, want) {
			t.Errorf("%q becomes %q, which shows %q", md, native, got)
		}
		if got := read(sdk.Native(native)); got != md {
			t.Errorf("%q comes back as %q", md, got)
		}
	}
}

// What GitHub shows or what is meant stays as it is, byte for byte.
func TestOnlyWhatVanishesIsTouched(t *testing.T) {
	for _, md := range []string{
		"1 < 2, a <- b, <= 3", "<https://net.example/a>", "<noc@net.example>", "<mailto:noc@net.example>", "`<number>`", "```html\n<b>\n<!-- x -->\n```", "    <b>\n",
		"[the text][ref] and [ref]\n\n[ref]: https://net.example/ref", "said[^1]\n\n[^1]: by them", "it is [x]: y", "`[eth0]: down`", "```\n[eth0]: down\n```", "[x](<https://net.example/a b>)",
	} {
		if got := put(md); string(got) != md {
			t.Errorf("%q becomes %q", md, got)
		}
	}
}

// A team's own HTML is never rewritten, not even where the desk changes the text
// around it.
func TestHTMLOfATeamStays(t *testing.T) {
	theirs := "<details>\n<summary>Log</summary>\n\na<br>b\n\n</details>\n<!-- fill in:\nthe site -->\n\n`<site>` [eth0]: x"
	if got := read(sdk.Native(theirs)); got != theirs {
		t.Errorf("reads %q", got)
	}
	if got := render(sdk.Text{Field: ticket.Description, Markdown: theirs, Current: sdk.Native(theirs)}); string(got) != theirs {
		t.Errorf("is rewritten as %q", got)
	}
	edited := strings.Replace(theirs, "a<br>b", "a<br>c <site>", 1)
	want := strings.Replace(theirs, "a<br>b", "a<br>c <"+joiner+"site>", 1)
	if got := render(sdk.Text{Field: ticket.Description, Markdown: edited, Current: sdk.Native(theirs)}); string(got) != want {
		t.Errorf("edited is %q, want %q", got, want)
	}
}

// litter draws text full of what GitHub would leave out.
var litter = rapid.Custom(func(t *rapid.T) string {
	part := rapid.OneOf(
		rapid.SampledFrom([]string{"<b>", "</b>", "<b x=\"", "<i y='`'>", "<!--", "-->", "<pre>", "<script", ">", "<?", "<![CDATA[", "<details>", "<a@b.example>", "<https://a.example>", "<", "/", "\\", "`", "```", "\n", "\n\n", " ", "> ", "- ", "    ", "[a]", "[a]:", " x", "[b\nc]: d", "@dana", "#12", joiner, "https://a.example/x", "\"", "'", "|", "\r\n", "![", "](<"}),
		rapid.StringN(0, 3, -1),
	)
	return strings.Join(rapid.SliceOfN(part, 0, 14).Draw(t, "parts"), "")
})

func TestNothingWrittenVanishes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		md := litter.Draw(t, "markdown")
		native := put(md)
		if hit := regexp.MustCompile(`<(?:b|i|script|pre x|details|\?|!)[ />\[-]`).FindString(page(t, string(native))); hit != "" {
			t.Fatalf("%q becomes %q, which holds %q", md, native, hit)
		}
		if hit := live.FindString(shown(t, string(native))); hit != "" {
			t.Fatalf("%q becomes %q, which holds %q", md, native, hit)
		}
		if got, want := read(native), printable(marker.Canon(md)); got != want {
			t.Fatalf("%q was written as %q and reads %q", md, native, got)
		}
		theirs := sdk.Native(litter.Draw(t, "theirs"))
		over := render(sdk.Text{Field: ticket.Description, Markdown: md, Current: theirs})
		if over != theirs && read(over) != printable(marker.Canon(md)) {
			t.Fatalf("%q over %q was written as %q", md, theirs, over)
		}
		if hit := live.FindString(shown(t, string(over))); over != theirs && hit != "" {
			t.Fatalf("%q over %q becomes %q, which holds %q", md, theirs, over, hit)
		}
	})
}
