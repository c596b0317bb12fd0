package config

import (
	"errors"
	"net/url"
	"strings"
)

// Database says where the hub keeps its state.
type Database struct {
	URL DatabaseURL `koanf:"url"`
}

// DatabaseURL is sqlite:PATH or postgres://..., or a reference to one. Where it
// holds a password, it must be a reference. It never prints one.
type DatabaseURL struct{ Secret }

// UnmarshalText accepts a reference, or an address without a password.
func (d *DatabaseURL) UnmarshalText(text []byte) error {
	if isReference(string(text)) {
		return d.Secret.UnmarshalText(text)
	}
	if err := checkDatabaseURL(string(text)); err != nil {
		return err
	}
	if hasPassword(string(text)) {
		return errLiteral
	}
	d.Secret = plain(string(text))
	return nil
}

func checkDatabaseURL(text string) error {
	wrong := errors.New("must be sqlite:PATH or postgres://HOST/NAME")
	if path, ok := strings.CutPrefix(text, "sqlite:"); ok && path != "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") {
		return wrong
	}
	return nil
}

func (c *checker) database(at place, d Database) {
	if d.URL.value == "" { // its reference could not be resolved
		return
	}
	if err := checkDatabaseURL(d.URL.value); err != nil {
		c.faultf(at.at("url"), "%s", err)
	}
}
