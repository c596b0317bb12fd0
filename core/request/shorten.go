package request

import (
	"strings"
	"unicode"
)

// Whole says where the whole of a text stands that a ticket holds shortened, as
// far as the link's reader may know it.
func (h House) Whole(r *Request, l *Link) string {
	if terms := h.Terms(r, l); terms.Side != TeamSide || terms.Public {
		return string(r.Key)
	}
	return strings.TrimPrefix(h.back(r), "Request: ")
}

// Shorten cuts a Markdown text to about size characters, says so, and says where
// the whole of it stands. A context block below it stays, at least its link back.
func Shorten(text string, size int, whole string) string {
	body, context := splitContext(text)
	notice := "… (shortened; the whole text: " + whole + ")"
	for len([]rune(context)) > size/2 {
		shorter, ok := dropLine(context)
		if !ok {
			break
		}
		context = shorter
	}
	if context = strings.TrimLeft(context, "\n"); context != "" {
		context = "\n\n" + context
	}
	kept := head(body, size-len([]rune(notice))-len([]rune(context))-12)
	return strings.TrimLeft(kept+"\n\n"+notice+context, "\n")
}

// splitContext parts a text from the context block below it.
func splitContext(text string) (body, context string) {
	body = StripContext(text)
	return body, text[len(body):]
}

// dropLine takes the first line out of a context block; false if only the last
// one is left.
func dropLine(context string) (string, bool) {
	before, lines, _ := strings.Cut(context, "\n- ")
	_, rest, more := strings.Cut(lines, "\n- ")
	return before + "\n- " + rest, more
}

// head is the beginning of a text: whole lines or words where some are near, no
// half of a character, and no code left open.
func head(text string, size int) string {
	runes := []rune(text)
	if size >= len(runes) {
		return text
	}
	size = max(size, 0)
	for size > 0 && oneSign(runes[:size], runes[size]) {
		size--
	}
	kept := string(runes[:size])
	for _, end := range []string{"\n", " "} {
		if at := strings.LastIndex(kept, end); at > len(kept)*3/4 {
			kept = kept[:at]
			break
		}
	}
	return strings.TrimRight(kept, " \n") + openFence(kept)
}

// oneSign reports whether a rune belongs to the character before it.
func oneSign(before []rune, r rune) bool {
	const zeroWidthJoiner = '\u200d'
	letters := 0 // of a flag, which has two
	for letters < len(before) && regional(before[len(before)-1-letters]) {
		letters++
	}
	return before[len(before)-1] == zeroWidthJoiner || r == zeroWidthJoiner || regional(r) && letters%2 == 1 ||
		r > unicode.MaxASCII && unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Sk)
}

func regional(r rune) bool { return r >= '\U0001F1E6' && r <= '\U0001F1FF' }

// openFence is what ends a block of code that a text leaves open.
func openFence(text string) string {
	open := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimLeft(line, " >")
		mark := line[:len(line)-len(strings.TrimLeft(line, "`~"))]
		switch {
		case len(mark) < 3 || mark != strings.Repeat(mark[:1], len(mark)):
		case open == "":
			open = mark
		case mark[0] == open[0] && len(mark) >= len(open) && strings.TrimSpace(line[len(mark):]) == "":
			open = ""
		}
	}
	if open == "" {
		return ""
	}
	return "\n" + open
}
