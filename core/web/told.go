package web

import (
	"strings"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/broker/admin"
)

// told says what changed, of a line of the trail, as people call it.
func (l *language) told(action string, d auth.Detail) auth.Detail {
	list := valueList(d.Field)
	switch {
	case action == admin.RuleChanged:
		list = "policy"
	case d.Field == "how":
		d.To = l.word("how", d.To)
	}
	return auth.Detail{Field: l.changed(action, d.Field), From: l.valued(list, d.From), To: l.valued(list, d.To)}
}

// cell says the value of a column of the catalogue.
func (l *language) cell(column, value string) string { return l.valued(valueList(column), value) }

// changed names what changed: a field, a column or a row of a mapping; a
// setting goes by its name in the file.
func (l *language) changed(action, field string) string {
	first, rest, dotted := strings.Cut(field, ".")
	way, code, _ := strings.Cut(rest, ".")
	switch {
	case strings.HasPrefix(action, "entry."):
		return l.word("column", field)
	case !dotted:
		return l.detail(field)
	case first == "fields":
		return l.say("mapping.flows", l.word("field", rest))
	case first == "conflicts":
		return l.say("rules.of", l.word("field", rest))
	case first == "people":
		return l.say("mapping.readas", rest)
	case way == "read":
		return l.say("mapping.readas", code)
	case way == "write":
		return l.say("mapping.writeas", l.word("category", code))
	}
	return l.detail(field)
}

// valueList is the list of words that the values of a field are from; "" where they
// are people's own.
func valueList(field string) string {
	switch first, _, _ := strings.Cut(field, "."); first {
	case "role":
		return first
	case "side", "follows_status":
		return "choice"
	case "rights":
		return "right"
	case "kinds":
		return "kind"
	case "language", "languages":
		return "language"
	case "fields":
		return "direction"
	case "conflicts":
		return "policy"
	case "sees_client_conversation", "allow_public", "read_only", "retired":
		return "option"
	}
	if strings.HasPrefix(field, "states.read.") {
		return "category"
	}
	return ""
}

// valued says each value that a list has a word for.
func (l *language) valued(list, value string) string {
	if list == "" || value == "" {
		return value
	}
	parts := strings.Split(value, "; ")
	for i, part := range parts {
		parts[i] = l.word(list, part)
	}
	return strings.Join(parts, "; ")
}
