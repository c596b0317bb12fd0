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

// Word is one word of a query.
type Word struct {
	Source     string // as it stands there
	Not        bool
	Key, Value string // Key "" of a plain word
	At         int    // counts characters from 1
}

func (t *term) word() Word { return Word{t.source, t.not, t.key, t.value, t.at} }

// QueryWords lists the words of a query; none if it cannot be read.
func QueryWords(q string) []Word {
	terms, _ := scan(q)
	var all []Word
	for _, t := range terms {
		all = append(all, t.word())
	}
	return all
}

// LastWord is what somebody types at the end of a query, as far as it is; the zero Word
// after a blank.
func LastWord(q string) Word {
	for i := 0; i < len(q); {
		if q[i] == ' ' || q[i] == '\t' || q[i] == '\n' {
			i++
			continue
		}
		end, _ := wordEnd(q, i)
		if end == len(q) {
			t := term{at: utf8.RuneCountInString(q[:i]) + 1, source: q[i:]}
			t.split()
			if t.source == "-" {
				t.not, t.value = true, ""
			}
			return t.word()
		}
		i = end
	}
	return Word{}
}

// QueryKeys lists the keys of a query, the most used first.
func QueryKeys() []string {
	return []string{"is", "client", "team", "next", "p", "sla", "promise", "owner", "service", "status", "sync", "label", "watching", "queue"}
}

// QueryValues lists the fixed values that a key can be asked for.
func QueryValues(key string) []string {
	switch key {
	case "is":
		return []string{"unread", "attention", "open", "new", "waiting", "incident", "request", "question", "complaint", "umbrella", "major", "problem", "on_hold", "monitoring", "resolved", "closed"}
	case "status":
		var all []string
		for _, s := range Statuses() {
			all = append(all, string(s))
		}
		return all
	case "p":
		return []string{"1", "2", "3", "4"}
	case "sla":
		return []string{"late", "<30m", "<2h", "<24h"}
	case "promise":
		return []string{"due", "any", "<30m", "<2h"}
	case "next":
		return []string{string(DeskParty), string(ClientParty), string(TeamParty), string(SupplierParty)}
	case "sync":
		return []string{"problem", "conflict", "error", "sending"}
	case "owner":
		return []string{"me", "none"}
	case "watching":
		return []string{"me"}
	case "queue":
		return []string{"mine"}
	}
	return nil
}
