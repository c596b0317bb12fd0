package web

import (
	"crypto/rand"
	"encoding/base32"
	"strings"

	"github.com/spochub/spochub/core/request"
)

// newID names what a form will make, so that sending it twice makes one.
func newID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:]))
}

// onceID is the id that a form carries, if it is one of ours by its look.
func onceID(f form) string {
	id := f.Get("id")
	if len(id) != 16 || strings.Trim(id, "0123456789abcdefghijklmnopqrstuv") != "" {
		return ""
	}
	return id
}

func noteID(f form) request.NoteID { return request.NoteID(onceID(f)) }
