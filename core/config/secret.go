package config

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"regexp"
	"strings"
)

// Secret is a value that the configuration holds by reference, env:NAME or
// file:PATH, and that prints as that reference only. A loaded configuration has
// resolved it. The zero value is "no secret".
type Secret struct{ reference, value string }

var errLiteral = errors.New("holds a secret: write a reference instead, env:NAME or file:PATH")

// Reveal returns the secret itself, for the one place that sends or checks it.
func (s Secret) Reveal() string { return s.value }

// IsZero reports whether there is no secret.
func (s Secret) IsZero() bool { return s == Secret{} }

// String returns the reference.
func (s Secret) String() string { return s.reference }

// Format prints the reference under every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.reference) }

// LogValue is the reference.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.reference) }

// MarshalText gives the reference.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.reference), nil }

// UnmarshalText accepts a reference; the error for anything else does not echo
// it.
func (s *Secret) UnmarshalText(text []byte) error {
	if !isReference(string(text)) {
		return errLiteral
	}
	*s = Secret{reference: string(text)}
	return nil
}

// plain is a value that is no secret and prints as it is.
func plain(text string) Secret { return Secret{reference: text, value: text} }

// resolve reads what the reference names, less the last newline.
func (s *Secret) resolve(lookup func(string) (string, bool)) error {
	if s.value != "" {
		return nil
	}
	text, err := s.read(lookup)
	if err != nil {
		return err
	}
	if line, ok := strings.CutSuffix(text, "\n"); ok {
		text = strings.TrimSuffix(line, "\r")
	}
	if text == "" {
		return fmt.Errorf("%s: is empty", s.reference)
	}
	s.value = text
	return nil
}

func (s *Secret) read(lookup func(string) (string, bool)) (string, error) {
	if path, ok := strings.CutPrefix(s.reference, "file:"); ok {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("%s: %w", s.reference, errors.Unwrap(err))
		}
		return string(data), nil
	}
	text, ok := lookup(strings.TrimPrefix(s.reference, "env:"))
	if !ok {
		return "", fmt.Errorf("%s: is not set", s.reference)
	}
	return text, nil
}

func isReference(text string) bool {
	path, isFile := strings.CutPrefix(text, "file:")
	return isFile && path != "" || regexp.MustCompile(`^env:[A-Za-z_][A-Za-z0-9_]*$`).MatchString(text)
}

// hasPassword reports whether a text is an address that holds a password.
func hasPassword(text string) bool {
	if regexp.MustCompile(`://[^/?#\s]*:[^/?#\s]*@`).MatchString(text) {
		return true
	}
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && (u.Query().Has("password") || u.Query().Has("sslpassword"))
}
