package servicenow

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
)

// record is a row as an answer showed it; a column that is missing was not
// readable.
type record map[string]value

// columns is what a write sends.
type columns map[string]string

// value is a column's raw value and what people see instead.
type value struct{ raw, display string }

// UnmarshalJSON accepts a text, {value, display_value, link}, and the bare
// numbers and booleans of a business rule.
func (v *value) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSpace(b)
	switch {
	case len(b) == 0 || string(b) == "null":
		*v = value{}
	case b[0] == '"':
		*v = value{}
		return json.Unmarshal(b, &v.raw)
	case b[0] == '{':
		var both struct {
			Value   string  `json:"value"`
			Display *string `json:"display_value"`
		}
		if err := json.Unmarshal(b, &both); err != nil {
			return err
		}
		*v = value{raw: both.Value}
		if both.Display != nil {
			v.display = *both.Display
		}
	default:
		*v = value{raw: string(b)}
	}
	return nil
}

func (r record) raw(column string) string { return r[column].raw }

// label is the display value without the number before it: "1 - Critical" is
// "Critical".
func (r record) label(column string) string {
	text := r[column].display
	if number, label, ok := strings.Cut(text, " - "); ok {
		if _, err := strconv.Atoi(number); err == nil {
			return label
		}
	}
	return text
}

func (r record) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := r[c]; !ok {
			return false
		}
	}
	return true
}
