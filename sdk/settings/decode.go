package settings

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// fill stores raw in the fields that belong to the properties and returns what
// is wrong with it.
func fill(raw Raw, props []Property, field func(i int) reflect.Value) Faults {
	var faults Faults
	var known []string
	for i, p := range props {
		known = append(known, p.Name)
		value, given := raw[p.Name]
		if !given || value == nil {
			if p.Required {
				faults = append(faults, Fault{p.Name, "is required"})
				continue
			}
			if p.Default == "" {
				continue
			}
			value = p.Default
		}
		if text := set(field(i), p, value); text != "" {
			faults = append(faults, Fault{p.Name, text})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if !slices.Contains(known, name) {
			faults = append(faults, Fault{name, "is not a setting of this plugin" + Suggest(name, known)})
		}
	}
	return faults
}

// set stores value in one field and returns what is wrong with it, or "".
func set(field reflect.Value, p Property, value any) string {
	switch field.Interface().(type) {
	case string, Secret:
		return setString(field, p, value)
	case bool:
		b, err := strconv.ParseBool(fmt.Sprint(value))
		if err != nil {
			return "must be true or false"
		}
		field.SetBool(b)
	case int:
		n, err := strconv.Atoi(fmt.Sprint(value))
		if err != nil {
			return "must be a whole number"
		}
		field.SetInt(int64(n))
	case time.Duration:
		d, err := time.ParseDuration(fmt.Sprint(value))
		if err != nil {
			return `must be a duration such as "30s" or "5m"`
		}
		field.SetInt(int64(d))
	case []string:
		return setList(field, value)
	case map[string]string:
		return setMap(field, value)
	}
	return ""
}

func setString(field reflect.Value, p Property, value any) string {
	s, ok := value.(string)
	if !ok {
		return "must be a text"
	}
	if s == "" && p.Required {
		return "must not be empty"
	}
	if len(p.Enum) > 0 && s != "" && !slices.Contains(p.Enum, s) {
		return "must be one of " + strings.Join(p.Enum, ", ")
	}
	field.SetString(s)
	return ""
}

func setList(field reflect.Value, value any) string {
	var list []string
	switch v := value.(type) {
	case []string:
		list = v
	case string:
		for part := range strings.SplitSeq(v, ",") {
			if part = strings.TrimSpace(part); part != "" {
				list = append(list, part)
			}
		}
	case []any:
		for _, x := range v {
			s, ok := x.(string)
			if !ok {
				return "must be a list of texts"
			}
			list = append(list, s)
		}
	default:
		return "must be a list of texts"
	}
	field.Set(reflect.ValueOf(list))
	return ""
}

func setMap(field reflect.Value, value any) string {
	table := map[string]string{}
	switch v := value.(type) {
	case map[string]string:
		table = v
	case map[string]any:
		for k, x := range v {
			s, ok := x.(string)
			if !ok {
				return "must be a table of texts"
			}
			table[k] = s
		}
	default:
		return "must be a table of texts"
	}
	field.Set(reflect.ValueOf(table))
	return ""
}
