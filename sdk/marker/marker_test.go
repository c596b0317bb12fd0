package marker_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk/marker"
	"github.com/spochub/spochub/sdk/ticket"
)

func TestMarkerCountsOnlyOnTheLastLine(t *testing.T) {
	const m = "<!-- spochub:v1 key=sp-1-abc -->"
	for body, want := range map[string]struct {
		text string
		key  ticket.Key
	}{
		"":                        {"", ""},
		m:                         {"", "sp-1-abc"},
		"Text.\n\n" + m:           {"Text.", "sp-1-abc"},
		"Text.\r\n\r\n" + m:       {"Text.", "sp-1-abc"},
		"Text.\n\n" + m + "\r\n ": {"Text.", "sp-1-abc"},
		"Text.\n" + m:             {"Text.", "sp-1-abc"},
		"Text.\n\n\n" + m:         {"Text.\n", "sp-1-abc"},
		m + "\n\nText.":           {m + "\n\nText.", ""},
		"Text. " + m:              {"Text. " + m, ""},
		"> quoted\n> " + m:        {"> quoted\n> " + m, ""},
		m + "\n\n" + strings.ReplaceAll(m, "abc", "def"):          {m, "sp-1-def"},
		"<!-- spochub:v1 key=UPPER -->":                           {"<!-- spochub:v1 key=UPPER -->", ""},
		"<!-- spochub:v2 key=sp-1 -->":                            {"<!-- spochub:v2 key=sp-1 -->", ""},
		"<!-- spochub:v1 key=" + strings.Repeat("a", 65) + " -->": {"<!-- spochub:v1 key=" + strings.Repeat("a", 65) + " -->", ""},
	} {
		text, keys := marker.Cut(body)
		var key ticket.Key
		if len(keys) > 0 {
			key = keys[0]
		}
		if string(text) != want.text || key != want.key || len(keys) > 1 {
			t.Errorf("%q: text %q, keys %q; want %q, %q", body, text, keys, want.text, want.key)
		}
	}
}

func FuzzMarker(f *testing.F) {
	for _, s := range []string{"", "Text.", "a\r\nb", "\n", "two\n\nparagraphs\n", "ends with spaces  ", "<!-- spochub:v1 key=k -->", "x\n\n<!-- spochub:v1 key=k -->\n", "<!-- spochub:v1 key=k -->\r\nadded below"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text, _ := marker.Cut(body)
		const key = ticket.Key("sp-9-mac")
		again, keys := marker.Cut(marker.Put(text, key))
		if again != text || !slices.Equal(keys, []ticket.Key{key}) {
			t.Errorf("%q reads %q; marked it reads %q with %q", body, text, again, keys)
		}
		if canonical := marker.Canon(body); marker.Canon(canonical) != canonical {
			t.Errorf("%q has no canonical form", body)
		}
	})
}
