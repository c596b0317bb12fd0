package github

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk/markdown"
)

// hidden are the places where a joiner shows what GitHub would take for HTML, or for the
// definition of a link, and leave out of the page: behind a < or a ].
type hidden map[int]bool

// vanishing finds those places. What stands there already as HTML is of the
// team's own making and stays.
func vanishing(s, current string) hidden {
	h := hidden{}
	kept := withoutCode(current)
	for _, at := range opening.FindAllStringIndex(s, -1) {
		if !strings.Contains(kept, tag.FindString(s[at[0]:])) {
			h[at[0]] = true
		}
	}
	plain := folded(s)
	for _, at := range definition.FindAllStringSubmatchIndex(s, -1) {
		if !means(plain, s[at[2]:at[3]+1], s[at[1]:]) {
			h[at[3]] = true
		}
	}
	return h
}

// opening is what begins a tag, a comment, a declaration or an instruction; no
// address in angle brackets does.
var opening = regexp.MustCompile(`<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s\v/>]|$)|[!?])`)

// tag is all of it, as far as it can be told.
var tag = regexp.MustCompile(`^(?s:<!--.*?-->|<[^<>]*>?)`)

// definition is the start of the definition of a link or a footnote, whatever
// list or quote it stands in.
var definition = regexp.MustCompile(`(?m)^[ \t>*+.)0-9-]*(\[(?:[^\[\]\\]|\\.)+)\]:`)

// address is what a definition is about, if it is meant for one.
var address = regexp.MustCompile(`^\s*<?(?:[A-Za-z][A-Za-z0-9+.-]*://|mailto:)`)

// means reports whether a label is defined on purpose: the text uses it, and what
// follows is an address or a footnote.
func means(text, label, rest string) bool {
	label = folded(label)
	used := strings.Count(text, label) > strings.Count(text, label+":")
	return used && (strings.HasPrefix(label, "[^") || address.MatchString(rest))
}

// folded is a text as labels are compared.
func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// settle leaves out the places in code, where nothing vanishes, and says where
// code is then, and where links lead. A line inside of a span of code may be HTML still: such a place
// stays.
func (h hidden) settle(s string) (hidden, [][2]int) {
	outside := hidden{}
	codes := markdown.Code(h.plain(s))
	for first := true; outside.add(h, codes) || first; first = false {
		codes = markdown.Code(outside.plain(s))
	}
	return outside, together(codes, goals(outside.plain(s)))
}

// add takes over the places that are in no code, and reports whether there were
// any more.
func (h hidden) add(all hidden, codes [][2]int) bool {
	before := len(h)
	for at := range all {
		if !within(codes, at) {
			h[at] = true
		}
	}
	return len(h) > before
}

func within(codes [][2]int, at int) bool {
	i, _ := slices.BinarySearchFunc(codes, at, func(c [2]int, at int) int { return cmp.Compare(c[1], at+1) })
	return i < len(codes) && codes[i][0] <= at
}

// next is the first of the places between two others, the second one if there is
// none.
func (h hidden) next(at, end int) int {
	for at++; at < end && !h[at]; at++ {
	}
	return at
}

// plain is a text of the same length without what would vanish, so that code is
// found where it will be.
func (h hidden) plain(s string) string {
	b := []byte(s)
	for at := range h {
		if b[at] == '<' {
			b[at] = ','
		} else {
			b[at+1] = ','
		}
	}
	return string(b)
}

func withoutCode(s string) string {
	b := []byte(s)
	for _, at := range markdown.Code(s) {
		for i := at[0]; i < at[1]; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}
