package web

import (
	"regexp"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// failure is how the class of a fault stands in the text of an error: after what
// was tried, before the field, the cause and a hint.
var failure = regexp.MustCompile(`^(?:[^:;]+: )*?(internal|invalid|not found|gone|conflict|denied|throttled|unavailable|uncertain|misread|unsupported|unauthenticated)(?: \(([^)]*)\))?(?:[:;] (.+))?$`)

// trouble says an error of a tool as a sentence without its full stop, with the
// tool's own words.
func (l *language) trouble(text string) string {
	m := failure.FindStringSubmatch(text)
	if m == nil {
		return l.ofField(text)
	}
	if said, own := l.ownWords(m[3]); own && m[1] == "denied" { // by the hub itself
		return said
	}
	said := l.word("trouble", m[1])
	if m[2] != "" {
		said += " (" + l.word("field", m[2]) + ")"
	}
	if m[3] != "" {
		said += ": " + strings.TrimRight(m[3], ".")
	}
	return said
}

// ofField says what ails a link, or one field of it, which stands before that.
func (l *language) ofField(text string) string {
	said := l.reason(text)
	field, rest, found := strings.Cut(text, ": ")
	if name := l.word("field", field); said == text && found && name != field {
		return name + ": " + l.reason(rest)
	}
	return said
}

// reason is why something happened, in the hub's own words.
func (l *language) reason(text string) string {
	text = strings.TrimSpace(text)
	if said := l.word("reason", text); said != text {
		return said
	}
	return l.reword(text)
}

// because is the reason of an event or a return, translated where it is one of
// the hub's own.
func because(l *language, n names, text string) string {
	if team, ok := strings.CutPrefix(text, "given to "); ok {
		return l.say("reason.given", n.team(request.TeamID(team)))
	}
	return l.trouble(text)
}
