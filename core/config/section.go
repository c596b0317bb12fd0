package config

import (
	"iter"
	"reflect"
)

// fieldByKey finds the field of a section that a key names.
func fieldByKey(t reflect.Type, key string) (reflect.StructField, bool) {
	for f := range fields(t) {
		if f.Tag.Get("koanf") == key {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// keys are the keys of a section.
func keys(t reflect.Type) []string {
	var list []string
	for f := range fields(t) {
		list = append(list, f.Tag.Get("koanf"))
	}
	return list
}

func fields(t reflect.Type) iter.Seq[reflect.StructField] {
	return func(yield func(reflect.StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}
