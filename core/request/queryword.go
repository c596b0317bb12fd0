package request

import (
	"strings"
	"unicode/utf8"
)

// term is one word of a query.
type term struct {
	at         int
	source     string
	not        bool
	key, value string // key "" for plain words
}

func scan(q string) ([]term, error) {
	var out []term
	for i := 0; i < len(q); {
		if q[i] == ' ' || q[i] == '\t' || q[i] == '\n' {
			i++
			continue
		}
		end, closed := wordEnd(q, i)
		t := term{at: utf8.RuneCountInString(q[:i]) + 1, source: q[i:end]}
		if !closed {
			return nil, &QueryError{t.at, t.source, "the quotes are not closed"}
		}
		t.split()
		out = append(out, t)
		i = end
	}
	return out, nil
}

// wordEnd finds where the word at i ends; blanks within quotes belong to it.
func wordEnd(q string, i int) (end int, closed bool) {
	quoted := false
	for ; i < len(q) && (quoted || q[i] != ' ' && q[i] != '\t' && q[i] != '\n'); i++ {
		if q[i] == '"' {
			quoted = !quoted
		}
	}
	return i, !quoted
}

func (t *term) split() {
	s := t.source
	if rest, not := strings.CutPrefix(s, "-"); not && rest != "" {
		t.not, s = true, rest
	}
	if key, value, ok := strings.Cut(s, ":"); ok && key != "" && !strings.Contains(key, `"`) {
		t.key, s = strings.ToLower(key), value
	}
	t.value = strings.ReplaceAll(s, `"`, "")
}
