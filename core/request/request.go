// Package request is the unified request model: what a client asked of the
// desk, to whom it was given, what was said about it and by whom it may be
// read. It is pure: states, commands and events, no clock, no storage.
package request

import (
	"strings"
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

type (
	// ID identifies a request inside the hub: lower-case letters and digits.
	ID string
	// Key is what people call a request: SP-1042.
	Key string
	// ClientID names a client organisation, as in the configuration.
	ClientID string
	// TeamID names a technical team or a supplier.
	TeamID string
	// ServiceID names a concrete service object: a circuit, a rack, a prefix.
	ServiceID string
)

// Upper is a key as it is stored, of one typed in any case.
func (k Key) Upper() Key { return Key(strings.ToUpper(strings.TrimSpace(string(k)))) }

// Kind says what the client asks for.
type Kind string

// The kinds.
const (
	Incident       Kind = "incident"
	ServiceRequest Kind = "service_request"
	Question       Kind = "question"
	Complaint      Kind = "complaint"
)

// Priority is P1 (highest) to P4.
type Priority string

// Level is an impact or an urgency: 1 (high), 2 (medium), 3 (low); 0 unknown.
type Level int

// Channel says how the request reached the desk.
type Channel string

// The channels.
const (
	Portal   Channel = "portal"
	Mail     Channel = "mail"
	Phone    Channel = "phone"
	InPerson Channel = "in_person"
	Tool     Channel = "tool"
	Alert    Channel = "alert"
	API      Channel = "api"
)

// Request is what one client asked of the desk. Times are UTC, cut to
// microseconds; the zero time is "not set".
type Request struct {
	ID      ID
	Key     Key
	Version int64 // rises with every stored change

	Kind           Kind
	Status         Status
	Priority       Priority // the provider's
	PriorityReason string   // why it differs from what impact and urgency give; "" if it does not
	ClientPriority Priority // what the client asked for; never overwrites Priority
	Impact         Level
	Urgency        Level

	Title       string
	Description string // Markdown
	Told        *Task  `json:",omitempty"` // title and description as the client knows them, where a team's tool has changed one; see [Request.AsTold]
	Client      ClientID
	Contact     string // the person to answer
	ReportedBy  string
	Caller      *Caller `json:",omitempty"` // who spoke to the desk; nil: nobody did
	Channel     Channel
	Service     ServiceID
	Affected    []Affected
	Assignee    string // a SPOC
	Labels      []string
	Fields      map[string]string
	Restricted  []string // if not empty, only these people see it

	ReportedAt, StartedAt, RestoredAt, ExpectedAt, NextUpdateAt, DueAt time.Time
	CreatedAt, UpdatedAt, ResolvedAt, ClosedAt                         time.Time

	HoldReason  HoldReason // with OnHold
	WaitingFor  string     // with WaitingClient: what is needed
	ExternalIDs []ExternalID
	Attention   []Attention
	Passed      Turn      `json:",omitzero"`  // to whom the request last passed, see [Request.Turn]
	Concerns    []Concern `json:",omitempty"` // what teams said that the desk must know of, oldest first

	Umbrella UmbrellaKind // "" for a request of a client
	Gathered ID           // the umbrella that this request belongs to
	MergedTo ID           // the survivor, if this was a duplicate
	Gave     *Gift        // with MergedTo: what the survivor took over, to give it back
	Parent   ID           // the closed request that this one continues

	GatheredBy Key         `json:",omitempty"` // with Gathered: what people call the umbrella
	CameWith   Key         `json:",omitempty"` // the umbrella that was merged into that one and brought this request along
	Took       *Course     `json:",omitempty"` // with Gathered: what last came down from the umbrella
	Flowing    bool        `json:",omitempty"` // an umbrella whose gathered requests may not have followed yet
	Broadcasts []Broadcast `json:",omitempty"` // of an umbrella: those that not everybody was written yet
	LeftOut    []LeftOut   `json:",omitempty"` // of an umbrella: who was not written, by its broadcasts so far

	Bridge  []LinkID             // the links whose team comments are copied to one another
	Bridged map[LinkID]time.Time `json:",omitempty"` // since when each of them is

	// Values counts the versions of what all links share (title, description,
	// priority, due, labels): it rises by one whenever such a value changes.
	Values map[ticket.Field]int64

	Delegations []Delegation
	Links       []Link
	Files       []File   `json:",omitempty"` // oldest first
	Unsent      []Unsent `json:",omitempty"` // replies to the client that wait to go, oldest first
}

// Gift is what a duplicate handed to its survivor.
type Gift struct {
	Into        Key // the survivor
	Delegations []DelegationID
	Links       []LinkID
	Notes       []NoteID
	Files       []FileID `json:",omitempty"`
}

// UmbrellaKind marks a request that gathers others.
type UmbrellaKind string

// The kinds of umbrella.
const (
	Major   UmbrellaKind = "major"
	Problem UmbrellaKind = "problem"
)

// Affected is one service object that suffers.
type Affected struct {
	Service     ServiceID
	Impact      ServiceImpact
	From, Until time.Time
}

// ServiceImpact says how badly a service suffers.
type ServiceImpact string

// The impacts on a service.
const (
	Down              ServiceImpact = "down"
	Degraded          ServiceImpact = "degraded"
	Intermittent      ServiceImpact = "intermittent"
	ReducedRedundancy ServiceImpact = "reduced_redundancy"
	NoImpact          ServiceImpact = "none"
)

// ExternalID is what somebody else calls the request; unique per owner and type.
type ExternalID struct{ Owner, Type, ID string }

// Attention is one reason why the desk should look at a request.
type Attention string

// The reasons.
const (
	AttentionReturned   Attention = "returned"
	AttentionHeldUp     Attention = "held up" // a task waits for one that came back or was taken back
	AttentionTeamAsks   Attention = "team asks"
	AttentionAllDone    Attention = "all done"
	AttentionReopened   Attention = "reopened by team"
	AttentionConflict   Attention = "conflict"
	AttentionSync       Attention = "sync failed"
	AttentionPromiseDue Attention = "promise due"
	AttentionTwice      Attention = "two tickets"        // a merge left a team with two
	AttentionUmbrella   Attention = "umbrella cancelled" // and the request goes on
	AttentionUnsent     Attention = "reply not sent"
)

// Link finds a link of the request, nil if there is none.
func (r *Request) Link(id LinkID) *Link {
	for i := range r.Links {
		if r.Links[i].ID == id {
			return &r.Links[i]
		}
	}
	return nil
}

// Delegation finds a delegation of the request, nil if there is none.
func (r *Request) Delegation(id DelegationID) *Delegation {
	for i := range r.Delegations {
		if r.Delegations[i].ID == id {
			return &r.Delegations[i]
		}
	}
	return nil
}
