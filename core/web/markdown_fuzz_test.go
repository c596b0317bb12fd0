package web_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/spochub/spochub/core/web"
)

// FuzzMarkdown writes anything into a note: what the page shows of it holds
// nothing that acts, loads or closes what stands around it.
func FuzzMarkdown(f *testing.F) {
	for _, text := range []string{
		"<script>alert(1)</script>", `<img src=x onerror=alert(1)>`, "[x](javascript:alert(1))", "[x](JaVa\tscript:alert(1))", "![x](data:text/html;base64,PHNjcmlwdD4=)",
		"<https://x.example/\"onclick=alert(1)>", "```\n</pre></div><script>\n```", "| a | b |\n|---|---|\n| <b> | `</td>` |", "1. x\n   - </ol>\n", "</div></li></ol>",
		"[x]: javascript:alert(1)\n[x]", "<a href='//evil'>", "\x00<\x00script>", "&lt;script&gt; &#60;b&#62;", "> <style>*{display:none}</style>", "https://x.example/<svg/onload=alert(1)>",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		shown := web.HTML(text)
		depth := 0
		for z := html.NewTokenizer(strings.NewReader(shown)); ; {
			switch z.Next() {
			case html.ErrorToken:
				if depth != 0 {
					t.Errorf("%q: %d elements stay open in %q", text, depth, shown)
				}
				return
			case html.StartTagToken:
				token := z.Token()
				if inert(t, token); !slices.Contains([]string{"br", "hr"}, token.Data) {
					depth++
				}
			case html.SelfClosingTagToken:
				inert(t, z.Token())
			case html.EndTagToken:
				if depth--; depth < 0 {
					t.Fatalf("%q closes what it did not open: %q", text, shown)
				}
			case html.CommentToken, html.DoctypeToken:
				t.Errorf("%q: %q", text, z.Raw())
			}
		}
	})
}

var shownElements = strings.Fields("p br hr h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del table thead tbody tr th td a")

func inert(t *testing.T, token html.Token) {
	t.Helper()
	if !slices.Contains(shownElements, token.Data) {
		t.Errorf("the element %s", token)
	}
	for _, a := range token.Attr {
		switch a.Key {
		case "rel", "start":
		case "href":
			u, err := url.Parse(a.Val)
			if err != nil || u.Scheme != "" && !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) {
				t.Errorf("the link %q: %v", a.Val, err)
			}
		default:
			t.Errorf("the attribute %s of %s", a.Key, token)
		}
	}
}
