package web

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// phrase is a sentence of the core with values in it. English says it as the core
// does, and so finds it.
type phrase struct {
	name    string
	pattern *regexp.Regexp
}

// readPhrases makes the patterns of the English catalogue, the longest sentences
// first, so that none is taken for a part of another.
func readPhrases(text map[string]string) []phrase {
	var all []phrase
	for _, key := range slices.Sorted(maps.Keys(text)) {
		name, ok := strings.CutPrefix(key, "phrase.")
		if !ok {
			continue
		}
		pattern := strings.ReplaceAll(regexp.QuoteMeta(text[key]), "%s", "(.+?)")
		all = append(all, phrase{name, regexp.MustCompile("^" + pattern + "$")})
	}
	slices.SortStableFunc(all, func(a, b phrase) int { return cmp.Compare(b.words(), a.words()) })
	return all
}

// words is how much of a sentence is its own.
func (p phrase) words() int { return len(strings.ReplaceAll(p.pattern.String(), "(.+?)", "")) }

// reword says a sentence of the core in the page's language, and its values as
// people call them; what is not known stays as it is.
func (l *language) reword(text string) string {
	said, _ := l.ownWords(text)
	return said
}

// ownWords is [language.reword] that reports whether the sentence is the core's.
func (l *language) ownWords(text string) (said string, own bool) {
	for _, p := range l.phrases {
		m := p.pattern.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		var args []any
		for i := 2; i < len(m); i += 2 {
			args = append(args, isolate(l.called(unquoted(text, m[i], m[i+1]))))
		}
		return fmt.Sprintf(l.word("phrase", p.name), args...), true
	}
	return text, false
}

// unquoted is a value of a sentence as it was before it was quoted.
func unquoted(text string, from, to int) string {
	if from > 0 && to < len(text) {
		if value, err := strconv.Unquote(text[from-1 : to+1]); err == nil {
			return value
		}
	}
	return text[from:to]
}

// called is how people call a value within a sentence: a field, a status, how a
// ticket fares, what an account may do, or another sentence.
func (l *language) called(value string) string {
	for _, said := range []string{l.moment(value), l.word("field", value), l.word("status", value), l.word("health", value), l.word("act", value)} {
		if said != value {
			return said
		}
	}
	return l.fault(value)
}
