package config

import (
	"slices"
	"time"
)

// Team is a technical team or a supplier.
type Team struct {
	Name       string `koanf:"name"`
	Title      string `koanf:"title"`      // for people; the name where absent
	Connection string `koanf:"connection"` // a connection's name, or NoConnection
	Target     string `koanf:"target"`     // where its tickets are made: project, repository, table
	Side       Side   `koanf:"side"`
	Phone      string `koanf:"phone"`
	Mail       string `koanf:"mail"`
	// SeesClientConversation lets notes for the client reach the team too.
	SeesClientConversation bool `koanf:"sees_client_conversation"`
	// AllowPublic lets a delegation go to a place that everybody can read.
	AllowPublic   bool     `koanf:"allow_public"`
	ReadOnly      bool     `koanf:"read_only"` // of a live connection: write nothing to this team
	FollowsStatus Follows  `koanf:"follows_status"`
	Clients       []string `koanf:"clients"` // nil: every client
	Labels        []string `koanf:"labels"`  // set on every ticket
	Language      string   `koanf:"language"`
	TimeZone      string   `koanf:"time_zone"` // IANA name; the desk's where absent
	Retired       bool     `koanf:"retired"`   // is known, and gets no new tasks
}

// Side says on whose side a team works.
type Side string

// The sides that a team can have.
const (
	TeamSide     Side = "team"
	SupplierSide Side = "supplier" // sees only what is written to it, never who the client is
)

func (Side) values() []string { return []string{string(TeamSide), string(SupplierSide)} }

// Follows says what a team's ticket does when its request is resolved,
// cancelled or reopened.
type Follows string

// What a ticket can do.
const (
	FollowsState   Follows = "true"    // takes the state, unless a person only joined it
	FollowsComment Follows = "comment" // gets one comment, the state is left to the team
	FollowsNothing Follows = "false"
)

func (Follows) values() []string {
	return []string{string(FollowsState), string(FollowsComment), string(FollowsNothing)}
}

// Location is the time zone in which the team tells times; nil where it is the
// desk's.
func (t Team) Location() *time.Location {
	if t.TimeZone == "" {
		return nil
	}
	return location(t.TimeZone)
}

// Serves reports whether the team may receive requests of a client.
func (t Team) Serves(client string) bool {
	return t.Clients == nil || slices.Contains(t.Clients, client)
}

func (t *Team) setDefaults() {
	t.Side, t.FollowsStatus = TeamSide, FollowsComment
}

func (c *checker) teams(at place, list []Team) {
	seen := c.unique()
	for i, t := range list {
		at := at.item(i, t.Name)
		c.name(at.at("name"), t.Name)
		seen(at.at("name"), t.Name)
		c.teamPlace(at, t)
		c.mail(at.at("mail"), t.Mail)
		c.language(at.at("language"), t.Language)
		if t.TimeZone != "" {
			c.timeZone(at.at("time_zone"), t.TimeZone)
		}
		if t.Clients != nil && len(t.Clients) == 0 {
			c.faultf(at.at("clients"), "is empty: name clients, or remove the key to serve every client")
		}
		for j, client := range t.Clients {
			c.reference(at.at("clients").item(j, ""), "clients", "client", client, c.names.clients)
		}
	}
}

func (c *checker) teamPlace(at place, t Team) {
	switch t.Connection {
	case "":
		c.faultf(at.at("connection"), "is required: the name of a connection, or %s", NoConnection)
	case NoConnection:
		if t.Target != "" {
			c.faultf(at.at("target"), "is of no use without a connection")
		}
	default:
		c.reference(at.at("connection"), "connections", "connection", t.Connection, c.names.connections)
		c.required(at.at("target"), t.Target)
	}
}
