package request

import (
	"strings"
	"unicode"
)

// OneLine is a text as a name or a title holds it, whoever wrote it: blanks of
// every kind are one space, control characters and those that turn the reading
// direction are gone.
func OneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || Turns(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	return strings.Join(strings.Fields(text), " ")
}

// Turns reports whether a character embeds, overrides or isolates a reading
// direction: it can make a line show another text than it holds.
func Turns(r rune) bool { return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069' }

// Straight is a text as it is shown to people: what turns the reading direction, so
// that a line shows another text than it holds, is gone. The text itself stays as
// its writer and the tools have it.
func Straight(text string) string {
	if !strings.ContainsFunc(text, Turns) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if Turns(r) {
			return -1
		}
		return r
	}, text)
}

// Lines is a text of several lines as a description or a note holds it: lines
// end with \n, and control characters are gone save tabs.
func Lines(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// shows reports whether a text has a character that can be seen.
func shows(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) })
}

// oneLines is OneLine for each of several texts.
func oneLines(texts []string) []string {
	out := make([]string, len(texts))
	for i, t := range texts {
		out[i] = OneLine(t)
	}
	return out
}

// excerpt is the beginning of a text, for an error that shows it.
func excerpt(text string) string {
	const most = 100
	if len(text) <= most {
		return text
	}
	runes := []rune(text[:min(len(text), 4*most)])
	return string(runes[:min(len(runes)-1, most)]) + "…"
}
