package web

import (
	"html/template"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// The controls that open and close a stretch of text with a direction of its own,
// and those whose text is kept apart.
const (
	firstStrong = '\u2068'
	endIsolate  = '\u2069'
	controls    = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)

// isolate keeps the direction of a foreign text inside of it, where there is no
// element to do so: in a sentence, in a page's title.
func isolate(text string) string {
	if !strings.ContainsAny(text, controls) {
		return text
	}
	return string(firstStrong) + request.Straight(text) + string(endIsolate)
}

// overrides takes out of a whole page what overrides the reading direction: none of
// it is ours, and it may stand where no element could hold it, as in a field.
func overrides() *strings.Replacer {
	return strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u202d", "", "\u202e", "")
}

// mail is a mail address that wraps before its domain, and elsewhere only where
// that is not enough.
func mail(address string) template.HTML {
	name, domain, _ := strings.Cut(address, "@")
	if domain == "" {
		return bdi(address)
	}
	//nolint:gosec // the text is escaped
	return template.HTML("<bdi>" + foreign(name) + "<wbr>@" + foreign(domain) + "</bdi>")
}

// bdi is a foreign text within a line of a page.
func bdi(text string) template.HTML {
	//nolint:gosec // the text is escaped
	return template.HTML("<bdi>" + foreign(text) + "</bdi>")
}

// foreign is such a text in HTML. What keeps one sentence's parts apart may stand in
// it; it closes no more than it opens.
func foreign(text string) string {
	open := 0
	text = strings.Map(func(r rune) rune {
		switch {
		case r == firstStrong:
			open++
		case r == endIsolate && open > 0:
			open--
		case request.Turns(r):
			return -1
		}
		return r
	}, text)
	return template.HTMLEscapeString(text + strings.Repeat(string(endIsolate), open))
}
