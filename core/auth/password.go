package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a password's hash, as OWASP recommends for argon2id.
const (
	memory  = 19 * 1024 // KiB
	passes  = 2
	threads = 1
	saltLen = 16
	keyLen  = 32
)

// MinPassword is how long a password must be at least.
const MinPassword = 12

// ErrWeak is a password that is too short.
var ErrWeak = errors.New("password: shorter than 12 characters")

// HashPassword returns the argon2id hash of a password in the PHC form.
func HashPassword(password string) (string, error) {
	if len([]rune(password)) < MinPassword {
		return "", ErrWeak
	}
	return hashed(password)
}

// minPIN is how many digits a PIN has at least.
const minPIN = 4

// ErrPIN is a PIN that is none.
var ErrPIN = errors.New("pin: at least 4 digits, and nothing else")

// HashPIN returns the hash of a PIN, in the same form as a password's.
// [CheckPassword] checks it. A PIN is short: whoever asks for it must limit the
// tries.
func HashPIN(pin string) (string, error) {
	if err := ValidPIN(pin); err != nil {
		return "", err
	}
	return hashed(pin)
}

// ValidPIN returns [ErrPIN] for what is none.
func ValidPIN(pin string) error {
	if len(pin) < minPIN || strings.Trim(pin, "0123456789") != "" {
		return ErrPIN
	}
	return nil
}

func hashed(password string) (string, error) {
	salt := make([]byte, saltLen)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	key := argon2.IDKey([]byte(password), salt, passes, memory, threads, keyLen)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memory, passes, threads, b64(salt), b64(key)), nil
}

// CheckPassword reports whether a hash is of the password. An unreadable hash is
// of none; the work is done all the same, so that the time tells nothing.
func CheckPassword(hash, password string) bool {
	c, ok := readHash(hash)
	if !ok {
		c = cost{memory: memory, passes: passes, threads: threads, salt: make([]byte, saltLen), key: make([]byte, keyLen)}
	}
	key := argon2.IDKey([]byte(password), c.salt, c.passes, c.memory, c.threads, uint32(len(c.key)))
	return subtle.ConstantTimeCompare(key, c.key) == 1 && ok
}

type cost struct {
	memory, passes uint32
	threads        uint8
	salt, key      []byte
}

func readHash(hash string) (c cost, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, false
	}
	if n, _ := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.threads); n != 3 {
		return c, false
	}
	var saltErr, keyErr error
	c.salt, saltErr = base64.RawStdEncoding.DecodeString(parts[4])
	c.key, keyErr = base64.RawStdEncoding.DecodeString(parts[5])
	sane := c.memory >= 8 && c.memory <= 1<<21 && c.passes >= 1 && c.passes <= 64 && c.threads >= 1
	return c, saltErr == nil && keyErr == nil && len(c.salt) > 0 && len(c.key) >= 16 && sane
}
