package jira

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	styleTag  = regexp.MustCompile(`^\{(color|anchor)(:[^}\n]*)?\}`)
	charRef   = regexp.MustCompile(`^&#\d{1,6};`)
	wikiImage = regexp.MustCompile(`^!([^\s!|]+\.[A-Za-z0-9]{2,5}|https?://[^\s!|]+)(\|[^!\n]*)?!`)
	bareURL   = regexp.MustCompile(`^(?:https?|ftp)://[^\s|\[\]<>{}"\\^` + "`" + `]+`)
)

// attachment begins the address of an image that is a file of the ticket.
const attachment = "attachment:"

// reach is how many bytes on the end of a style or link is looked for: with no
// end to it, a text made of openings would take for ever.
const reach = 2000

// spanReader reads wiki text within a block.
type spanReader struct {
	s    string
	at   int
	text strings.Builder
	out  []span
}

func readSpans(s string) []span {
	r := &spanReader{s: s}
	for r.at < len(r.s) {
		if !r.markup() {
			_, n := utf8.DecodeRuneInString(r.rest())
			r.text.WriteString(r.s[r.at : r.at+n])
			r.at += n
		}
	}
	r.flush()
	return merge(r.out)
}

func (r *spanReader) rest() string { return r.s[r.at:] }

func (r *spanReader) flush() {
	if r.text.Len() > 0 {
		r.out = append(r.out, span{kind: plain, text: strings.ReplaceAll(r.text.String(), "["+invisible+"~", "[~")})
		r.text.Reset()
	}
}

func (r *spanReader) put(s span, length int) bool {
	r.flush()
	r.out = append(r.out, s)
	r.at += length
	return true
}

// markup reads what stands here, if it is markup.
func (r *spanReader) markup() bool {
	rest := r.rest()
	switch rest[0] {
	case '\\':
		return r.escape()
	case '&':
		return r.reference()
	case '\n':
		return r.put(span{kind: lineBreak}, 1)
	case '{':
		return r.braces()
	case '[':
		return r.bracket()
	case '!':
		return r.image()
	case 'h', 'f':
		return r.address()
	case '*':
		return r.style('*', strong)
	case '_':
		return r.style('_', emphasis)
	case '-':
		return r.style('-', strike)
	}
	return false
}

func (r *spanReader) escape() bool {
	next, n := utf8.DecodeRuneInString(r.s[r.at+1:])
	switch {
	case next == '\\':
		return r.put(span{kind: lineBreak}, 2)
	case n == 0 || !isPunct(next):
		return false
	}
	r.text.WriteRune(next)
	r.at += 1 + n
	return true
}

func (r *spanReader) reference() bool {
	ref := charRef.FindString(r.rest())
	if ref == "" {
		return false
	}
	r.text.WriteString(canonical(html.UnescapeString(ref)))
	r.at += len(ref)
	return true
}

// braces reads {{code}}, styles forced inside a word, and tags without a meaning
// here.
func (r *spanReader) braces() bool {
	rest := r.rest()
	if tag := styleTag.FindString(rest); tag != "" {
		r.at += len(tag)
		return true
	}
	if inner, length, ok := between(rest, "{{", "}}"); ok {
		return r.put(span{kind: code, text: oneLineCode(unescape(inner))}, length)
	}
	for mark, kind := range map[string]spanKind{"{*}": strong, "{_}": emphasis, "{-}": strike} {
		if inner, length, ok := between(rest, mark, mark); ok {
			return r.put(span{kind: kind, kids: readSpans(inner)}, length)
		}
	}
	return false
}

// between returns what stands between two marks on one line.
func between(s, open, end string) (inner string, length int, ok bool) {
	if !strings.HasPrefix(s, open) {
		return "", 0, false
	}
	for i := len(open); i < min(len(s), reach) && s[i] != '\n'; i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if strings.HasPrefix(s[i:], end) && i > len(open) {
			return s[len(open):i], i + len(end), true
		}
	}
	return "", 0, false
}

// unescape reads text in which nothing but escapes is markup.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if ref := charRef.FindString(s[i:]); ref != "" {
			b.WriteString(canonical(html.UnescapeString(ref)))
			i += len(ref) - 1
			continue
		}
		if s[i] == '\\' && i+1 < len(s) && isPunct(rune(s[i+1])) {
			i++
		}
		b.WriteByte(s[i])
	}
	return strings.ReplaceAll(b.String(), invisible, "")
}

// style reads *strong*, _emphasis_ and -strike-: the marks stand at the edges of
// words.
func (r *spanReader) style(mark byte, kind spanKind) bool {
	before, _ := utf8.DecodeLastRuneInString(r.s[:r.at])
	if r.at > 0 && isWord(before) {
		return false
	}
	end := closer(r.rest(), mark)
	if end < 0 {
		return false
	}
	return r.put(span{kind: kind, kids: readSpans(r.rest()[1:end])}, end+1)
}

// closer finds the mark that ends a style which starts with the first byte of s.
func closer(s string, mark byte) int {
	first, _ := utf8.DecodeRuneInString(s[1:])
	if len(s) < 3 || unicode.IsSpace(first) || byte(first) == mark && first < 128 {
		return -1
	}
	for i := 1; i < min(len(s), reach) && s[i] != '\n'; i++ {
		if s[i] == '\\' {
			i++
			continue
		}
		if s[i] != mark || i == 1 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, n := utf8.DecodeRuneInString(s[i+1:])
		if !unicode.IsSpace(before) && (n == 0 || !isWord(after) && after != rune(mark)) {
			return i
		}
	}
	return -1
}
