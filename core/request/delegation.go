package request

import (
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

type (
	// DelegationID identifies a delegation.
	DelegationID string
	// LinkID identifies a link: lower-case letters and digits.
	LinkID string
)

// Delegation is the record of giving a task to a team.
type Delegation struct {
	ID             DelegationID
	Team           TeamID
	Task           Task
	OwnTask        bool // the desk wrote a task text; else it follows the request's
	Lead           bool
	After          []DelegationID // must be done first
	State          DelegationState
	ReturnedReason string
	DueAt          time.Time
	Estimate       time.Time // when the team itself expects to be done; no promise to anybody
	Link           LinkID    // "" until the delegations before it are done
	CreatedAt      time.Time
	AcceptedAt     time.Time
	StateAt        time.Time // when the state was last changed
	EndedAt        time.Time // returned: when the desk decided what to do about it
	Bounces        int       // how often it came back
	WithRequest    bool      // withdrawn only because its request ended: reopening gives it back
}

// Task is the text that a team receives.
type Task struct{ Title, Body string }

// DelegationState is the life of a delegation.
type DelegationState string

// The states: accepted by the first human act at the tool; returned never
// counts as done and waits for the desk's decision.
const (
	Offered       DelegationState = "offered"
	Accepted      DelegationState = "accepted"
	Returned      DelegationState = "returned"
	DelegateDone  DelegationState = "done"
	DelegateEnded DelegationState = "withdrawn"
)

// Side says who reads a link's ticket.
type Side string

// The sides.
const (
	TeamSide     Side = "team"
	ClientSide   Side = "client"
	SupplierSide Side = "supplier"
)

// Health says how the sync of a link fares.
type Health string

// The states of health.
const (
	InSync     Health = "in_sync"
	Pending    Health = "pending"
	InConflict Health = "conflict"
	Failed     Health = "failed"
	Parked     Health = "parked"
	Detached   Health = "detached"
)

// ByHand is the connection of a team whose work no tool knows of.
const ByHand = "none"

// Link is one request in one ticket.
type Link struct {
	ID         LinkID
	Delegation DelegationID
	Team       TeamID
	Connection string // ByHand: no ticket of a tool
	Plugin     string
	Side       Side
	Target     string // the container in the tool, as configured
	Ticket     ticket.Ref

	// Wanted is the state that the hub wants or last took from the team, and its
	// version; it belongs to this link alone.
	Wanted    Category
	WantedVer int64
	State     Category // as last seen at the tool
	ToolState string   // the tool's own name for it
	Assignee  string   // there, for eyes

	// Suggestions holds the team's own values of fields that only go out.
	Suggestions map[ticket.Field]string
	Conflicts   []Conflict

	Health    Health
	HealthAt  time.Time
	Error     string // the last failure as a sentence
	NextTryAt time.Time
	SyncedAt  time.Time
	Imported  bool // the ticket was there first
	Relinked  bool // and a person joined it: its state is never the hub's to set

	Answered []Answer `json:",omitempty"` // who was told this day what was wrong with a command
}

// Answer is what somebody at a tool was told about a command to the desk.
type Answer struct{ To, Mistake, Day string }

// Conflict is one field of one link that both sides changed; it holds that
// field alone until the desk decides or both sides agree.
type Conflict struct {
	ID              string
	Field           ticket.Field
	Base, Hub, Tool string // as people read them
	ToolBy          string
	Since           time.Time
	Version         int64 // moves when either side moves again
	Choice          *Choice
}

// Choice is how the desk settles a conflict.
type Choice struct {
	Take  string // hub, tool, value
	Value string // with value
	By    string
}
