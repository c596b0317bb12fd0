package config

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/settings"
)

// decoder stores the merged tree in a Config, strictly.
type decoder struct {
	*report
	lookup     func(variable string) (string, bool)
	references map[string]bool // variables that secrets refer to
}

// decode stores a value; what is wrong with it goes into the report.
func (d *decoder) decode(at place, value any, into reflect.Value) {
	if value == nil {
		d.faultf(at, "is empty: give it a value or remove the key")
		return
	}
	switch target := into.Addr().Interface().(type) {
	case *time.Time:
		d.time(at, value, target)
		return
	case *time.Duration:
		d.duration(at, value, target)
		return
	case *Settings:
		d.free(at, value, target)
		return
	case encoding.TextUnmarshaler:
		d.unmarshal(at, value, target)
		return
	}
	switch into.Kind() {
	case reflect.Struct:
		d.section(at, value, into)
	case reflect.Slice:
		d.list(at, value, into)
	case reflect.Map:
		d.table(at, value, into)
	case reflect.Bool:
		d.bool(at, value, into)
	default:
		d.text(at, value, into)
	}
}

func (d *decoder) section(at place, value any, into reflect.Value) {
	section, ok := value.(map[string]any)
	if !ok {
		d.faultf(at, "must be a section with the keys %s", strings.Join(keys(into.Type()), ", "))
		return
	}
	for _, key := range slices.Sorted(maps.Keys(section)) {
		f, ok := fieldByKey(into.Type(), key)
		if !ok {
			d.unknown(at.at(key), key, keys(into.Type()))
			continue
		}
		d.decode(at.at(key), section[key], into.FieldByIndex(f.Index))
	}
}

func (d *decoder) unknown(at place, key string, known []string) {
	d.faulty[at.key] = true
	o := d.origin(at)
	hint := settings.Suggest(key, known)
	d.faults = append(d.faults, Fault{
		Where: o.where, Line: o.line, Text: fmt.Sprintf("unknown key %q%s", at.name, hint), Field: at.field(), What: fmt.Sprintf("unknown key %q%s", key, hint),
	})
}

func (d *decoder) list(at place, value any, into reflect.Value) {
	items, ok := value.([]any)
	if !ok {
		d.faultf(at, "must be a list")
		return
	}
	list := reflect.MakeSlice(into.Type(), len(items), len(items))
	for i, item := range items {
		setDefaults(list.Index(i))
		d.decode(at.item(i, nameOf(item)), item, list.Index(i))
	}
	into.Set(list)
}

func setDefaults(v reflect.Value) {
	if x, ok := v.Addr().Interface().(interface{ setDefaults() }); ok {
		x.setDefaults()
	}
}

// nameOf is what people call an entry of a list.
func nameOf(item any) string {
	section, _ := item.(map[string]any)
	for _, key := range []string{"name", "id", "field"} {
		if name, ok := section[key].(string); ok {
			return name
		}
	}
	return ""
}

// table stores entries over those that the map has.
func (d *decoder) table(at place, value any, into reflect.Value) {
	entries, ok := value.(map[string]any)
	if !ok {
		d.faultf(at, "must be a table of keys and values")
		return
	}
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		key, entry := reflect.New(into.Type().Key()).Elem(), reflect.New(into.Type().Elem()).Elem()
		if names, limited := key.Interface().(enumerated); limited && !slices.Contains(names.values(), name) {
			d.unknown(at.at(name), name, names.values())
			continue
		}
		key.SetString(name)
		d.decode(at.at(name), entries[name], entry)
		into.SetMapIndex(key, entry)
	}
}

// free keeps a section as it is; the plugin's schema judges it.
func (d *decoder) free(at place, value any, into *Settings) {
	section, ok := value.(map[string]any)
	if !ok {
		d.faultf(at, "must be a section with the plugin's settings")
		return
	}
	*into = section
}
