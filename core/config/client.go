package config

import (
	"regexp"
	"strings"
)

// Client is an organisation that the desk serves.
type Client struct {
	Name     string   `koanf:"name"`
	Title    string   `koanf:"title"` // for people; the name where absent
	Language string   `koanf:"language"`
	Parent   string   `koanf:"parent"`  // another client, such as a reseller
	Domains  []string `koanf:"domains"` // of its mail addresses
	// Connection and Target name the client's own tool; both are empty where it
	// has none. A link to it is on the client's side.
	Connection string    `koanf:"connection"`
	Target     string    `koanf:"target"`
	Contacts   []Contact `koanf:"contacts"`
	Retired    bool      `koanf:"retired"` // is known, and gets no new requests
}

// Contact is a person of a client. The same mail address may stand with several
// clients.
type Contact struct {
	Name   string  `koanf:"name"`
	Mail   string  `koanf:"mail"`
	Phone  string  `koanf:"phone"` // the number on file: to call back
	Rights []Right `koanf:"rights"`
	// PIN is the hash of what the contact says to prove who calls, as `spochub user
	// pin` prints it; none: there is none.
	PIN Secret `koanf:"pin"`
}

// Right is something a contact may do for a client.
type Right string

// The rights.
const (
	MayOpen       Right = "open"
	MayApprove    Right = "approve"
	MayOrder      Right = "order"
	MaySiteAccess Right = "site_access"
	MaySecurity   Right = "security"
)

func (Right) values() []string {
	return []string{string(MayOpen), string(MayApprove), string(MayOrder), string(MaySiteAccess), string(MaySecurity)}
}

func (c *checker) clients(at place, list []Client) {
	seen := c.unique()
	for i, l := range list {
		at := at.item(i, l.Name)
		c.name(at.at("name"), l.Name)
		seen(at.at("name"), l.Name)
		c.language(at.at("language"), l.Language)
		c.domains(at.at("domains"), l.Domains)
		c.contacts(at.at("contacts"), l.Contacts)
		c.clientTool(at, l)
		if l.Parent != "" {
			c.reference(at.at("parent"), "clients", "client", l.Parent, c.names.clients)
		}
	}
	c.parents(at, list)
}

func (c *checker) clientTool(at place, l Client) {
	if l.Connection == "" {
		if l.Target != "" {
			c.faultf(at.at("target"), "is of no use without a connection")
		}
		return
	}
	c.reference(at.at("connection"), "connections", "connection", l.Connection, c.names.connections)
	c.required(at.at("target"), l.Target)
}

// parents finds clients that are above themselves.
func (c *checker) parents(at place, list []Client) {
	parent := map[string]string{}
	for _, l := range list {
		parent[l.Name] = l.Parent
	}
	for i, l := range list {
		above := l.Parent
		for range list {
			if above == l.Name && above != "" {
				c.faultf(at.item(i, l.Name).at("parent"), "the client is its own parent")
				break
			}
			above = parent[above]
		}
	}
}

func (c *checker) domains(at place, list []string) {
	domain := regexp.MustCompile(`^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$`)
	for i, d := range list {
		if !domain.MatchString(d) {
			c.faultf(at.item(i, ""), "must be a domain in lower case, such as example.net")
		}
	}
}

func (c *checker) contacts(at place, list []Contact) {
	seen := c.unique()
	for i, p := range list {
		at := at.item(i, p.Name)
		c.required(at.at("name"), p.Name)
		c.required(at.at("mail"), p.Mail)
		c.mail(at.at("mail"), p.Mail)
		seen(at.at("mail"), p.Mail)
		if hash := p.PIN.Reveal(); hash != "" && !strings.HasPrefix(hash, "$argon2id$") {
			c.faultf(at.at("pin"), "must lead to a hash that `spochub user pin` printed")
		}
	}
}
