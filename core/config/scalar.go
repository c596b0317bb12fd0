package config

import (
	"encoding"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/settings"
)

// enumerated is a text that has only certain values.
type enumerated interface{ values() []string }

func (d *decoder) text(at place, value any, into reflect.Value) {
	names, limited := into.Interface().(enumerated)
	if b, ok := value.(bool); ok && limited {
		value = strconv.FormatBool(b)
	}
	text, ok := value.(string)
	switch {
	case !ok:
		d.faultf(at, "must be a text: put it in quotes")
	case limited && !slices.Contains(names.values(), text):
		d.faultf(at, "must be one of %s%s", strings.Join(names.values(), ", "), settings.Suggest(text, names.values()))
	case hasPassword(text):
		d.faultf(at, "must not hold a password")
	default:
		into.SetString(text)
	}
}

func (d *decoder) bool(at place, value any, into reflect.Value) {
	b, ok := value.(bool)
	if text, isText := value.(string); isText && d.overridden(at) {
		parsed, err := strconv.ParseBool(text)
		b, ok = parsed, err == nil
	}
	if !ok {
		d.faultf(at, "must be true or false")
		return
	}
	into.SetBool(b)
}

func (d *decoder) duration(at place, value any, into *time.Duration) {
	text, _ := value.(string)
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.ParseInt(days, 10, 16); err == nil {
			*into = time.Duration(n) * day
			return
		}
	}
	length, err := time.ParseDuration(text)
	if err != nil {
		d.faultf(at, "must be a duration such as 30s, 5m or 14d")
		return
	}
	*into = length
}

func (d *decoder) time(at place, value any, into *time.Time) {
	switch v := value.(type) {
	case time.Time:
		*into = v.UTC()
		return
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil {
			*into = t.UTC()
			return
		}
	}
	d.faultf(at, "must be a date or a time such as 2026-01-31 or 2026-01-31T08:00:00Z")
}

// unmarshal stores a type that reads itself and resolves it where it is a
// secret.
func (d *decoder) unmarshal(at place, value any, into encoding.TextUnmarshaler) {
	if kept, ok := value.(Secret); ok {
		if secret, ok := into.(*Secret); ok {
			*secret = kept
			return
		}
	}
	text, ok := value.(string)
	if n, isInt := value.(int); isInt {
		text, ok = strconv.Itoa(n), true
	}
	if !ok {
		text = "" // a list, a section: no type of ours reads itself from nothing
	}
	if err := into.UnmarshalText([]byte(text)); err != nil {
		d.faultf(at, "%s", err)
		return
	}
	if s, ok := into.(resolver); ok {
		d.resolve(at, s)
	}
}

// resolver is a secret, or a type made of one.
type resolver interface {
	String() string
	resolve(lookup func(variable string) (string, bool)) error
}

func (d *decoder) resolve(at place, s resolver) {
	if name, ok := strings.CutPrefix(s.String(), "env:"); ok {
		d.references[name] = true
	}
	if err := s.resolve(d.lookup); err != nil {
		d.faultf(at, "%s", err)
	}
}
