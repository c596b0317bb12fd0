package jira

import (
	"regexp"
	"strings"
)

var mention = regexp.MustCompile(`\[~accountid:([^\]\s]+)\]`)

// said is a comment as people read it: whom it mentions by an account id is
// called by name, where that is known, and a slash that does not stand at its
// beginning as it is typed begins no command.
func (r reader) said(native string) string {
	md := ToMarkdown(native)
	for _, m := range mention.FindAllStringSubmatch(native, -1) {
		if name, known := r.called(m[1]); known {
			md = strings.ReplaceAll(md, asMarkdown("@"+m[1]), asMarkdown("@"+name))
		}
	}
	if strings.HasPrefix(md, "/") && !strings.HasPrefix(strings.TrimSpace(native), "/") {
		return `\` + md
	}
	return md
}

func (r reader) called(account string) (string, bool) {
	if r.names == nil {
		return "", false
	}
	return r.names.get(account)
}

// asMarkdown is a text in which nothing is markup.
func asMarkdown(text string) string {
	return writeMarkdown([]block{{kind: paragraph, spans: []span{{kind: plain, text: text}}}})
}
