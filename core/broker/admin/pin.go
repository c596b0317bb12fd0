package admin

import (
	"maps"
	"slices"
	"strconv"

	"github.com/spochub/spochub/core/auth"
	"github.com/spochub/spochub/core/request"
)

// unhashed stands for a PIN that is hashed when it is stored: nothing fits it.
const unhashed = "$argon2id$"

// pins lists the columns of a kind that are written and never read.
func (k Kind) pins() []string {
	var out []string
	for _, c := range k.Columns {
		if c.Type == "pin" {
			out = append(out, c.Name)
		}
	}
	return out
}

// shown is an entry as it may be seen: of a PIN only that there is one.
func (k Kind) shown(e Entry) Entry {
	e.Kept = nil
	for _, name := range k.pins() {
		if e.Values[name] == "" {
			continue
		}
		e.Values = maps.Clone(e.Values)
		delete(e.Values, name)
		e.Kept = append(e.Kept, name)
	}
	return e
}

// hide takes the PINs that were entered out of a change's values. One that was not
// entered stays as it was.
func (w *change) hide() {
	w.typed = Values{}
	for _, name := range w.kind.pins() {
		pin := w.is.Values[name]
		delete(w.is.Values, name)
		switch {
		case pin != "":
			w.typed[name], w.is.Values[name] = pin, unhashed
		case w.was != nil && w.was.Values[name] != "":
			w.is.Values[name] = w.was.Values[name]
		}
	}
}

// faults says what is wrong with a change's values by themselves.
func (w change) faults() (faults request.FieldErrors) {
	for _, name := range slices.Sorted(maps.Keys(w.typed)) {
		if auth.ValidPIN(w.typed[name]) != nil {
			faults = append(faults, &request.FieldError{Field: name, Text: "must be at least 4 digits, and nothing else"})
		}
	}
	for _, c := range w.kind.Columns {
		if text := w.is.Values[c.Name]; c.Type == "number" && text != "" && strconv.Itoa(number(text)) != text {
			faults = append(faults, &request.FieldError{Field: c.Name, Text: "must be a number"})
		}
	}
	return faults
}

// hash hashes the PINs that were entered.
func hash(list []change) error {
	for _, w := range list {
		for name, pin := range w.typed {
			hash, err := auth.HashPIN(pin)
			if err != nil {
				return err
			}
			w.is.Values[name] = hash
		}
	}
	return nil
}
