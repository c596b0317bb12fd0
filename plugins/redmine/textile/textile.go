// Package textile turns Markdown into the Textile that Redmine understands, and
// back. It covers what both can say: paragraphs, headings, quotes, lists, tables,
// code, emphasis, links and images; anything else stays as readable text.
//
// A line break of Textile is a line break of Markdown's source, one to one.
// Reading what was written gives the same Markdown, up to spelling, and
// spelling it again gives the same Textile.
package textile

import (
	"strconv"
	"strings"
)

// joiner is an invisible character that keeps a mention in code from paging
// anybody.
const joiner = "\u2060"

func canon(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// entity is a character that Textile would take for markup.
func entity(c byte) string { return "&#" + strconv.Itoa(int(c)) + ";" }
