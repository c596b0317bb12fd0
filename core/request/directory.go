package request

import (
	"cmp"
	"slices"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Directory is what the configuration says of the parties. It is read only.
type Directory struct {
	Desk    string         // the desk's name: Elbline SPOC
	BaseURL string         // of the hub, for links back
	Zone    *time.Location // of the desk; nil: UTC
	Clients map[ClientID]Client
	Teams   map[TeamID]Team
	// Services lists the service objects.
	Services map[ServiceID]Service
	// Inquiries are what to ask before a request is delegated, by the kind of its
	// service.
	Inquiries map[string][]Inquiry
	// RollUp says what happens when all delegations of a kind are done; absent:
	// Ready.
	RollUp map[Kind]Outcome
	// ReadOnly are the connections to which nothing is written.
	ReadOnly map[string]bool
	// Accounts tells where the connections' secrets stand.
	Accounts map[string]Account
}

// What people read of a team, a client: its title, else its id. A service is named as it
// was asked for: it may be another client's.
func (d Directory) team(id TeamID) string     { return cmp.Or(d.Teams[id].Title, string(id)) }
func (d Directory) client(id ClientID) string { return cmp.Or(d.Clients[id].Title, string(id)) }

// Client is an organisation that the desk serves.
type Client struct {
	ID       ClientID
	Title    string
	Language string
	Parent   ClientID
	Contacts []Contact
	Domains  []string // of its mail addresses
	// Grace is how long after closing a message of the client still reopens a
	// request.
	Grace time.Duration
	// The client's own tool; Connection is "" where it has none.
	Connection, Plugin, Target string
	Retired                    bool // gets no new requests
}

// Contact is a person of a client.
type Contact struct {
	Name, Mail, Phone string
	Rights            []string
}

// Team is a technical team or a supplier.
type Team struct {
	ID         TeamID
	Title      string
	Connection string // ByHand: no tool
	Plugin     string
	Target     string
	Supplier   bool
	Phone      string
	Mail       string
	// SeesClient lets the client's conversation reach the team.
	SeesClient  bool
	AllowPublic bool
	ReadOnly    bool // read, link and report; write nothing
	Follows     Follow
	Clients     []ClientID     // nil: every client
	Labels      []string       // set on every ticket
	Language    string         // a tag such as de or en; "": English
	Zone        *time.Location // in which it tells times; nil: the desk's
	Retired     bool           // gets no new tasks
}

// Service is a concrete service object.
type Service struct {
	ID         ServiceID
	Client     ClientID // "": serves several
	Title      string
	Kind       string
	Site       string
	Components []string // what it runs over: line cards, ports, racks
	// RedundancyGroup names the services that stand in for one another.
	RedundancyGroup string
	ExternalIDs     []ExternalID
	Retired         bool // gets no new requests
}

// Follow says what a team's ticket does when its request is resolved,
// cancelled or reopened.
type Follow string

// What a ticket can do. The zero value does nothing.
const (
	FollowNothing Follow = ""
	FollowState   Follow = "state"   // takes the state, unless a person only joined it
	FollowComment Follow = "comment" // gets one comment, the state is left to the team
)

// Outcome is what happens to a request whose delegations are all done.
type Outcome string

// The outcomes.
const (
	Ready   Outcome = "ready" // the desk is asked to confirm
	Resolve Outcome = "resolve"
)

// House is what a decision needs to know beside the request.
type House struct {
	Directory *Directory
	// Public reports whether everybody can read a place, as last read from the
	// tool. An unknown place is public: deny by default.
	Public func(connection, target string) bool
	// Holds reports whether a ticket of a connection has a field. Nil: each has
	// all.
	Holds func(connection string, f ticket.Field) bool
	// Files says how files reach the tickets of a connection. Nil: each is Sent.
	Files func(connection string) Carriage
	// IDs makes a new id of lower-case letters and digits.
	IDs func() string
}

// zone is the time zone in which a team tells times.
func (d *Directory) zone(id TeamID) *time.Location {
	switch t := d.Teams[id]; {
	case t.Zone != nil:
		return t.Zone
	case d.Zone != nil:
		return d.Zone
	}
	return time.UTC
}

func (d *Directory) clientTitle(id ClientID) string {
	if c, ok := d.Clients[id]; ok && c.Title != "" {
		return c.Title
	}
	return string(id)
}

func (d *Directory) teamTitle(id TeamID) string {
	if t, ok := d.Teams[id]; ok && t.Title != "" {
		return t.Title
	}
	return string(id)
}

func (d *Directory) serviceTitle(id ServiceID) string {
	if s, ok := d.Services[id]; ok && s.Title != "" && s.Title != string(id) {
		return s.Title + " (" + string(id) + ")"
	}
	return string(id)
}

// Contact finds a person of a client by name or mail address; a client without
// listed contacts knows everybody.
func (d *Directory) knowsContact(id ClientID, who string) bool {
	c := d.Clients[id]
	return len(c.Contacts) == 0 || slices.ContainsFunc(c.Contacts, func(p Contact) bool {
		return who == p.Name || who == p.Mail
	})
}
