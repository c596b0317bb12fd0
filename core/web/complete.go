package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// mostProposals is how many ways to go on are shown at once.
const mostProposals = 8

// proposal is one way to go on with a query's last word.
type proposal struct {
	Text string `json:"text"` // the whole word
	Says string `json:"says"` // what it selects
}

// completion is what somebody typed last and the ways to go on with it.
type completion struct {
	Word  string     `json:"word"`
	Items []proposal `json:"items"`
}

// complete answers how the last word of a query may go on.
func (s *Site) complete(w http.ResponseWriter, r *http.Request, v visitor) {
	n, err := s.names(r.Context())
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	word := request.LastWord(r.URL.Query().Get("q"))
	body, err := json.Marshal(completion{word.Source, proposals(s.speak(r), n, word)})
	if err != nil {
		s.fail(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

func proposals(l *language, n names, word request.Word) []proposal {
	out, sign := []proposal{}, sign(word)
	if word.Key == "" {
		for _, key := range request.QueryKeys() {
			if strings.HasPrefix(key, strings.ToLower(word.Value)) && (word.Value != "" || !word.Not) {
				out = append(out, proposal{sign + key + ":", l.word("key", key)})
			}
		}
		return out
	}
	typed := strings.ToLower(word.Value)
	starts := func(text string) bool {
		text = strings.ToLower(text)
		return strings.HasPrefix(text, typed) || typed != "" && strings.Contains(text, " "+typed)
	}
	for _, c := range values(l, n, word.Key) {
		if starts(c.Value) || starts(c.Title) {
			out = append(out, proposal{sign + word.Key + ":" + quote(l.spelt(word.Key, c, typed)), c.Title})
		}
	}
	return out[:min(len(out), mostProposals)]
}

// spelt is a value as it is proposed: in the reader's own word where that is what
// they type, if it is understood.
func (l *language) spelt(key string, c choice, typed string) string {
	own := strings.ToLower(c.Title)
	if l.codeOf(key, own) != c.Value || !strings.HasPrefix(own, typed) || l.code == "en" {
		return c.Value
	}
	return own
}

// values are what a key of a query can be asked for.
func values(l *language, n names, key string) []choice {
	switch key {
	case "client":
		return titled(n.d.Clients, n.client)
	case "service":
		return titled(n.d.Services, func(id request.ServiceID) string { return n.d.Services[id].Title })
	case "team":
		return titled(n.d.Teams, n.team)
	case "next":
		return append(words(l, key, request.QueryValues(key)), titled(n.d.Teams, n.team)...)
	case "owner", "watching":
		return append(words(l, key, request.QueryValues(key)), n.staff...)
	}
	return words(l, key, request.QueryValues(key))
}

// words are fixed values with what a page calls them.
func words(l *language, key string, values []string) []choice {
	out := make([]choice, len(values))
	for i, v := range values {
		out[i] = choice{v, l.word("value", key+":"+v)}
		for _, list := range []string{"status", "kind"} {
			if out[i].Title == key+":"+v {
				out[i].Title = cmp.Or(l.text[list+"."+v], key+":"+v)
			}
		}
	}
	return out
}
