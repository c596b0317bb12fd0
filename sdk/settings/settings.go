// Package settings turns a connector's settings struct into data: strict
// decoding with every fault at once, and a schema for forms and documents.
//
// A settings struct has exported fields of type string, [Secret], bool, int,
// time.Duration, []string or map[string]string with the tags
//
//	name     the key in the configuration, snake_case (required)
//	title    a label for people
//	help     one sentence
//	default  used where the key is absent
//	required "true": the key must be there and not empty
//	enum     the allowed values, separated by commas
//	example  shown in forms and documents
package settings

import (
	"fmt"
	"log/slog"
	"reflect"
	"strings"
)

// Raw is what the configuration holds for a connection, secrets resolved.
type Raw map[string]any

// Secret is a value that never prints. Reveal returns it.
type Secret string

const hidden = "[secret]"

// Reveal returns the secret itself, for the one place that sends it.
func (s Secret) Reveal() string { return string(s) }

func (s Secret) String() string               { return hidden }
func (s Secret) GoString() string             { return hidden }
func (s Secret) LogValue() slog.Value         { return slog.StringValue(hidden) }
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// Fault is one thing wrong with the settings.
type Fault struct {
	Name string // the key
	Text string // what is wrong and what would be right, without the value of a secret
}

// Faults is every fault of one decoding, in the order of the struct.
type Faults []Fault

func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, x := range f {
		lines[i] = fmt.Sprintf("%s: %s", x.Name, x.Text)
	}
	return "settings: " + strings.Join(lines, "; ")
}

// Decode fills a C from raw, strictly: unknown keys, missing required keys,
// wrong types and values outside of an enum are all reported, as [Faults].
func Decode[C any](raw Raw) (C, error) {
	var c C
	into := reflect.ValueOf(&c).Elem()
	faults := fill(raw, properties(into.Type()), into.Field)
	if len(faults) > 0 {
		return c, faults
	}
	return c, nil
}

// Check judges raw as [Decode] does, by a schema alone: for a plugin whose
// settings struct lives in another process.
func Check(props []Property, raw Raw) Faults {
	return fill(raw, props, func(i int) reflect.Value {
		return reflect.New(goTypes[props[i].Type]).Elem()
	})
}
