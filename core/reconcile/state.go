// Package reconcile decides what a link needs: it compares the hub's values
// with the ticket's, each against its own base, and returns what to take over,
// what to record and what to write. It is pure; drivers make the calls.
//
// Two bases for each field: the hub's version that both sides agreed on, and
// the ticket's value as the tool returned it then. A side has changed only if
// it differs from what it itself last was, so that a mapping that loses detail
// cannot make the two oscillate.
package reconcile

import (
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// State is what the hub remembers of one link between two looks at its ticket.
// It is stored as JSON.
type State struct {
	Key        ticket.Key     // our mark on the ticket
	Watermark  ticket.Version // never act on a ticket older than this
	LogVer     ticket.Version // the change log is absorbed up to here
	Answered   ticket.Version // of the last answer to a write of ours
	AnsweredAt time.Time      // when it came
	Planned    ticket.Version // of the ticket when that write was planned
	Told       []string       `json:",omitempty"` // which texts of people the hub has heard of, by their digests
	Epoch      int64          // of the database in which the link was last agreed
	HandedBack bool           `json:",omitempty"` // the ticket carried our label for it at the last look
	Restored   bool           // the database was restored: trust nothing of ours
	Hush       time.Time      `json:",omitzero"` // after a restore: no comment is written before a read at that time
	Imported   bool           // the ticket was there before the link
	Relinked   bool           // a person joined an existing ticket: it keeps its texts
	Observed   bool           // at least one full look at the ticket
	Fields     map[ticket.Field]FieldState
	Intents    []Intent
	Ghosts     []Ghost
	Surfaced   bool                 `json:",omitempty"` // the ticket turned up after the link had ended
	Twins      []ticket.Ref         // other tickets with our key, to be retired
	Retired    []string             `json:",omitempty"` // tickets that were such twins
	Misses     int                  // looks in a row that found no ticket
	Deleted    bool                 // the tool has told that the ticket was deleted
	StaleRead  int                  // looks in a row older than the watermark
	NComments  int                  // the tool's own count at the last look, -1 unknown
	Listed     ticket.Version       // of the last complete read of the comments
	Uncounted  int                  `json:",omitempty"` // what the tool counted then beyond the comments that are notes
	CommentVer ticket.Version       // of the newest comment that was told of
	Gone       []string             `json:",omitempty"` // comments that were deleted before they were known
	Orphans    []string             `json:",omitempty"` // comments of ours that no note has as its copy
	Missing    map[string]time.Time `json:",omitempty"` // comments that a complete read did not show, and since when
	AuditDue   time.Time            // when the log is read for what our writes replaced, unless their echoes have told
	ReadAt     time.Time            `json:",omitzero"` // when the ticket was last read, else first seen
	Doubt      time.Time            `json:",omitzero"` // until then a read may be older than the last write
	Reread     bool                 // the next pass must read the ticket
	Held       []Withheld           `json:",omitempty"` // what a read-only link would write
	Files      Filed                `json:",omitzero"`  // what is known of the ticket's files
}

// Believe takes a version for the newest there is, though a higher one was seen
// before: the tool was restored, or that one was wrong.
func (s *State) Believe(v ticket.Version) {
	s.Watermark, s.LogVer, s.StaleRead = v, v, 0
	s.Answered, s.Planned, s.Listed, s.CommentVer = min(s.Answered, v), min(s.Planned, v), min(s.Listed, v), 0
}

// FieldState is one field of a link.
type FieldState struct {
	Base       *Pair         `json:",omitempty"` // nil: nothing agreed yet
	Seen       ticket.Native // the ticket's value at the last look
	Name       string        `json:",omitempty"` // what the tool calls it
	Known      bool          // Seen was ever read
	Unverified bool          `json:",omitempty"` // Base is what was sent; the answer did not show it
	Refused    int64         `json:",omitempty"` // the hub version that the tool took without effect
	Kept       ticket.Native `json:",omitempty"` // what it kept instead
	Blocked    *Blocked      `json:",omitempty"`
	Conflict   *Held         `json:",omitempty"`
	Cut        bool          `json:",omitempty"` // the ticket holds a shortened text
	Alone      bool          `json:",omitempty"` // a call with others failed: write it by itself
	Audit      []Written     `json:",omitempty"` // writes that the change log was not asked about yet
	Turns      int           `json:",omitempty"` // writes in a row that the tool's rules undid
	WroteAt    time.Time     `json:",omitzero"`  // when the hub's value was last written
	Taken      *Taken        `json:",omitempty"` // what last gave way at the tool, to a value that was taken or to ours
	Rallies    int           `json:",omitempty"` // how often in a row the tool's value followed soon after
	RallyAt    time.Time     `json:",omitzero"`  // the last time
	Rallied    bool          `json:",omitempty"` // so often that the conflict is held, whatever the policy
}

// sent reports whether a base that is not verified was sent: a create leaves out what is
// empty, a later write says it.
func (fs FieldState) sent() bool {
	return fs.Base != nil && (fs.Base.Native != "" || !fs.WroteAt.IsZero())
}

// Taken is a tool's value that gave way to another one there, and the version of the
// ticket that showed the other one.
type Taken struct {
	Was ticket.Native
	At  ticket.Version
}

// Pair is a base: both sides of one agreement. Version None means that the
// ticket's value is known but nothing is agreed, so the hub's value goes out.
type Pair struct {
	Version int64
	Native  ticket.Native
}

// None is the version of a base that agrees to nothing.
const None int64 = -1

// Blocked is a value that the tool rejected; it is not tried again until either
// side changes, or what the tool wants beside it.
type Blocked struct {
	Version int64
	Pre     ticket.Native
	Reason  string
	Since   time.Time
	Lacking bool `json:",omitempty"` // a ticket there has no such field: nobody need do anything
	// Beside is what the tool's own fields said where the tool named another field as
	// the one at fault, as a transition does that demands a resolution.
	Beside string `json:",omitempty"`
}

// Held is a conflict that waits for the desk.
type Held struct {
	ID      string
	Native  ticket.Native // the tool's value in question
	Version int64         // the hub's version in question
	Since   time.Time
}

// Effect is a kind of write.
type Effect string

// The effects.
const (
	CreateTicket  Effect = "create"
	SetField      Effect = "set"
	AddComment    Effect = "comment"
	EditComment   Effect = "edit_comment"
	DeleteComment Effect = "delete_comment"
	RetireTwin    Effect = "retire"
	UploadFile    Effect = "upload"
	FetchFile     Effect = "fetch" // reads: it is never an intent
)

// Intent is an effect that may have happened. It is stored before the call and
// is a memory, never a queue to replay.
type Intent struct {
	Effect   Effect
	Field    ticket.Field            `json:",omitempty"`
	Note     request.NoteID          `json:",omitempty"`
	Part     int                     `json:",omitempty"` // of the note's comments
	Comment  string                  `json:",omitempty"`
	Twin     *ticket.Ref             `json:",omitempty"`
	File     request.FileID          `json:",omitempty"`
	Want     ticket.Native           `json:",omitempty"`
	Pre      ticket.Native           `json:",omitempty"`
	Version  int64                   `json:",omitempty"` // the hub's version that Want says
	Value    string                  `json:",omitempty"` // Want as people read it
	SeenVer  ticket.Version          `json:",omitempty"` // of the ticket when it was planned
	Unknown  bool                    `json:",omitempty"` // the call's outcome is unknown
	Cut      bool                    `json:",omitempty"` // Want is shortened to what the tool holds
	Beside   string                  `json:",omitempty"` // what the tool's own fields say when it is written, as a digest
	Deadline time.Time               // until then it may still land
	fresh    bool                    // planned in this pass: to be called
	Attempts []map[ticket.Field]Pair `json:",omitempty"` // create: what each attempt sent
}

// Ghost is a write whose outcome was never learned, or that is settled but may
// still be seen: a value that is ours if it shows up.
type Ghost struct {
	Field   ticket.Field
	Want    ticket.Native
	Pre     ticket.Native
	Version int64
	Value   string
	Seen    ticket.Version // of the ticket when it was planned
	Sure    bool           // settled: it certainly happened
}
