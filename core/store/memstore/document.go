package memstore

import (
	"encoding/json"
	"reflect"

	"github.com/huandu/go-clone"
)

// documents remember what texts decode to: what is read is mostly what was read
// before, and a copy of a value costs far less than its JSON.
type documents map[document]any

type document struct {
	kind reflect.Type
	text string
}

// enough bounds how many texts are remembered.
const enough = 4096

// decode is the value that a text stands for, the caller's own.
func decode[T any](d documents, text string) (T, error) {
	at := document{reflect.TypeFor[T](), text}
	if v, ok := d[at]; ok {
		return clone.Clone(v).(T), nil
	}
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return v, err
	}
	if len(d) >= enough {
		clear(d)
	}
	d[at] = clone.Clone(v)
	return v, nil
}
