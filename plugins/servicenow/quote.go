package servicenow

import (
	"regexp"
	"strings"
)

// quote writes plain text as Markdown. It tries to leave it as it is, so that it
// stays readable; if that would show something else, marks are escaped, and if
// layout is still lost, spaces and empty lines are spelled out.
func quote(text string) string {
	for _, try := range []func(string) string{keepBreaks, escape, spell} {
		if md := try(text); !strings.ContainsAny(md, "<") && plain(md) == disarm(text) {
			return md
		}
	}
	return spell(text)
}

var blockLine = regexp.MustCompile(`^( {4}|\t| *[-*+] | *\d+[.)] | *>)`)

// keepBreaks ends the lines inside a paragraph with two spaces, a hard break.
func keepBreaks(text string) string {
	lines := strings.Split(text, "\n")
	for i := range len(lines) - 1 {
		if lines[i] != "" && lines[i+1] != "" && !blockLine.MatchString(lines[i]) && !blockLine.MatchString(lines[i+1]) {
			lines[i] += "  "
		}
	}
	return strings.Join(lines, "\n")
}

var (
	marks    = strings.NewReplacer(`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `&lt;`, `>`, `\>`, `&`, `&amp;`, `~`, `\~`, `|`, `\|`)
	atStart  = regexp.MustCompile(`^(\s*)([-+=#:])`)
	numbered = regexp.MustCompile(`^(\s*\d+)([.)])`)
)

func escape(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = escapeLine(l)
	}
	for i := range len(lines) - 1 {
		if lines[i] != "" && lines[i+1] != "" {
			lines[i] += "  "
		}
	}
	return strings.Join(lines, "\n")
}

func escapeLine(l string) string {
	l = marks.Replace(l)
	l = atStart.ReplaceAllString(l, `$1\$2`)
	return numbered.ReplaceAllString(l, `$1\$2`)
}

// spell keeps every space at the start of a line and every empty line.
func spell(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		rest := strings.TrimLeft(l, " \t")
		lead := strings.NewReplacer(" ", "&#160;", "\t", "&#9;").Replace(l[:len(l)-len(rest)])
		if lines[i] = lead + escapeLine(rest); lines[i] == "" && len(lines) > 1 {
			lines[i] = "&#160;"
		}
	}
	return strings.Join(lines, "  \n")
}
