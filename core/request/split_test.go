package request_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"
	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/request"
)

const says = "**Mara** (Desk):"

// holds is a comment that holds so many characters of a tool that writes some of
// them longer.
func holds(most int) request.Room {
	return func(text string) (int, int, error) {
		return utf8.RuneCountInString(strings.ReplaceAll(text, "*", "**")), most, nil
	}
}

func split(t testing.TB, body string, most, size int) []string {
	t.Helper()
	parts, err := request.Split(says+"\n\n"+body, most, holds(size))
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range parts {
		if used, _, _ := holds(size)(p); used > size {
			t.Errorf("part %d takes %d of %d", i+1, used, size)
		}
		if head := fmt.Sprintf("%s (%d/%d)\n\n", says, i+1, len(parts)); !strings.HasPrefix(p, head) {
			t.Errorf("part %d begins %q", i+1, p[:min(40, len(p))])
		}
		if last(p+"\n\n---") != "ThematicBreak" {
			t.Errorf("part %d leaves something open: %q", i+1, p)
		}
	}
	return parts
}

// last is the kind of the last block of a text.
func last(md string) string {
	return goldmark.DefaultParser().Parse(text.NewReader([]byte(md))).LastChild().Kind().String()
}

func TestAPartBreaksWhereOneWouldStop(t *testing.T) {
	t.Parallel()
	x := strings.Repeat
	for name, c := range map[string]struct {
		body string
		size int
		want []string // the parts without their first lines
	}{
		"paragraphs": {x("a", 60) + "\n\n" + x("b", 60), 120, []string{x("a", 60), x("b", 60)}},
		"lines":      {x("a", 60) + "\n" + x("b", 60), 120, []string{x("a", 60), x("b", 60)}},
		"sentences":  {x("a", 50) + ". " + x("b", 10) + " " + x("b", 50), 120, []string{x("a", 50) + ".", x("b", 10) + " " + x("b", 50)}},
		"words":      {x("a", 60) + " " + x("b", 60), 120, []string{x("a", 60), x("b", 60)}},
		"quotations": {"> " + x("a", 60) + " " + x("b", 60), 120, []string{"> " + x("a", 60), "> " + x("b", 60)}},
		"code":       {"```go\n" + x("a", 50) + "\n" + x("b", 50) + "\n```\nend", 120, []string{"```go\n" + x("a", 50) + "\n```", "```go\n" + x("b", 50) + "\n```\nend"}},
		"deep code": {
			"1. - ~~~\n     " + x("a", 50) + "\n     " + x("b", 50) + "\n     ~~~\n\nend", 125,
			[]string{"1. - ~~~\n     " + x("a", 50) + "\n     ~~~", "-    ~~~\n     " + x("b", 50) + "\n     ~~~\n\nend"},
		},
		"families": {x("👩‍🚒", 30), 100, []string{x("👩‍🚒", 23), x("👩‍🚒", 7)}},
	} {
		var got []string
		for _, p := range split(t, c.body, 20, c.size) {
			_, rest, _ := strings.Cut(p, "\n\n")
			got = append(got, strings.TrimRight(rest, " "))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q, want\n%q", name, got, c.want)
		}
	}
}

func TestWhatIsTooLongIsNotSplit(t *testing.T) {
	t.Parallel()
	if parts := split(t, strings.Repeat("x", 1000), 3, 100); parts != nil {
		t.Errorf("%d parts", len(parts))
	}
	if parts := split(t, "x", 3, 10); parts != nil {
		t.Errorf("%q in a comment that does not even hold who says it", parts)
	}
}

var mark = regexp.MustCompile(`[w\d]`)

// All parts together say what the whole says, in its order.
func TestThePartsSayTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := 0
		piece := rapid.Custom(func(t *rapid.T) string {
			n++
			name := fmt.Sprintf("w%d", n)
			return strings.ReplaceAll(rapid.SampledFrom([]string{
				"W ", "W ", "W. ", "**W** ", "W\n", "W\n\n", "\n\n> W ", "\n- W\n", "\n- W\n  ```\n  W\n", "\n```sh\nW\n", "\n```\n", "\n~~~\n", "\n  ```\n", "\n1. - W\n     ~~~ go\n     W\n",
				"\n     ~~~\n", "\n> ```\n> W\n", "\n> ```\n", "\n<details>\nW\n", "</details>\n", "`W` ", "👩‍🚒W", "e\u0301W ", "🇩🇪W", "\n| W | W |\n", "\n    W\n", "\n# W\n",
			}).Draw(t, "piece"), "W", name)
		})
		body := strings.TrimSpace(strings.Join(rapid.SliceOfN(piece, 1, 120).Draw(t, "body"), ""))
		size := rapid.IntRange(90, 400).Draw(t, "size")
		parts, err := request.Split(says+"\n\n"+body, 1000, holds(size))
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for i, p := range parts {
			if used, _, _ := holds(size)(p); used > size {
				t.Fatalf("part %d takes %d of %d", i+1, used, size)
			}
			if last(p+"\n\n---") != "ThematicBreak" && last(p+"\n\n---") != "List" {
				t.Fatalf("part %d leaves something open: %q", i+1, p)
			}
			if !utf8.ValidString(p) {
				t.Fatalf("part %d has half of a character: %q", i+1, p)
			}
			_, rest, _ := strings.Cut(p, "\n\n")
			said = append(said, rest)
		}
		if !slices.Equal(mark.FindAllString(body, -1), mark.FindAllString(strings.Join(said, ""), -1)) {
			t.Fatalf("the parts of\n%q\nare\n%q", body, parts)
		}
	})
}
