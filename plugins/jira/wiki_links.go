package jira

import (
	"strings"
	"unicode/utf8"
)

// bracket reads a link or a mention; other brackets are text.
func (r *spanReader) bracket() bool {
	inner, length, ok := between(r.rest(), "[", "]")
	if !ok {
		return false
	}
	if who, mention := strings.CutPrefix(inner, "~"); mention {
		return r.put(span{kind: plain, text: "@" + strings.TrimPrefix(unescape(who), "accountid:")}, length)
	}
	parts := splitBars(inner)
	if address, ok := safeURL(unescape(parts[min(1, len(parts)-1)])); ok {
		s := span{kind: link, url: address, kids: []span{{kind: plain, text: address}}}
		if len(parts) > 1 && strings.TrimSpace(parts[0]) != parts[1] {
			s.kids = linkText(readSpans(parts[0]))
		}
		return r.put(s, length)
	}
	if len(parts) > 1 {
		r.flush()
		r.out = append(r.out, readSpans(parts[0])...)
		r.at += length
		return true
	}
	return false
}

// linkText is a link's text: links do not nest.
func linkText(spans []span) []span {
	var out []span
	for _, s := range spans {
		if s.kind == link {
			out = append(out, s.kids...)
		} else {
			s.kids = linkText(s.kids)
			out = append(out, s)
		}
	}
	return tidy(oneLineSpans(out))
}

func splitBars(s string) []string {
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '|':
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

func (r *spanReader) image() bool {
	m := wikiImage.FindStringSubmatch(r.rest())
	if m == nil {
		return false
	}
	s := span{kind: image, url: attachment + m[1], text: m[1]}
	if address, ok := safeURL(m[1]); ok {
		s = span{kind: image, url: address}
	}
	return r.put(s, len(m[0]))
}

// address reads a bare address at the start of a word.
func (r *spanReader) address() bool {
	if before, _ := utf8.DecodeLastRuneInString(r.s[:r.at]); r.at > 0 && isWord(before) {
		return false
	}
	found := strings.TrimRight(bareURL.FindString(r.rest()), `.,;:!?'")*_-~`)
	address, ok := safeURL(found)
	if !ok {
		return false
	}
	return r.put(span{kind: link, url: address, kids: []span{{kind: plain, text: address}}}, len(found))
}
