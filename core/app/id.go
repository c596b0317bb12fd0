package app

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

func lower(b []byte) string {
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

// newID makes an id of lower-case letters and digits that nobody guesses.
func newID() string {
	var b [10]byte
	_, _ = rand.Read(b[:]) // never fails
	return lower(b[:])
}

// hubID tells this hub's keys at the tools from those of another.
func hubID(secret []byte) string {
	sum := sha256.Sum256(append([]byte("hub:"), secret...))
	return lower(sum[:5])
}
