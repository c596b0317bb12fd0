package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
)

// The most that a problem shows of what was sent, in characters, and how many
// faults it lists.
const (
	mostValue  = 100
	mostText   = 500
	mostFaults = 20
)

// bounded makes every problem name its first field and show no more than the
// beginning of what was sent. It is a [huma.Transformer].
func bounded(_ huma.Context, _ string, v any) (any, error) {
	switch x := v.(type) {
	case *Problem:
		x.shorten()
	case *huma.ErrorModel:
		p := &Problem{ErrorModel: *x}
		if len(x.Errors) > 0 {
			p.Field = fieldAt(x.Errors[0])
			p.Detail = strings.TrimPrefix(p.Field+": "+x.Errors[0].Message, ": ")
		}
		p.shorten()
		return p, nil
	}
	return v, nil
}

// fieldAt is the name of the field that an error is about.
func fieldAt(e *huma.ErrorDetail) string {
	for _, part := range []string{"body", "query", "path", "header"} {
		if name, ok := strings.CutPrefix(e.Location, part+"."); ok {
			return name
		}
	}
	if name, ok := strings.CutPrefix(e.Message, "expected required property "); ok {
		return strings.TrimSuffix(name, " to be present")
	}
	return ""
}

func (p *Problem) shorten() {
	p.Errors = p.Errors[:min(len(p.Errors), mostFaults)]
	p.Detail, p.Field = beginning(p.Detail, mostText), beginning(p.Field, mostValue)
	for _, e := range p.Errors {
		e.Location, e.Message = beginning(e.Location, mostText), beginning(e.Message, mostText)
		e.Value = shortValue(e.Value)
	}
}

// shortValue is a value as it was sent, or how it begins.
func shortValue(v any) any {
	if text, ok := v.(string); ok {
		return beginning(text, mostValue)
	}
	text, err := json.Marshal(v)
	if err != nil || utf8.RuneCount(text) <= mostValue {
		return v
	}
	return beginning(string(text), mostValue)
}

func beginning(text string, most int) string {
	if n := utf8.RuneCountInString(text); n > most {
		return string([]rune(text)[:most]) + "… (" + strconv.Itoa(n) + " characters)"
	}
	return text
}
