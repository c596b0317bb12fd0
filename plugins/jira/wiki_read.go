package jira

import (
	"regexp"
	"strings"
)

// invisible is put into what would page somebody or end a block, and taken out
// again when it is read.
const invisible = "\u200b"

var (
	macro     = regexp.MustCompile(`\{(code|noformat|quote|panel)(:[^}\n]*)?\}`)
	headLine  = regexp.MustCompile(`^\s*h([1-6])\.\s+(.*)$`)
	quoteLine = regexp.MustCompile(`^\s*bq\.\s+(.*)$`)
	ruleLine  = regexp.MustCompile(`^\s*-{4,}\s*$`)
	itemLine  = regexp.MustCompile(`^\s*([*#]+|-)\s+(.*)$`)
	rowLine   = regexp.MustCompile(`^\s*\|`)
)

// readWiki reads Jira's wiki text. It knows no wrong text: what is not markup is
// text.
func readWiki(s string) []block {
	var out []block
	for s != "" {
		before, b, rest := nextMacro(s)
		out = append(out, readLines(before)...)
		if b != nil {
			out = append(out, *b)
		}
		s = rest
	}
	return blocksOf(out)
}

// nextMacro finds the first block macro that is closed.
func nextMacro(s string) (before string, b *block, rest string) {
	for at := 0; ; {
		m := macro.FindStringSubmatchIndex(s[at:])
		if m == nil {
			return s, nil, ""
		}
		open, name, after := at+m[0], s[at+m[2]:at+m[3]], at+m[1]
		end := "{" + name + "}"
		closing := strings.Index(s[after:], end)
		if closing < 0 || open > 0 && s[open-1] == '\\' {
			at = after
			continue
		}
		option := ""
		if m[4] >= 0 {
			option = s[at+m[4]+1 : at+m[5]]
		}
		return s[:open], macroBlock(name, option, s[after:after+closing]), s[after+closing+len(end):]
	}
}

func macroBlock(name, option, body string) *block {
	switch name {
	case "code", "noformat":
		body = strings.ReplaceAll(body, invisible, "")
		lang, _, _ := strings.Cut(option, "|")
		if strings.Contains(lang, "=") || name == "noformat" {
			lang = ""
		}
		return &block{kind: codeBlock, lang: cleanLang(lang), text: canonical(body)}
	}
	return &block{kind: quoteBlock, kids: flatQuote(readWiki(body))}
}

// cleanLang is the name of a programming language that both markups can say.
func cleanLang(s string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(s), " ")
	return strings.Map(func(r rune) rune {
		if isWord(r) && r < 128 || strings.ContainsRune("+#-_", r) {
			return r
		}
		return -1
	}, word)
}

// flatQuote takes quotes out of a quote: Jira's do not nest.
func flatQuote(list []block) []block {
	var out []block
	for _, b := range list {
		if b.kind == quoteBlock {
			out = append(out, b.kids...)
		} else {
			out = append(out, b)
		}
	}
	return blocksOf(out)
}

// readLines reads text without block macros.
func readLines(s string) []block {
	var out []block
	lines := strings.Split(s, "\n")
	for i := 0; i < len(lines); {
		n, b := readBlock(lines[i:])
		if b != nil {
			out = append(out, *b)
		}
		i += n
	}
	return out
}

// readBlock reads the block at the start of lines and says how many it took.
func readBlock(lines []string) (int, *block) {
	first := lines[0]
	if strings.TrimSpace(first) == "" {
		return 1, nil
	}
	if m := headLine.FindStringSubmatch(first); m != nil {
		return 1, &block{kind: heading, level: int(m[1][0] - '0'), spans: tidy(readSpans(m[2]))}
	}
	if m := quoteLine.FindStringSubmatch(first); m != nil {
		return 1, &block{kind: quoteBlock, kids: blocksOf([]block{{kind: paragraph, spans: tidy(readSpans(m[1]))}})}
	}
	if ruleLine.MatchString(first) {
		return 1, &block{kind: rule}
	}
	switch {
	case rowLine.MatchString(first):
		n := run(lines, rowLine.MatchString)
		return n, readTable(lines[:n])
	case itemLine.MatchString(first):
		n := run(lines, func(l string) bool { return strings.TrimSpace(l) != "" && (itemLine.MatchString(l) || !starts(l)) })
		return n, readList(lines[:n])
	}
	n := 1 + run(lines[1:], func(l string) bool { return strings.TrimSpace(l) != "" && !starts(l) })
	return n, &block{kind: paragraph, spans: tidy(readSpans(strings.Join(lines[:n], "\n")))}
}

// run counts the lines at the start for which ok holds.
func run(lines []string, ok func(string) bool) int {
	for i, l := range lines {
		if !ok(l) {
			return i
		}
	}
	return len(lines)
}

// starts reports whether a line begins a block of its own.
func starts(l string) bool {
	return headLine.MatchString(l) || quoteLine.MatchString(l) || ruleLine.MatchString(l) || itemLine.MatchString(l) || rowLine.MatchString(l)
}
