package request_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/request"
)

// openTexts leave something open that would take in what is put below.
func openTexts() []string {
	return []string{
		"```\nshow log", "```", "~~~ text\nshow log\n\n", "`````go\n```\nx", "  ```\n  x", "> ```\n> x", "> ~~~~", "- a\n\n  ```\n  x", "1. > ```\n   > x",
		"<!-- hidden", "text\n\n<!-- hidden\n\nmore", "> <!-- hidden", "<!-- a -->\n\n<!-- b", "<?php", "<![CDATA[ x", "<!DOCTYPE",
		"<details>\n\ntext", "<details><summary>x", "text <details>\nmore", "<pre>\nx", "> <pre>\n> x", "<PRE class=a>x", "<script>\nx", "<style>\nx", "<textarea>x", "x <script>",
		"<details>\n\n```\nx", "<details>\n\n<!-- x", "<details>\n\n- <details>\n\n  ~~~\n  x",
	}
}

// closedTexts leave nothing open, whatever they look like.
func closedTexts() []string {
	return []string{
		"", "plain", "```\nx\n```", "```\nx\n````", "> ```\n> x\n> ```", "    ```", "`<!-- x`", "a <!-- b", `\<!-- b`, "<!-- a -->", "<!--\n-->", "Port <number> at <site>", "<br>", "<details>\nx\n</details>",
		"<pre>x</pre>", "```\n<details>\n```", "> ```\n\ntext", "``` a`b", "<!-- <details> -->", "<script>x</script>",
	}
}

// below is what stands on a page under a text: its last blocks.
func below(md string) string {
	src := []byte(md)
	doc := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(source.NewReader(src))
	var kinds []string
	for n := doc.LastChild(); n != nil && len(kinds) < 2; n = n.PreviousSibling() {
		kinds = append(kinds, n.Kind().String())
		if list, ok := n.(*ast.List); ok && (len(kinds) > 1 || list.ChildCount() < 2) {
			return "another list"
		}
	}
	return strings.Join(kinds, " under ")
}

func taskOf(t interface{ Fatal(...any) }, h request.House, r *request.Request, description string) string {
	r.Description = description
	return h.TaskText(r, &request.Link{Team: "core", Connection: "jira", Target: "NET", Side: request.TeamSide}).Body
}

func TestNothingSwallowsWhatStandsBelowAText(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	for _, description := range append(openTexts(), closedTexts()...) {
		body := taskOf(t, h, r, description)
		if got := below(body); got != "List under ThematicBreak" {
			t.Errorf("%q becomes\n%s\nwhich ends with %s", description, body, got)
		}
		if got, want := request.StripContext(body), strings.TrimRight(description, "\n "); got != want {
			t.Errorf("%q comes back as %q", want, got)
		}
	}
}

func TestElementsAreClosedInTurn(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	for description, want := range map[string]string{
		"<details>\n\n```\nx":   "<details>\n\n```\nx\n```\n</details>\n\n____\n",
		"text <script>":         "text <script>\n</script>\n\n___\n",
		"> <!-- x":              "> <!-- x\n> -->\n\n___\n",
		"<details>\n<details>":  "<details>\n<details>\n</details>\n</details>\n\n____\n",
		"- a\n\n  ~~~~\n  x":    "- a\n\n  ~~~~\n  x\n  ~~~~\n\n___\n",
		"<!-- x\n\n<details>\n": "<!-- x\n\n<details>\n-->\n\n___\n",
	} {
		if got := taskOf(t, h, r, description); !strings.HasPrefix(got, want) {
			t.Errorf("%q becomes %q", description, got)
		}
	}
	for _, description := range closedTexts() {
		if got := taskOf(t, h, r, description); !strings.HasPrefix(strings.TrimLeft(strings.TrimPrefix(got, description), "\n"), "---\n") {
			t.Errorf("%q, which is closed, becomes %q", description, got)
		}
	}
}

// drawn is a text full of what opens and closes.
func drawn(t *rapid.T) string {
	part := rapid.SampledFrom([]string{"```", "````", "~~~", "\n", "\n\n", "> ", "- ", "1. ", "  ", "    ", "x", " ", "<!--", "-->", "<details>", "</details>", "<pre>", "</pre>", "<script>", "`", "___", "---", "<?", "<![CDATA[", "]]>", "\t", "\r\n", "\x00", "ä"})
	parts := rapid.SliceOfN(part, 0, 14).Draw(t, "parts")
	return strings.TrimRight(strings.Join(parts, ""), "\n ")
}

func TestAnyTextComesBackFromItsTask(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := house()
		r := receivedRapid(t, h, "argent")
		body := taskOf(t, h, r, drawn(t))
		if got := below(body); got != "List under ThematicBreak" {
			t.Fatalf("%q ends with %s", body, got)
		}
		if got := request.StripContext(body); got != r.Description {
			t.Fatalf("%q comes back as %q", r.Description, got)
		}
	})
}

func TestShorteningClosesWhatItLeavesOpen(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	for _, open := range openTexts() {
		description := open + "\n" + strings.Repeat("x ", 2000)
		got := request.Shorten(taskOf(t, h, r, description), 900, request.Whole{At: whole})
		if utf8.RuneCountInString(got) > 900 || below(got) != "List under ThematicBreak" || !strings.Contains(got, "\n\n… (shortened; ") {
			t.Errorf("%q is shortened to %d characters:\n%s", open, utf8.RuneCountInString(got), got)
		}
	}
	if got := request.Shorten(strings.Repeat("<details>\n", 400), 500, request.Whole{At: whole}); utf8.RuneCountInString(got) > 500 {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
}

func TestCopiesLeaveNothingOpen(t *testing.T) {
	t.Parallel()
	h := house()
	r := received(t, h, "argent")
	for _, body := range openTexts() {
		n := &request.Note{Body: body, Author: request.Author{Name: "Jana", Origin: request.DeskOrigin}}
		copied := h.CopyText(r, n) + "\n\n---\n\n- a\n- b"
		if got := below(copied); got != "List under ThematicBreak" || n.Body != body {
			t.Errorf("%q is copied as %q", body, copied)
		}
		client := taskOfClient(h, r, body)
		if got := below(client + "\n\n---\n\n- a\n- b"); got != "List under ThematicBreak" {
			t.Errorf("%q is the client's as %q", body, client)
		}
	}
	if !slices.ContainsFunc(closedTexts(), func(s string) bool { return taskOfClient(h, r, s) == s }) {
		t.Error("a closed text is changed")
	}
}

func taskOfClient(h request.House, r *request.Request, description string) string {
	r.Description = description
	return h.TaskText(r, &request.Link{Side: request.ClientSide}).Body
}
