package jira

import (
	"slices"
	"strings"
	"unicode"
)

// tidy brings the spans of a block into the one form that both markups can say:
// no empty ones, no neighbours that belong together, single line breaks between
// words.
func tidy(spans []span) []span { return trimSpans(merge(trimSpans(merge(spans)))) }

// merge joins neighbours and drops what is empty.
func merge(spans []span) []span {
	var out []span
	for _, s := range spans {
		if s.kids = merge(s.kids); s.kind == strong || s.kind == emphasis || s.kind == strike {
			s.kids = within(s.kind, s.kids)
		}
		if s.void() {
			continue
		}
		if n := len(out); n > 0 && out[n-1].joins(s) {
			out[n-1].text += s.text
			out[n-1].kids = merge(append(slices.Clone(out[n-1].kids), s.kids...))
			continue
		}
		out = append(out, s)
	}
	return out
}

func (s span) void() bool {
	switch s.kind {
	case plain, code:
		return s.text == ""
	case image:
		return s.url == ""
	case lineBreak:
		return false
	case link:
		return len(s.kids) == 0 || s.url == ""
	}
	return len(s.kids) == 0
}

func (s span) joins(next span) bool {
	return s.kind == next.kind && s.kind != link && s.kind != image && s.kind != code
}

// within takes out what a style already says.
func within(kind spanKind, kids []span) []span {
	var out []span
	for _, k := range kids {
		if k.kind == kind {
			out = append(out, k.kids...)
		} else {
			out = append(out, k)
		}
	}
	return out
}

// trimSpans drops the blanks around line breaks and at both ends.
func trimSpans(spans []span) []span {
	var out []span
	for i, s := range spans {
		if s.kind == plain && (i == 0 || spans[i-1].kind == lineBreak) {
			s.text = strings.TrimLeftFunc(s.text, unicode.IsSpace)
		}
		if s.kind == plain && (i == len(spans)-1 || spans[i+1].kind == lineBreak) {
			s.text = strings.TrimRightFunc(s.text, unicode.IsSpace)
		}
		if !s.void() {
			out = append(out, s)
		}
	}
	for len(out) > 0 && out[0].kind == lineBreak {
		out = out[1:]
	}
	for len(out) > 0 && out[len(out)-1].kind == lineBreak {
		out = out[:len(out)-1]
	}
	return out
}

// blocksOf drops empty blocks and joins lists that follow one another.
func blocksOf(list []block) []block {
	var out []block
	for _, b := range list {
		b.items = slices.DeleteFunc(slices.Clone(b.items), func(it listItem) bool { return len(it.spans)+len(it.lists) == 0 })
		if b.void() {
			continue
		}
		if n := len(out); n > 0 && b.kind == listBlock && out[n-1].kind == listBlock && out[n-1].ordered == b.ordered {
			out[n-1].items = append(slices.Clone(out[n-1].items), b.items...)
			continue
		}
		out = append(out, b)
	}
	return out
}

func (b block) void() bool {
	switch b.kind {
	case paragraph, heading:
		return len(b.spans) == 0
	case quoteBlock:
		return len(b.kids) == 0
	case listBlock:
		return len(b.items) == 0
	case tableBlock:
		return len(b.rows) == 0
	}
	return false
}
