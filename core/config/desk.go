package config

import (
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Server says where the hub listens.
type Server struct {
	Listen string `koanf:"listen"` // host:port; port 0 picks a free one
	// PublicURL is the hub's address as browsers and tools reach it, without a
	// slash at its end; "" stands for http:// and the address listened on.
	PublicURL string `koanf:"public_url"`
	// SealKey seals the secrets that are entered in the browser.
	SealKey Secret `koanf:"seal_key"`
}

// minSealKey is how long a key must be at least.
const minSealKey = 20

// Desk is how the SPOC presents itself.
type Desk struct {
	Name      string `koanf:"name"`
	KeyPrefix string `koanf:"key_prefix"` // of request keys: SP gives SP-1042
	Locale    Locale `koanf:"locale"`     // of pages and mail where a reader has none
	TimeZone  string `koanf:"time_zone"`  // IANA name
}

// Locale is a language of the hub's own pages and mail.
type Locale string

// The locales.
const (
	English Locale = "en"
	German  Locale = "de"
)

func (Locale) values() []string { return []string{string(English), string(German)} }

// Location is the desk's time zone. It is UTC where the name is not known, which
// a loaded configuration rules out.
func (d Desk) Location() *time.Location { return location(d.TimeZone) }

func location(name string) *time.Location {
	if l, err := time.LoadLocation(name); err == nil {
		return l
	}
	return time.UTC
}

func (c *checker) server(at place, s *Server) {
	_, port, err := net.SplitHostPort(s.Listen)
	if n, bad := strconv.ParseUint(port, 10, 16); err != nil || bad != nil || n > 65535 {
		c.faultf(at.at("listen"), "must be an address and a port, such as 127.0.0.1:8080")
	}
	if key := s.SealKey.Reveal(); key != "" && len(key) < minSealKey {
		c.faultf(at.at("seal_key"), "must lead to at least %d characters", minSealKey)
	}
	s.PublicURL = strings.TrimRight(s.PublicURL, "/")
	if s.PublicURL != "" && !isWebAddress(s.PublicURL) {
		c.faultf(at.at("public_url"), "must be an address such as https://spoc.example.net")
	}
}

func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" &&
		u.RawQuery == "" && u.Fragment == "" && u.User == nil
}

func (c *checker) desk(at place, d Desk) {
	if strings.TrimSpace(d.Name) == "" {
		c.faultf(at.at("name"), "must not be empty")
	}
	if !regexp.MustCompile(`^[A-Z][A-Z0-9]{0,9}$`).MatchString(d.KeyPrefix) {
		c.faultf(at.at("key_prefix"), "must be one to ten capital letters and digits, such as SP")
	}
	c.timeZone(at.at("time_zone"), d.TimeZone)
}

func (c *checker) timeZone(at place, name string) {
	if _, err := time.LoadLocation(name); err != nil || name == "" || name == "Local" {
		c.faultf(at, "must be the name of a time zone, such as Europe/Berlin")
	}
}
