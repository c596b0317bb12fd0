package jira

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/sdktest"
)

var (
	verbatim  = regexp.MustCompile(`(?s)\{(noformat|code)(?::[^}\n]*)?\}\n.*?\n\{(?:noformat|code)\}`)
	liveMacro = regexp.MustCompile(`(?:^|[^\\{])\{(?:[a-z]{2,}[:}])|\[~|\[\^`)
	ourMacros = strings.NewReplacer("{quote}", "", "{noformat}", "", "\\\\", "")
)

// live is what Jira would act on outside of code: mentions, which page people
// even in code, files and macros that are not of our writing.
func live(n sdk.Native) string {
	text := string(n)
	if strings.Contains(text, "[~") {
		return "[~"
	}
	return liveMacro.FindString(ourMacros.Replace(verbatim.ReplaceAllString(text, "")))
}

// Cloud and Data Center write and read the same wiki text.
func markup() sdktest.Markup {
	return sdktest.Markup{
		Renderer: &conn{}, Live: live, Blind: true,
		Read: func(n sdk.Native) string { return ToMarkdown(canonical(string(n))) },
	}
}

func TestTexts(t *testing.T) { sdktest.Texts(t, markup()) }

func FuzzRoundTrip(f *testing.F) { markup().Fuzz(f) }
