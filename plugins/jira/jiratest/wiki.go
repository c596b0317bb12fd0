package jiratest

import (
	"regexp"
	"strings"
)

var (
	blankLines = regexp.MustCompile(`\n{3,}`)
	trailing   = regexp.MustCompile(`[ \t]+(\n|$)`)
	dashItem   = regexp.MustCompile(`(?m)^- `)
	plainLink  = regexp.MustCompile(`\[(https?://[^\s\]|]+)\]`)
)

// stored is how the site keeps a text. Cloud turns wiki text into a document and
// back: other line ends, one blank line, stars for list marks, links written out.
func (s *Server) stored(text string) string {
	text = strings.ReplaceAll(text, "\x00", "")
	if !s.cloud() || s.opts.KeepText {
		return text
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = trailing.ReplaceAllString(text, "$1")
	text = blankLines.ReplaceAllString(text, "\n\n")
	text = dashItem.ReplaceAllString(text, "* ")
	text = plainLink.ReplaceAllString(text, "[$1|$1]")
	return strings.Trim(text, "\n")
}
