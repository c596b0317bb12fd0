package admin

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"
)

// sealed begins a value that is a sealed secret.
const sealed = "sealed:"

// ErrNoKey is a secret that cannot be kept: there is no key to seal it with.
var ErrNoKey = errors.New("no key to seal secrets with: set server.seal_key")

// Seal seals secrets at rest, AES-256 in GCM, each bound to its place. The zero
// value has no key.
type Seal struct{ aead cipher.AEAD }

// NewSeal makes a seal of a key's text.
func NewSeal(key string) (Seal, error) {
	sum := sha256.Sum256([]byte("spochub settings " + key))
	block, err := aes.NewCipher(sum[:])
	if err != nil {
		return Seal{}, err
	}
	aead, err := cipher.NewGCM(block)
	return Seal{aead}, err
}

// close seals a secret for a place.
func (s Seal) close(place, secret string) (string, error) {
	if s.aead == nil {
		return "", ErrNoKey
	}
	nonce := make([]byte, s.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	return sealed + base64.RawStdEncoding.EncodeToString(s.aead.Seal(nonce, nonce, []byte(secret), []byte(place))), nil
}

// open reads a sealed secret of a place; false if it is none, or of another key.
func (s Seal) open(place, text string) (string, bool) {
	text, ok := strings.CutPrefix(text, sealed)
	raw, err := base64.RawStdEncoding.DecodeString(text)
	if !ok || err != nil || s.aead == nil || len(raw) < s.aead.NonceSize() {
		return "", false
	}
	n := s.aead.NonceSize()
	secret, err := s.aead.Open(nil, raw[:n], raw[n:], []byte(place))
	return string(secret), err == nil
}
