package jira

import (
	"fmt"
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

// Whatever a document is made of, no word of it is left out, and what it says is
// stable from then on.
func TestNoWordOfADocumentIsLost(t *testing.T) {
	text := func(s string) string { return fmt.Sprintf(`{"type":"text","text":%q}`, s) }
	of := func(kind, attrs string, inner ...string) string {
		return fmt.Sprintf(`{"type":%q,"attrs":{%s},"content":[%s]}`, kind, attrs, strings.Join(inner, ","))
	}
	para := func(s string) string { return of("paragraph", "", text(s)) }
	for name, c := range map[string]struct{ doc, want string }{
		"paragraph":      {para("one two"), "one two"},
		"numbers":        {of("orderedList", `"order":3`, of("listItem", "", para("third")), of("listItem", "", para("fourth"))), "3 third 4 fourth"},
		"tasks":          {of("taskList", "", of("taskItem", `"state":"DONE"`, text("done")), of("taskItem", `"state":"TODO"`, text("open"))), "[x] done open"},
		"decision":       {of("decisionList", "", of("decisionItem", "", text("decided"))), "decided"},
		"code in a list": {of("bulletList", "", of("listItem", "", para("run"), of("codeBlock", "", text("show log")))), "run show log"},
		"expand":         {of("expand", `"title":"more"`, para("inside")), "more inside"},
		"cards":          {`{"type":"blockCard","attrs":{"url":"https://net.example/a"}},{"type":"embedCard","attrs":{"url":"https://net.example/b"}}`, "net.example/a net.example/b"},
		"picture":        {of("mediaSingle", "", `{"type":"media","attrs":{"id":"f1","alt":"plan.png"}}`) + "," + of("mediaGroup", "", `{"type":"media","attrs":{"id":"f2"}}`), "plan.png f2"},
		"inline":         {of("paragraph", "", `{"type":"status","attrs":{"text":"AWAY"}}`, `{"type":"date","attrs":{"timestamp":"1764547200000"}}`, `{"type":"emoji","attrs":{"shortName":":plug:"}}`, `{"type":"mention","attrs":{"id":"5b10"}}`), "AWAY 2025-12-01 plug 5b10"},
		"cell":           {of("table", "", of("tableRow", "", of("tableCell", "", of("bulletList", "", of("listItem", "", para("inner"))), of("codeBlock", "", text("code"))))), "inner code"},
		"quote in panel": {of("panel", "", of("blockquote", "", para("quoted"))), "quoted"},
		"unknown":        {of("somethingNew", "", para("kept")) + `,{"type":"newer","attrs":{"text":"also"}}`, "kept also"},
		"odd attribute":  {of("heading", `"level":"two"`, text("heading")), "heading"},
	} {
		wiki := documentWiki([]byte(`{"type":"doc","version":1,"content":[` + c.doc + `]}`))
		md := ToMarkdown(wiki)
		for w := range strings.FieldsSeq(c.want) {
			if !strings.Contains(strings.ReplaceAll(md, "\\", ""), w) {
				t.Errorf("%s reads as %q, without %q", name, md, w)
			}
		}
		markup().Check(t, md)
	}
}
