package jira

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWikiReadsAsMarkdown(t *testing.T) {
	for wiki, want := range map[string]string{
		"plain":                              "plain",
		"*bold* _soft_ -gone- {{code}}":      "**bold** *soft* ~~gone~~ `code`",
		"h2. Title\ntext":                    "## Title\n\ntext",
		"* a\n** b\n* c":                     "- a\n  - b\n- c",
		"# a\n#* b":                          "1. a\n   - b",
		"{code:go}\nx := 1 // *no*\n{code}":  "```go\nx := 1 // *no*\n```",
		"{noformat}a{noformat}":              "```\na\n```",
		"{quote}\nq\n{quote}\nr":             "> q\n\nr",
		"bq. q":                              "> q",
		"[text|https://x.example/a?b=1&c=2]": `[text](<https://x.example/a?b=1\&c=2>)`,
		"see https://x.example/a.":           "see <https://x.example/a>.",
		"[https://x.example]":                "<https://x.example>",
		"[~dana] look":                       "@dana look",
		"[~accountid:5b10]":                  "@5b10",
		"||h||i||\n|a|b|":                    "| h | i |\n| --- | --- |\n| a | b |",
		"snake_case_name and 3*4*5":          `snake_case_name and 3\*4\*5`,
		"-31 dBm and -32 dBm":                `-31 dBm and -32 dBm`,
		"!trace.png|thumbnail!":              "![trace.png](attachment:trace.png)",
		"Hello! World!":                      "Hello! World!",
		"{color:red}hot{color}":              "hot",
		`\*not bold\* \[x]`:                  `\*not bold\* \[x]`,
		"one\r\ntwo":                         "one\ntwo",
		"a {*}b{*}c":                         "a **b**c",
		"[x|javascript:alert(1)]":            "x",
		"----":                               "---",
	} {
		if got := ToMarkdown(wiki); got != want {
			t.Errorf("%q reads as\n%q, want\n%q", wiki, got, want)
		}
	}
}

func TestMarkdownIsWrittenAsWiki(t *testing.T) {
	for md, want := range map[string]string{
		"**b** *i* ~~s~~ `c`":             "*b* _i_ -s- {{c}}",
		"# T\n\n- a\n  1. b":              "h1. T\n\n* a\n*# b",
		"```go\nx\n```":                   "{code:go}\nx\n{code}",
		"> q":                             "{quote}\nq\n{quote}",
		"[t](https://x.example)":          "[t|https://x.example]",
		"https://x.example/a_b_c":         "[https://x.example/a_b_c]",
		"h1. no heading":                  `h1\. no heading`,
		`\* no item`:                      `\* no item`,
		"a\nb":                            "a\nb",
		"| a | b |\n|---|---|\n| 1 | 2 |": "|| a || b ||\n| 1 | 2 |",
		"[eth0]: down":                    `\[eth0]: down`,
		"<script>alert(1)</script>":       "<script>alert(1)</script>",
		"[x](javascript:alert(1))":        "x",
		"a**b**c":                         "a{*}b{*}c",
		`C:\dir\*`:                        `C:\dir*`,
	} {
		if got := ToWiki(md); got != want {
			t.Errorf("%q is written\n%q, want\n%q", md, got, want)
		}
	}
}

func TestNobodyIsPaged(t *testing.T) {
	for _, md := range []string{"[~dana]", `\[~dana\]`, "`[~dana]`", "```\n[~dana]\n```", "**[~dana]**", "| a |\n|---|\n| [~dana] |", "[[~dana]](https://x.example)", "&#91;~dana]", "[~accountid:1]", "# [~dana]", "- [~dana]", "> [~dana]", "[&#126;dana]"} {
		wiki := ToWiki(md)
		if strings.Contains(wiki, "[~") {
			t.Errorf("%q is written %q, which pages dana", md, wiki)
		}
		if back := ToMarkdown(wiki); strings.Contains(back, invisible) {
			t.Errorf("%q reads back as %q", md, back)
		}
	}
}

// stable is the law of the two markups: what was read once says the same for ever.
func stable(t interface{ Fatalf(string, ...any) }, wiki string) {
	md := ToMarkdown(wiki)
	if again := ToMarkdown(ToWiki(md)); again != md {
		t.Fatalf("wiki %q\nreads as     %q\nis written   %q\nand reads as %q", wiki, md, ToWiki(md), again)
	}
}

// A stranger's text must not keep the hub busy.
func TestHostileTextIsReadInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, piece := range []string{"*a ", "_*", "[", "[a|", "{{", "{code}", "{quote}", "{quote}a", "!a.png", "* a\n", "|a", "|", "\\", "-", "#", "> ", "**a", "`", "[](", "<", "{*}", "h1. x\n", "&#1;", "*a* "} {
		text := strings.Repeat(piece, 32000/len(piece))
		began := time.Now()
		stable(t, text)
		ToWiki(text)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%q repeated took %v", piece, took)
		}
	}
}

func pieces() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"*", "_", "-", "+", "~", "^", "{", "}", "[", "]", "|", "||", "!", "\\", "&", "<", ">", "`", "```", "#", "##", "* ", "# ", "- ", "1. ", "h1. ", "bq. ", "\n", "\n\n", " ", "  ", "word", "a", "é", "回", "🔌", ".", ",", ":", "(", ")", "{code}", "{code:go}", "{noformat}", "{quote}", "{color:red}", "{*}", "{{", "}}", "----", "---", "https://x.example/a", "[~dana]", "&#42;", "&amp;", "x.png", "**", "~~", "\t", "=", "@", "0"})
}

func TestReadingIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stable(t, strings.Join(rapid.SliceOfN(pieces(), 0, 14).Draw(t, "wiki"), ""))
	})
}

func TestRenderKeepsWhatSaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		md := strings.Join(rapid.SliceOfN(pieces(), 0, 14).Draw(t, "markdown"), "")
		wiki := ToWiki(md)
		if again := ToWiki(ToMarkdown(wiki)); ToMarkdown(again) != ToMarkdown(wiki) {
			t.Fatalf("%q is written %q, then %q", md, wiki, again)
		}
		if strings.Contains(wiki, "[~") {
			t.Fatalf("%q is written %q, which pages somebody", md, wiki)
		}
	})
}

func FuzzMarkup(f *testing.F) {
	for _, s := range []string{"*a* _b_\n* c", "{code}x{code}", "||a||\n|b|", "[a|https://x.example]", "\\\\", "h1. x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		stable(t, s)
		if wiki := ToWiki(s); strings.Contains(wiki, "[~") {
			t.Fatalf("%q is written %q, which pages somebody", s, wiki)
		}
	})
}

func BenchmarkToMarkdown(b *testing.B) {
	for b.Loop() {
		ToMarkdown("Since 04:10 UTC there is *no light* on port 3, see [the graph|https://x.example/g].\n\n* checked optics\n* no alarm")
	}
}
