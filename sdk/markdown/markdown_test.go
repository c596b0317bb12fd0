package markdown_test

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/sdk/markdown"
)

func TestCode(t *testing.T) {
	for md, want := range map[string][]string{
		"plain":                               nil,
		"a `b` c ``d ` e``":                   {"b", "d ` e"},
		"```go\nx\ny\n```\nz":                 {"x\n", "y\n"},
		"text\n\n    deep\n\ntext":            {"deep\n"},
		"> ```\n> quoted\n> ```":              {"quoted\n"},
		"- a\n\n  ```\n  inner\n  ```":        {"inner\n"},
		"| `a | b` | `c` |\n|---|---|---|\n":  {"c"},
		"\\`no\\` `yes`":                      {"yes"},
		"<pre>\nleft to be text `\n</pre>\n`": nil,
		"``` never closed\nx":                 {"x"},
		"[`l`](https://net.example) **`s`**":  {"l", "s"},
		"äöü 🔌 `回線` é":                        {"回線"},
	} {
		var got []string
		for _, at := range markdown.Code(md) {
			got = append(got, md[at[0]:at[1]])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", md, got, want)
		}
	}
}

func TestStable(t *testing.T) {
	shorter := func(s string) string {
		if len(s) > 3 {
			return s[1:]
		}
		return s
	}
	for from, want := range map[string]string{"ab": "ab", "abcd": "bcd", "abcdef": "def", "0123456789": "6789"} {
		if got := markdown.Stable(from, shorter); got != want {
			t.Errorf("%q becomes %q, want %q", from, got, want)
		}
	}
}
