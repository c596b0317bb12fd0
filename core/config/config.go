// Package config reads the hub's configuration: defaults, then the file, then
// the environment, then flags, into one strict typed [Config]. Everything that
// is wrong is reported at once, each fault with its place and, where there is
// one, a suggestion. Secrets stand in it by reference only and never print.
package config

// Config is the whole configuration, checked: every reference inside it names
// something that exists.
type Config struct {
	Server      Server       `koanf:"server"`
	SignIn      SignIn       `koanf:"sign_in"`
	Database    Database     `koanf:"database"`
	Desk        Desk         `koanf:"desk"`
	Plugins     Plugins      `koanf:"plugins"`
	Connections []Connection `koanf:"connections"`
	Teams       []Team       `koanf:"teams"`
	Clients     []Client     `koanf:"clients"`
	Contracts   []Contract   `koanf:"contracts"`
	Services    []Service    `koanf:"services"`
	// Questions are what to ask before a request is delegated, by the kind of its
	// service.
	Questions map[string][]Inquiry `koanf:"questions"`
	// RollUp says, per kind of request, what happens when all delegations are
	// done. Every kind has an entry.
	RollUp    map[Kind]Outcome `koanf:"rollup"`
	Limits    Limits           `koanf:"limits"`
	Retention Retention        `koanf:"retention"`
}

// Default is the configuration of an empty file.
func Default() *Config {
	return &Config{
		Server:    Server{Listen: "127.0.0.1:8080"},
		SignIn:    SignIn{Passwords: true, OpenID: OpenID{Title: "OpenID Connect", Login: "email", Groups: "groups"}},
		Database:  Database{URL: DatabaseURL{plain("sqlite:data/spochub.db")}},
		Desk:      Desk{Name: "SPOC", KeyPrefix: "SP", Locale: English, TimeZone: "UTC"},
		Plugins:   Plugins{Dir: "plugins.d"},
		RollUp:    defaultRollUp(),
		Limits:    Limits{BodySize: 25 * MiB, FileSize: 25 * MiB},
		Retention: Retention{Deliveries: 30 * day},
	}
}

// complete fills what follows from other values.
func (c *Config) complete() {
	for i := range c.Teams {
		t := &c.Teams[i]
		t.Title, t.Language = orElse(t.Title, t.Name), orElse(t.Language, string(c.Desk.Locale))
	}
	for i := range c.Clients {
		l := &c.Clients[i]
		l.Title, l.Language = orElse(l.Title, l.Name), orElse(l.Language, string(c.Desk.Locale))
	}
	for i := range c.Services {
		s := &c.Services[i]
		s.Title = orElse(s.Title, s.ID)
	}
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
