package sdktest

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

// Markup is how a connector says texts in its tool's words.
type Markup struct {
	Renderer sdk.Renderer
	// Read is what a cell's or a comment's Markdown says of its native.
	Read func(sdk.Native) string
	// Live returns the first part of a native that the tool would act on, were it
	// written: a mention, a reference that closes something, a macro; "" if none.
	Live func(sdk.Native) string
	// Barred is what stands for a text that the tool must not hold at all, code
	// or not; nil where there is none.
	Barred func(string) string
	// Blind is true where the tool keeps keys apart from its texts, so that a
	// marker in a text means nothing.
	Blind bool
}

// Texts proves with texts as people write them that writing and reading again
// changes a text only once, loses no word of it, keeps code as it is, and wakes
// nobody.
func Texts(t *testing.T, m Markup) {
	for _, s := range samples() {
		t.Run(s.name, func(t *testing.T) { m.Check(t, s.text) })
	}
}

// Fuzz does what [Texts] does with texts that nobody would write, of characters
// that a hub lets through.
func (m Markup) Fuzz(f *testing.F) {
	for _, s := range samples() {
		if len(s.text) < 4000 {
			f.Add(s.text)
		}
	}
	f.Fuzz(func(t *testing.T, markdown string) {
		if text := lines(markdown); len(text) < 4000 && printable(text) == text {
			m.Check(t, markdown)
		}
	})
}

// Check proves the same of one text.
func (m Markup) Check(t testing.TB, markdown string) {
	t.Helper()
	for _, field := range []sdk.Field{ticket.Description} {
		native := m.write(t, field, markdown, "")
		read := m.Read(native)
		if again := m.write(t, field, read, ""); again != native {
			t.Errorf("%s\nis written   %s\nand reads as %s\nand then is  %s", show(markdown), show(string(native)), show(read), show(string(again)))
		}
		for _, said := range []string{markdown, read} {
			if kept := m.write(t, field, said, native); kept != native {
				t.Errorf("%s\nwhere it stands already as %s\nis written %s", show(said), show(string(native)), show(string(kept)))
			}
		}
		m.wakes(t, native)
		for what, got := range map[string]string{"is written": string(native), "reads as": read} {
			if lost := missing(wordsOf(markdown), seen(got)); lost != "" {
				t.Errorf("%s\n%s %s\nwithout %q", show(markdown), what, show(got), lost)
			}
		}
		if lost := m.lostCode(markdown, read, string(native)); lost != "" {
			t.Errorf("%s\nis written %s\nand reads as %s\nwhere the code %q is another", show(markdown), show(string(native)), show(read), lost)
		}
	}
}

func (m Markup) write(t testing.TB, f sdk.Field, markdown string, current sdk.Native) sdk.Native {
	t.Helper()
	got, err := m.Renderer.Render(context.Background(), []sdk.Text{{Field: f, Markdown: markdown, Current: current}})
	if err != nil || len(got) != 1 {
		t.Fatalf("render %s: %d answers, %v", show(markdown), len(got), err)
	}
	return got[0]
}

// wakes reports what a tool would act on.
func (m Markup) wakes(t testing.TB, native sdk.Native) {
	t.Helper()
	if hit := m.Live(native); hit != "" {
		t.Errorf("%s holds %q", show(string(native)), hit)
	}
	if _, keys := marker.Cut(string(native)); len(keys) > 0 && !m.Blind {
		t.Errorf("%s brings the key %q along", show(string(native)), keys[0])
	}
}

// invisible are the characters that connectors put into what would be live.
var invisible = "\u2060\u200b"

// seen is a text as people read it: without escapes, entities and what cannot be
// seen.
func seen(s string) string {
	return printable(entities(unescape(entities(s))))
}

var reference = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

func entities(s string) string { return reference.ReplaceAllStringFunc(s, html.UnescapeString) }

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// missing is a word that stands in a text less often than it should.
func missing(words map[string]int, text string) string {
	for w, n := range words {
		if strings.Count(text, w) < n {
			return w
		}
	}
	return ""
}

func show(s string) string {
	if len(s) > 1500 {
		return fmt.Sprintf("%q… (%d bytes)", s[:600], len(s))
	}
	return fmt.Sprintf("%q", s)
}
