package textile

import (
	"regexp"
	"strconv"
	"strings"
)

// Read says Textile in Markdown.
func Read(textile string) string {
	text, codes := hide(strings.ReplaceAll(canon(textile), token, ""))
	return strings.Trim(expand(read(text), codes), "\n")
}

func read(s string) string { return strings.Join(paragraphs(s), "\n\n") }

var preformatted = regexp.MustCompile(`(?is)<pre>\s*?(?:<code(?: class="([^"]*)")?>)?(.*?)(?:</code>\s*)?</pre>`)

// token stands on both sides of the number of a preformatted part, on a line of
// its own, while the text around it is read.
const token = "\x02"

var place = regexp.MustCompile(`^(.*)` + token + `(\d+)` + token + `$`)

// hide takes out the preformatted parts, in which nothing is markup.
func hide(s string) (string, []string) {
	var b strings.Builder
	var codes []string
	for {
		at := preformatted.FindStringSubmatchIndex(s)
		if at == nil {
			b.WriteString(s)
			return b.String(), codes
		}
		before, lang := s[:at[0]], ""
		if at[2] >= 0 {
			lang = strings.TrimSuffix(s[at[2]:at[3]], " syntaxhl")
		}
		if before = strings.TrimRight(before, " "); before != "" && !strings.HasSuffix(before, "\n") {
			before += "\n"
		}
		b.WriteString(before + token + strconv.Itoa(len(codes)) + token + "\n")
		codes = append(codes, fence(s[at[4]:at[5]], lang))
		s = strings.TrimPrefix(strings.TrimLeft(s[at[1]:], " "), "\n")
	}
}

// expand puts the preformatted parts back, each line behind what stands before.
func expand(s string, codes []string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if m := place.FindStringSubmatch(l); m != nil {
			n, _ := strconv.Atoi(m[2])
			lines[i] = m[1] + strings.ReplaceAll(codes[n], "\n", "\n"+m[1])
		}
	}
	return strings.Join(lines, "\n")
}

func fence(code, lang string) string {
	code = strings.TrimSuffix(strings.TrimPrefix(code, "\n"), "\n")
	code = strings.ReplaceAll(code, "<"+joiner, "<")
	marks := "```"
	for strings.Contains(code, marks) {
		marks += "`"
	}
	return marks + lang + "\n" + code + "\n" + marks
}

// paragraphs reads what lies between preformatted parts.
func paragraphs(s string) []string {
	var list []string
	listed := false
	lines := strings.Split(s, "\n")
	for i := 0; i < len(lines); {
		if strings.TrimSpace(lines[i]) == "" {
			i++
			continue
		}
		kind := kindOf(lines[i])
		n := 1
		for i+n < len(lines) && kind.goesOn(lines[i+n]) {
			n++
		}
		text := kind.read(lines[i : i+n])
		if listed && follows.MatchString(text) && !item.MatchString(lines[i]) {
			text = guardItem(text) // Markdown would take it for one more item
		}
		if text != "" {
			list = append(list, text)
		}
		listed = item.MatchString(lines[i])
		i += n
	}
	return list
}

var follows = regexp.MustCompile(`^\d+[.)]\s`)

// kind is a kind of block: which lines follow its first one, and how it reads.
type kind struct {
	goesOn func(line string) bool
	read   func(lines []string) string
}

var (
	heading = regexp.MustCompile(`^h([1-6])\S{0,20}?\. +(.*)$`)
	item    = regexp.MustCompile(`^([*#]+) (.*)$`)
	quoted  = regexp.MustCompile(`^>`)
	row     = regexp.MustCompile(`^\|.*\|\s*$`)
	rule    = regexp.MustCompile(`^---+ *$`)
	tall    = regexp.MustCompile(`^(bq|p)\S{0,20}?\. +`)
)

func kindOf(line string) kind {
	alone := func(string) bool { return false }
	switch {
	case place.MatchString(line):
		return kind{alone, func(l []string) string { return l[0] }}
	case heading.MatchString(line):
		return kind{alone, func(l []string) string { return readHeading(l[0]) }}
	case rule.MatchString(line):
		return kind{alone, func([]string) string { return "---" }}
	case quoted.MatchString(line):
		return kind{quoted.MatchString, readQuote}
	case row.MatchString(line):
		return kind{row.MatchString, readTable}
	case item.MatchString(line):
		return kind{filled, readList}
	}
	return kind{plain, readParagraph}
}

func filled(line string) bool { return strings.TrimSpace(line) != "" }

// plain reports whether a line goes on with a paragraph.
func plain(line string) bool {
	return filled(line) && !place.MatchString(line) && !item.MatchString(line) && !quoted.MatchString(line) && !row.MatchString(line) &&
		!heading.MatchString(line) && !rule.MatchString(line)
}

func readHeading(line string) string {
	m := heading.FindStringSubmatch(line)
	text := strings.TrimSpace(spans(m[2]))
	if before, ok := strings.CutSuffix(text, "#"); ok {
		text = before + "\\#" // Markdown would take it for a closing mark
	}
	return strings.Repeat("#", int(m[1][0]-'0')) + " " + text
}

func readParagraph(lines []string) string {
	mark := tall.FindString(lines[0])
	lines[0] = lines[0][len(mark):]
	for i, l := range lines {
		lines[i] = guard(spans(strings.TrimSpace(l)))
	}
	text := strings.Join(lines, "\n")
	if strings.HasPrefix(mark, "bq") {
		return prefix("> ", text)
	}
	return text
}

func readQuote(lines []string) string {
	for i, l := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(l, ">"), " ")
	}
	return prefix("> ", read(strings.Join(lines, "\n")))
}

func readTable(lines []string) string {
	var out []string
	for i, l := range lines {
		cells := strings.Split(strings.Trim(strings.TrimSpace(l), "|"), "|")
		for j, c := range cells {
			cells[j] = strings.ReplaceAll(spans(strings.TrimSpace(strings.TrimPrefix(c, "_."))), "|", `\|`)
		}
		out = append(out, "| "+strings.Join(cells, " | ")+" |")
		if i == 0 {
			out = append(out, "|"+strings.Repeat(" --- |", len(cells)))
		}
	}
	return strings.Join(out, "\n")
}

// readList indents by what the levels above need: two columns for a bullet,
// three for a number.
func readList(lines []string) string {
	var out []string
	indent := ""
	for _, l := range lines {
		m := item.FindStringSubmatch(l)
		if m == nil {
			out = append(out, indent+guard(spans(strings.TrimSpace(l))))
			continue
		}
		depth := m[1]
		lead := strings.NewReplacer("*", "  ", "#", "   ").Replace(depth[:len(depth)-1])
		mark := "- "
		if strings.HasSuffix(depth, "#") {
			mark = "1. "
		}
		indent = lead + strings.Repeat(" ", len(mark))
		out = append(out, lead+mark+guardItem(spans(m[2])))
	}
	return strings.Join(out, "\n")
}
