package simulation

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// shown is what somebody wants, with all that it points to and without what is empty.
func shown(v any) string { return fmt.Sprintf("%T", v) + plainly(reflect.ValueOf(v)) }

func plainly(v reflect.Value) string {
	if t, ok := v.Interface().(time.Time); ok {
		return t.Format(time.RFC3339)
	}
	var parts []string
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return plainly(v.Elem())
		}
	case reflect.Struct:
		for field, part := range v.Fields() {
			if field.IsExported() && !part.IsZero() {
				parts = append(parts, field.Name+":"+plainly(part))
			}
		}
		return "{" + strings.Join(parts, " ") + "}"
	case reflect.Slice:
		for i := range v.Len() {
			parts = append(parts, plainly(v.Index(i)))
		}
		return "[" + strings.Join(parts, " ") + "]"
	case reflect.Map:
		for key, part := range v.Seq2() {
			parts = append(parts, plainly(key)+":"+plainly(part))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, " ") + "}"
	case reflect.String:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}
