package web

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// understand is a query in the words that every language shares: the reader's own
// words for a state, a kind or a priority, as pages say them, become their codes.
func (l *language) understand(query string) string {
	words, changed := request.QueryWords(query), false
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.Source
		if code := l.codeOf(w.Key, w.Value); code != "" {
			all[i], changed = sign(w)+w.Key+":"+quote(code), true
		}
	}
	if !changed {
		return query
	}
	return strings.Join(all, " ")
}

// codeOf is the code of a value that is typed as pages say it; "" for any other, and
// for a code.
func (l *language) codeOf(key, value string) string {
	codes := codesOf(key)
	if value == "" || slices.Contains(codes, value) {
		return ""
	}
	typed := folded(value)
	for _, c := range words(l, key, codes) {
		if folded(c.Title) == typed {
			return c.Value
		}
	}
	return ""
}

// codesOf are the fixed values of a key, those first that are proposed.
func codesOf(key string) []string {
	codes := request.QueryValues(key)
	if key == "is" {
		codes = append(codes, request.QueryValues("status")...)
	}
	return codes
}

// folded is a text as it is compared: however its words are written and joined.
func folded(text string) string {
	return strings.Join(request.Words(strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue").Replace(strings.ToLower(text))), "")
}

func sign(w request.Word) string {
	if w.Not {
		return "-"
	}
	return ""
}
