package config

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
)

// NoConnection is what a team has whose work is done by hand or by mail.
const NoConnection = "none"

// Connection is one configured account of a tool, served by a plugin process.
type Connection struct {
	Name     string   `koanf:"name"`
	Plugin   string   `koanf:"plugin"`
	Settings Settings `koanf:"settings"` // what the plugin's schema asks for
	// WebhookSecret proves the tool's deliveries; without it none are accepted
	// and polling alone keeps the tickets in step.
	WebhookSecret Secret                  `koanf:"webhook_secret"`
	Poll          time.Duration           `koanf:"poll"`
	Fields        map[sdk.Field]Direction `koanf:"fields"`    // every field of the hub has an entry
	ReadOnly      bool                    `koanf:"read_only"` // read, link and report, write nothing
	Paused        bool                    `koanf:"paused"`    // makes no call; what comes in waits
	Conflicts     map[sdk.Field]Policy    `koanf:"conflicts"`
	States        Mapping[Category]       `koanf:"states"`     // beyond the plugin's own proposal
	Priorities    Mapping[Priority]       `koanf:"priorities"` // likewise
	People        map[string]string       `koanf:"people"`     // the tool's account id -> mail address
	Adopt         Adopt                   `koanf:"adopt"`
	// ImportSince is how far back tickets are imported; the zero time imports
	// none.
	ImportSince time.Time `koanf:"import_since"`
}

// Mapping translates codes of a tool beyond what its plugin proposes.
type Mapping[Ours ~string] struct {
	Read  map[string]Ours `koanf:"read"`  // the tool's name -> ours
	Write map[Ours]string `koanf:"write"` // ours -> the tool's name to write
}

// Adopt says which tickets that were created at the tool become requests.
type Adopt struct {
	Rule  AdoptRule `koanf:"rule"`
	Label string    `koanf:"label"` // the label that AdoptLabel asks for
}

// AdoptRule picks tickets that were created at the tool.
type AdoptRule string

// The rules.
const (
	AdoptOff   AdoptRule = "off"   // none
	AdoptAll   AdoptRule = "all"   // every one
	AdoptLabel AdoptRule = "label" // those that carry Adopt.Label
)

func (AdoptRule) values() []string {
	return []string{string(AdoptOff), string(AdoptAll), string(AdoptLabel)}
}

func (c *Connection) setDefaults() {
	c.Poll = time.Minute
	c.Fields = defaultDirections()
	c.Conflicts = defaultPolicies()
	c.Adopt.Rule = AdoptOff
}

func (c *checker) connections(at place, list []Connection) {
	seen := c.unique()
	for i, conn := range list {
		at := at.item(i, conn.Name)
		c.name(at.at("name"), conn.Name)
		seen(at.at("name"), conn.Name)
		if conn.Name == NoConnection {
			c.faultf(at.at("name"), "%q stands for a team without a connection", NoConnection)
		}
		c.settings(at, &list[i])
		c.connection(at, conn)
	}
}

func (c *checker) connection(at place, conn Connection) {
	if conn.Poll < time.Second {
		c.faultf(at.at("poll"), "must be at least 1s")
	}
	for _, id := range slices.Sorted(maps.Keys(conn.People)) {
		c.mail(at.at("people").at(id), conn.People[id])
	}
	if (conn.Adopt.Rule == AdoptLabel) != (conn.Adopt.Label != "") {
		c.faultf(at.at("adopt"), "label and the rule label go together")
	}
	for _, f := range slices.Sorted(maps.Keys(conn.Fields)) {
		c.field(at.at("fields").at(string(f)), f, syncedFields())
	}
	for _, f := range slices.Sorted(maps.Keys(conn.Conflicts)) {
		c.field(at.at("conflicts").at(string(f)), f, valueFields())
	}
	for _, name := range slices.Sorted(maps.Keys(conn.States.Write)) {
		if strings.TrimSpace(conn.States.Write[name]) == "" {
			c.faultf(at.at("states").at("write").at(string(name)), "must not be empty")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(conn.Priorities.Write)) {
		if strings.TrimSpace(conn.Priorities.Write[name]) == "" {
			c.faultf(at.at("priorities").at("write").at(string(name)), "must not be empty")
		}
	}
}
