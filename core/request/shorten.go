package request

import (
	"strings"
	"unicode"
)

// Whole says where the whole of a text stands that a ticket holds shortened, and
// in which language its reader is told so.
type Whole struct{ At, Language string }

// Whole is where a link's reader finds the whole of a text, as far as it may know.
func (h House) Whole(r *Request, l *Link) Whole {
	w := Whole{At: string(r.Key), Language: h.Directory.Teams[l.Team].Language}
	if terms := h.Terms(r, l); terms.Side == TeamSide && !terms.Public {
		w.At = h.back(r)
	}
	return w
}

// Shorten cuts a Markdown text to about size characters, says so, and says where
// the whole of it stands. A context block below it stays, at least its link back.
func Shorten(text string, size int, whole Whole) string {
	body, context := splitContext(text)
	notice := saidShortened(whole)
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
	kept := closedHead(body, size-len([]rune(notice))-len([]rune(context))-4)
	return strings.TrimLeft(kept+"\n\n"+notice+context, "\n")
}

// closedHead is the beginning of a text with nothing left open, at most size
// characters.
func closedHead(text string, size int) string {
	for room := size - 8; ; {
		kept := head(text, room)
		end := closing(kept)
		over := len([]rune(kept+end)) - size
		if over <= 0 || kept == "" {
			return kept + end
		}
		room = min(room, len([]rune(kept))) - over
	}
}

// dropLine takes the first line out of a context block; false if only the last
// one is left.
func dropLine(context string) (string, bool) {
	before, lines, _ := strings.Cut(context, "\n- ")
	_, rest, more := strings.Cut(lines, "\n- ")
	return before + "\n- " + rest, more
}

// head is the beginning of a text: whole lines or words where some are near, no
// half of a character.
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
	return strings.TrimRight(kept, " \n")
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
