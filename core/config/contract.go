package config

import (
	"regexp"
	"time"
)

const day = 24 * time.Hour

// Contract is an agreement with a client.
type Contract struct {
	Name   string `koanf:"name"`
	Client string `koanf:"client"`
	SLA    string `koanf:"sla"` // the name of its service level; "" has no targets
	// Grace is how long after closing a client's message still reopens the
	// request; later it opens a linked one.
	Grace     time.Duration `koanf:"grace"`
	Languages []string      `koanf:"languages"`
}

// Service is a concrete service object: a circuit, a rack, a prefix.
type Service struct {
	ID              string       `koanf:"id"`
	Client          string       `koanf:"client"`
	Title           string       `koanf:"title"` // for people; the id where absent
	Kind            string       `koanf:"kind"`
	Site            string       `koanf:"site"`
	Components      []string     `koanf:"components"`
	RedundancyGroup string       `koanf:"redundancy_group"`
	ExternalIDs     []ExternalID `koanf:"external_ids"`
	Retired         bool         `koanf:"retired"` // is known, and gets no new requests
}

// ExternalID is a name that somebody else has for the same service; owner and
// type make it unique.
type ExternalID struct {
	Owner string `koanf:"owner"`
	Type  string `koanf:"type"`
	ID    string `koanf:"id"`
}

func (c *Contract) setDefaults() { c.Grace = 14 * day }

func (c *checker) contracts(at place, list []Contract) {
	seen := c.unique()
	for i, k := range list {
		at := at.item(i, k.Name)
		c.required(at.at("name"), k.Name)
		seen(at.at("name"), k.Name)
		c.client(at.at("client"), k.Client)
		if k.Grace < 0 {
			c.faultf(at.at("grace"), "must not be negative")
		}
		for j, l := range k.Languages {
			c.language(at.at("languages").item(j, ""), l)
		}
	}
}

func (c *checker) services(at place, list []Service) {
	seen, external := c.unique(), c.unique()
	id := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/+-]*$`)
	for i, s := range list {
		at := at.item(i, s.ID)
		c.required(at.at("id"), s.ID)
		if s.ID != "" && !id.MatchString(s.ID) {
			c.faultf(at.at("id"), "must be letters, digits and ._:/+-, without spaces")
		}
		seen(at.at("id"), s.ID)
		c.client(at.at("client"), s.Client)
		for j, x := range s.ExternalIDs {
			at := at.at("external_ids").item(j, "")
			c.required(at.at("owner"), x.Owner)
			c.required(at.at("type"), x.Type)
			c.required(at.at("id"), x.ID)
			external(at.at("id"), x.Owner+" "+x.Type+" "+x.ID)
		}
	}
}

// client checks a required reference to a client.
func (c *checker) client(at place, name string) {
	c.required(at, name)
	if name != "" {
		c.reference(at, "clients", "client", name, c.names.clients)
	}
}
