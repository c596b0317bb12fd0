package config

import (
	"net"
	"net/url"
	"strings"
)

// SignIn says how people sign in to the hub's pages.
type SignIn struct {
	Passwords bool   `koanf:"passwords"` // with a password that the hub keeps; links of the command line stay
	OpenID    OpenID `koanf:"openid"`
}

// OpenID is an OpenID Connect provider that vouches for people; without an issuer
// there is none.
type OpenID struct {
	Title        string `koanf:"title"`  // on the button
	Issuer       string `koanf:"issuer"` // as the provider's own documents name it
	ClientID     string `koanf:"client_id"`
	ClientSecret Secret `koanf:"client_secret"`
	Login        string `koanf:"login"`  // the claim that is the login here; an email counts only if it is verified
	Groups       string `koanf:"groups"` // the claim that lists somebody's groups
	// Roles gives a role to the members of a group, and makes an account of whoever
	// signs in first. Empty: only people who are known here come in.
	Roles map[string]Role `koanf:"roles"`
}

// Role is what somebody is to the desk.
type Role string

// values are the roles that a provider can give: a client's contact belongs to a
// client, which no group says.
func (Role) values() []string { return []string{"admin", "lead", "spoc", "viewer"} }

func (c *checker) signIn(at place, s SignIn) {
	o, under := s.OpenID, at.at("openid")
	if o.Issuer == "" {
		if !s.Passwords {
			c.faultf(at.at("passwords"), "cannot be off without openid: nobody could sign in")
		}
		if o.ClientID != "" || !o.ClientSecret.IsZero() || len(o.Roles) > 0 {
			c.faultf(under.at("issuer"), "is required")
		}
		return
	}
	if !isWebAddress(o.Issuer) || !strings.HasPrefix(o.Issuer, "https://") && !isLoopback(o.Issuer) {
		c.faultf(under.at("issuer"), "must be an address such as https://login.example.net, with https")
	}
	c.required(under.at("client_id"), o.ClientID)
	c.required(under.at("client_secret"), o.ClientSecret.String())
	c.required(under.at("login"), o.Login)
	if len(o.Roles) > 0 {
		c.required(under.at("groups"), o.Groups)
	}
}

func isLoopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return ip != nil && ip.IsLoopback() || u.Hostname() == "localhost"
}
