package redmine

import (
	"regexp"
	"testing"

	"github.com/spochub/spochub/sdk"
	md "github.com/spochub/spochub/sdk/markdown"
	"github.com/spochub/spochub/sdk/sdktest"
)

var (
	mention = regexp.MustCompile(`(?:^|[^A-Za-z0-9_])@[A-Za-z0-9]`)
	shown   = regexp.MustCompile(`(?s)<pre>.*?</pre>|<code>.*?</code>`)
)

// awake is what Redmine would act on: a mention, and outside of code a macro.
func awake(format string) func(sdk.Native) string {
	return func(n sdk.Native) string {
		text := string(n)
		if format == "textile" {
			text = shown.ReplaceAllString(text, " ")
		}
		if hit := mention.FindString(text); hit != "" {
			return hit
		}
		macros := len(macro.FindAllString(text, -1))
		for _, at := range md.Code(text) {
			macros -= len(macro.FindAllString(text[at[0]:at[1]], -1))
		}
		if macros > 0 {
			return macro.FindString(text)
		}
		return ""
	}
}

func markup(format string) sdktest.Markup {
	return sdktest.Markup{
		Renderer: &conn{Settings: Settings{TextFormat: format}},
		Read:     func(n sdk.Native) string { return markdown(format, n) },
		Live:     awake(format),
	}
}

func TestTexts(t *testing.T) {
	for _, format := range []string{"textile", "markdown"} {
		t.Run(format, func(t *testing.T) { sdktest.Texts(t, markup(format)) })
	}
}

func FuzzRoundTrip(f *testing.F)         { markup("textile").Fuzz(f) }
func FuzzRoundTripMarkdown(f *testing.F) { markup("markdown").Fuzz(f) }
