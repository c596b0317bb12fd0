package config

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// checker judges a decoded configuration as a whole.
type checker struct {
	*decoder
	config    *Config
	manifests map[string]sdk.Manifest
	names     struct{ connections, clients []string }
}

func newChecker(c *Config, d *decoder, manifests map[string]sdk.Manifest) *checker {
	k := &checker{decoder: d, config: c, manifests: manifests}
	for _, conn := range c.Connections {
		k.names.connections = append(k.names.connections, conn.Name)
	}
	for _, client := range c.Clients {
		k.names.clients = append(k.names.clients, client.Name)
	}
	return k
}

// all checks every section.
func (c *checker) all() {
	var root place
	c.server(root.at("server"), &c.config.Server)
	c.signIn(root.at("sign_in"), c.config.SignIn)
	c.database(root.at("database"), c.config.Database)
	c.desk(root.at("desk"), c.config.Desk)
	c.plugins(root.at("plugins"), c.config.Plugins)
	c.connections(root.at("connections"), c.config.Connections)
	c.teams(root.at("teams"), c.config.Teams)
	c.clients(root.at("clients"), c.config.Clients)
	c.contracts(root.at("contracts"), c.config.Contracts)
	c.services(root.at("services"), c.config.Services)
	c.questions(root.at("questions"), c.config.Questions)
	c.limits(root.at("limits"), root.at("retention"), c.config.Limits, c.config.Retention)
}

func (c *checker) required(at place, text string) {
	if strings.TrimSpace(text) == "" {
		c.faultf(at, "is required")
	}
}

// name checks a name that stands in addresses and file names.
func (c *checker) name(at place, name string) {
	c.required(at, name)
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`).MatchString(name) {
		c.faultf(at, "must be lower-case letters, digits and hyphens, at most 63")
	}
}

// unique returns a function that notes a name that was there before.
func (c *checker) unique() func(at place, name string) {
	first := map[string]origin{}
	return func(at place, name string) {
		o, again := first[name]
		switch {
		case again && name != "" && o.line == 0:
			c.faultf(at, "%q is there already", name)
			return
		case again && name != "":
			c.faultf(at, "%q is there twice, first on line %d", name, o.line)
			return
		}
		first[name] = c.origin(at)
	}
}

// reference checks that name is one of known, unless the section that defines
// them is itself at fault.
func (c *checker) reference(at place, section, kind, name string, known []string) {
	if !slices.Contains(known, name) && !c.isFaulty(place{}.at(section)) {
		c.faultf(at, "there is no %s %q%s", kind, name, settings.Suggest(name, known))
	}
}

// mail checks an address; none is fine.
func (c *checker) mail(at place, address string) {
	if address == "" {
		return
	}
	if a, err := mail.ParseAddress(address); err != nil || a.Address != address {
		c.faultf(at, "must be a mail address such as noc@example.net")
	}
}

// language checks a language tag; none is fine.
func (c *checker) language(at place, tag string) {
	if tag != "" && !regexp.MustCompile(`^[a-z]{2,3}(-[A-Z]{2})?$`).MatchString(tag) {
		c.faultf(at, "must be a language such as en or de-AT")
	}
}
