package servicenow

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/fault"
)

// failure is an error body; detail may be null, and the OAuth endpoint says
// error as a text.
type failure struct {
	Error  json.RawMessage `json:"error"`
	Detail string          `json:"error_description"`
}

type said struct{ message, detail string }

func (s said) text() string {
	text := strings.TrimSpace(s.message + ": " + s.detail)
	if s.detail == "" {
		text = s.message
	}
	if r := []rune(text); len(r) > 300 {
		text = string(r[:300]) + "…"
	}
	return text
}

func readFailure(body []byte) said {
	var f failure
	if json.Unmarshal(body, &f) != nil || len(f.Error) == 0 || string(f.Error) == "null" {
		return said{}
	}
	var e struct {
		Message string  `json:"message"`
		Detail  *string `json:"detail"`
	}
	if json.Unmarshal(f.Error, &e) != nil {
		_ = json.Unmarshal(f.Error, &e.Message)
	}
	s := said{e.Message, f.Detail}
	if e.Detail != nil {
		s.detail = *e.Detail
	}
	if s == (said{}) {
		s.message = "error"
	}
	return s
}

// refused finds an error inside an answer with status 200: a call that ran out
// of its time quota brings a part of the rows and says so beside them.
func refused(q call, body []byte) error {
	s := readFailure(body)
	if s == (said{}) {
		return nil
	}
	class := fault.Unavailable
	if q.write() {
		class = fault.Uncertain
	}
	return &fault.Error{Op: q.op, Class: class, Err: fmt.Errorf("HTTP 200 with an error: %s", s.text())}
}

// forbidden tells a refusal of the values from one of the right. Only the text
// tells them apart; either way the hub parks the change, so that a text in
// another language costs no more than a worse hint.
func forbidden(e *fault.Error, q call, s said) {
	text := strings.ToLower(s.message + " " + s.detail)
	columns, _ := q.body.(columns)
	switch {
	case q.method == http.MethodGet || len(columns) == 0:
		e.Hint = "give the integration user a role that may do this"
	case strings.Contains(text, "mandatory"), strings.Contains(text, "data policy"):
		e.Class, e.Field = fault.Invalid, culprit(columns, text)
		e.Hint = "fill the mandatory fields in the connection's settings"
	case strings.Contains(text, "business rule"):
		e.Class, e.Field = fault.Invalid, culprit(columns, text)
		e.Hint = "a rule of the instance refuses these values"
	default:
		e.Hint = "the record is closed or the integration user lacks a role"
	}
}

func culprit(c columns, text string) string {
	switch {
	case strings.Contains(text, "caller"):
		return "caller"
	case c["state"] != "":
		return string(sdk.Field("state"))
	}
	return ""
}
