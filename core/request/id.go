package request

import (
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

// maxID is the longest id of a link or a note: a comment's key at a tool holds
// both, and has at most 64 characters.
const maxID = 17

// DeriveID makes an id of 16 lower-case letters and digits of words that only one
// thing has together, so that it can never be made twice.
func DeriveID(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10]))
}

func checkID[T ~string](id T) error {
	if len(id) > maxID || strings.Trim(string(id), "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return wrong("id", "%q is not made of at most %d lower-case letters and digits", id, maxID)
	}
	return nil
}
