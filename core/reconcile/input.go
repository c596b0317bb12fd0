package reconcile

import (
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Direction says which way a field travels.
type Direction string

// The directions.
const (
	Both Direction = "both"
	Out  Direction = "out"  // the tool's changes are recorded, not taken
	In   Direction = "in"   // the hub's changes are not written
	Once Direction = "once" // written when the ticket is made, then the team's
	Off  Direction = "off"
)

// Policy says who wins a field that both sides changed.
type Policy string

// The policies.
const (
	HubWins  Policy = "hub"
	ToolWins Policy = "tool"
	Newest   Policy = "newest" // by the tool's field times; unknown or within two minutes: Ask
	Ask      Policy = "ask"
)

// Rules are what the configuration and the tool say about a connection.
type Rules struct {
	Directions map[ticket.Field]Direction
	Policies   map[ticket.Field]Policy
	Dedicated  bool // nobody else uses our account: its writes are ours
	History    map[ticket.Field]bool
	Together   [][]ticket.Field
	Limits     map[ticket.Field]ticket.Limit
	Grace      time.Duration // how long a lost write may still land
	CreateWait time.Duration // the same for a create, with the tool's search lag
	Sweep      time.Duration // how long a ticket may stay unread; zero: for good
	Over       bool          // the request is closed or cancelled
	Labels     []string      // of the team, as they are: set on a new ticket and left alone then
	ReadOnly   bool
	Hooked     bool            // deliveries tell of the team's changes at once
	Quiet      bool            // no field is written for now; what the hub changes meanwhile goes out later
	Container  string          // the target's immutable id: writes go nowhere else
	Transfer   time.Duration   // how long a lost upload may still land
	Busy       bool            // this pass has taken long: files wait for the next one
	Can        map[string]bool // the connector's capabilities by name
	Public     bool            // everybody can read the place, and so write in it
	Customers  bool            // the team's customers write in it too
}

// Outside reports whether who wrote something need not be one of the team: where
// others write too, only those are whom the tool calls its people, and who writes
// what customers cannot see.
func (r Rules) Outside(by *ticket.Actor, hidden bool) bool {
	return (r.Public || r.Customers && !hidden) && (by == nil || !by.Member)
}

func (r Rules) direction(f ticket.Field) Direction {
	if d, ok := r.Directions[f]; ok {
		return d
	}
	return Off
}

// Comments stands for a ticket's conversation among the directions; where nothing
// is said it travels both ways.
const Comments ticket.Field = "comments"

func (r Rules) conversation() Direction {
	if d, ok := r.Directions[Comments]; ok {
		return d
	}
	return Both
}

// takes reports whether the tool's changes of a field reach the hub.
func (d Direction) takes() bool { return d == Both || d == In }

// gives reports whether the hub's changes of a field reach the tool.
func (d Direction) gives() bool { return d == Both || d == Out }

// Value is the hub's value of one field and its version. Text is Markdown for
// texts, a category for state, P1..P4, a date; labels are joined by newlines.
type Value struct {
	Text    string
	Full    string // what is rendered in its place: a description with its context block
	Version int64
	At      time.Time // when the hub last changed it
}

// Codes translates between the tool's codes and the hub's values.
type Codes interface {
	// Read returns the hub's value of a tool's code; false if the tables do not
	// know it.
	Read(f ticket.Field, n ticket.Native) (string, bool)
	// Write returns the tool's code for a hub's value, current where that already
	// says it; false if there is none.
	Write(f ticket.Field, value string, current ticket.Native) (ticket.Native, bool)
}

// NoteSide is the hub's side of one note that this link may hold.
type NoteSide struct {
	ID      request.NoteID
	Version int64
	Deleted bool
	Body    string // Markdown as it is sent, author line included
	Private bool
	Copy    request.Copy
	// Closed says that the note is not for the ticket's readers any more: what stands
	// there may be taken away, and nothing else is written.
	Closed bool
	// Corrects says that Body is of the form for which [Rules.Corrects] asks.
	Corrects bool
}

// Input is all that a plan is made of.
type Input struct {
	Link     request.LinkID
	Ref      ticket.Ref // of the ticket; the zero value before it exists
	State    State
	Values   map[ticket.Field]Value
	Notes    []NoteSide         // to be worked on, and those whose comments the look shows
	Files    []FileSide         // all that have a copy on this link
	Held     []request.Conflict // as people see them, with their choices
	Look     *Look              // nil: nothing new was seen
	Rendered Rendered
	Codes    Codes
	Rules    Rules
	Marker   Marker
	Now      time.Time
}

// Rendered holds the answers to the questions of [Texts].
type Rendered struct {
	Fields map[ticket.Field]ticket.Native
	Notes  map[request.NoteID][]ticket.Native // several where one comment does not hold the note
	Cut    map[ticket.Field]bool              // shortened to the tool's limit: never taken back
	// CutNotes are the comments that are shortened.
	CutNotes map[request.NoteID]bool
}
