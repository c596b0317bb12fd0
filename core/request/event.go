package request

import (
	"time"

	"github.com/spochub/spochub/sdk/ticket"
)

// Event is one line of a request's history: a fact, never changed. From and To
// are as people read them.
type Event struct {
	ID      int64 // ascending, given by the store
	At      time.Time
	Actor   Actor
	Link    LinkID // the link it came by, "" for the hub itself
	Type    EventType
	Field   ticket.Field // or the name of a request's own field
	From    string
	To      string
	Verdict Verdict
	Reason  string
}

// Actor is who or what caused an event.
type Actor struct {
	Name   string
	Origin string // desk, client, rule, or the name of a connection
}

// EventType names what happened.
type EventType string

// The events.
const (
	Created        EventType = "created"
	Changed        EventType = "changed"
	StatusChanged  EventType = "status"
	Delegated      EventType = "delegated"
	DelegationMove EventType = "delegation"
	LinkChanged    EventType = "link"
	NoteAdded      EventType = "note"
	NoteEdited     EventType = "note_edited"
	NoteDeleted    EventType = "note_deleted"
	Merged         EventType = "merged"
	Unmerged       EventType = "unmerged"
	Shared         EventType = "shared"
	ConflictFound  EventType = "conflict"
	ConflictEnded  EventType = "conflict_settled"
	SyncNotice     EventType = "sync"
	CallerVerified EventType = "verified"
	FileAdded      EventType = "file"
	FileGone       EventType = "file_gone" // deleted at the tool; the hub keeps its own
	FileDeleted    EventType = "file_deleted"
)

// Verdict says what became of a value.
type Verdict string

// The verdicts.
const (
	Applied    Verdict = "applied"
	Overridden Verdict = "overridden" // seen, then replaced by the other side
	Recorded   Verdict = "recorded"   // seen and not taken, by the field's direction
	Agreed     Verdict = "agreed"     // both sides had come to the same value
	Rejected   Verdict = "rejected"   // the tool refused it
)
