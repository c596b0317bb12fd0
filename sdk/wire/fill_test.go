package wire_test

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/spochub/spochub/sdk"
)

// full returns a T in which every field, at every depth, holds a value of its
// own.
func full[T any](t *testing.T) T {
	t.Helper()
	var v T
	f := filler{t: t}
	f.fill(reflect.ValueOf(&v).Elem(), "")
	return v
}

type filler struct {
	t *testing.T
	n int
}

func (f *filler) next() int { f.n++; return f.n }

func (f *filler) fill(v reflect.Value, path string) {
	switch x := v.Addr().Interface().(type) {
	case *time.Time:
		*x = time.Date(2026, 3, 1, 0, 0, f.next(), 123456789, time.UTC)
		return
	case *any:
		return // Manifest.Settings stays at home; Schema travels
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d ü", f.next()))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.next()))
	case reflect.Uint8:
		v.SetUint(uint64(f.next() % 256))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), path)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0), path)
		f.fill(v.Index(1), path)
	case reflect.Map:
		f.fillMap(v, path)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), path+"."+v.Type().Field(i).Name)
		}
	default:
		f.t.Fatalf("%s: the test knows no %s", path, v.Kind())
	}
}

func (f *filler) fillMap(v reflect.Value, path string) {
	v.Set(reflect.MakeMap(v.Type()))
	for range 2 {
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(key, path)
		f.fill(value, path)
		v.SetMapIndex(key, value)
	}
}

// unset lists the fields of v that hold their zero value.
func unset(v reflect.Value, path string) []string {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		if v.IsZero() {
			return []string{path}
		}
		return nil
	case v.Type() == reflect.TypeFor[any]():
		return nil
	case v.IsZero():
		return []string{path}
	}
	var list []string
	switch v.Kind() {
	case reflect.Pointer:
		list = unset(v.Elem(), path)
	case reflect.Struct:
		for i := range v.NumField() {
			list = append(list, unset(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
	case reflect.Slice:
		for i := range v.Len() {
			list = append(list, unset(v.Index(i), path+"[]")...)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			list = append(list, unset(v.MapIndex(k), path+"{}")...)
		}
	}
	return list
}

func TestFullLeavesNothingUnset(t *testing.T) {
	for _, v := range []any{full[sdk.Change](t), full[sdk.Place](t), full[sdk.Manifest](t), full[sdk.Draft](t)} {
		if list := unset(reflect.ValueOf(v), ""); len(list) > 0 {
			t.Errorf("%T: %v", v, list)
		}
	}
}
