package web

import (
	"html/template"
	"strings"
)

// The controls that open and close a stretch of text with a direction of its own.
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
	return string(firstStrong) + balanced(text) + string(endIsolate)
}

// balanced drops what would close more than the text has opened.
func balanced(text string) string {
	open := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '\u2066' && r <= firstStrong:
			open++
		case r == endIsolate && open == 0:
			return -1
		case r == endIsolate:
			open--
		}
		return r
	}, text) + strings.Repeat(string(endIsolate), open)
}

// mail is a mail address that wraps before its domain, and elsewhere only where
// that is not enough.
func mail(address string) template.HTML {
	name, domain, _ := strings.Cut(address, "@")
	if domain == "" {
		return bdi(address)
	}
	//nolint:gosec // the text is escaped
	return template.HTML("<bdi>" + template.HTMLEscapeString(balanced(name)) + "<wbr>@" + template.HTMLEscapeString(balanced(domain)) + "</bdi>")
}

// bdi is a foreign text within a line of a page.
func bdi(text string) template.HTML {
	//nolint:gosec // the text is escaped
	return template.HTML("<bdi>" + template.HTMLEscapeString(balanced(text)) + "</bdi>")
}
