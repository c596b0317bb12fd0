// Package ticket is the vocabulary in which the hub and its connectors speak of
// the records of other tools. It is a leaf: it holds values only, no behaviour
// that needs a context, a clock or a network, so that the pure core can use it.
// Package sdk aliases every name; connectors import that.
package ticket

import (
	"strings"
	"time"
)

type (
	// Field names a part of a ticket that is kept in step: title, description,
	// state, priority, assignee, due, labels, or "x." followed by the name of a
	// field of the tool's own.
	Field string

	// Native is a value as the tool returned it, in the connector's canonical
	// form: two equal strings mean that nothing changed. "" is empty. It is
	// opaque to the hub and never contains the hub's own marker.
	Native string

	// Version orders the states of one ticket: it never falls while that ticket
	// changes (a modification count, or the time of the last update in
	// microseconds since 1970). 0 is unknown.
	Version int64

	// Cursor says where a poll goes on. The connector makes it, with its overlap
	// and the pair (time, id) inside. "" starts from now, "since:" followed by an
	// RFC 3339 time imports from then on.
	Cursor string

	// Key is the hub's own mark on a record or comment that it made,
	// [a-z0-9-]{1,64}. The hub makes and checks it, connectors only carry it.
	Key string
)

// The fields that every connector speaks of by the same name.
const (
	Title       Field = "title"
	Description Field = "description"
	State       Field = "state"
	Priority    Field = "priority"
	Assignee    Field = "assignee"
	Due         Field = "due"
	Labels      Field = "labels"
)

const own = "x."

// Own is a field of the tool's own.
func Own(name string) Field { return own + Field(name) }

// Own is the tool's own name of a field; false where every connector has it by
// the same name.
func (f Field) Own() (name string, ok bool) { return strings.CutPrefix(string(f), own) }

// Ref points at a ticket. ID and Container never change while it exists, and
// every write is checked against them; Key and URL are for eyes.
type Ref struct {
	ID        string // immutable: Jira's numeric id, GitHub's issue number as text, a sys_id
	Container string // immutable id of the project, repository or table
	Key       string // shown to people: NET-1, #17, INC0010023
	URL       string // opens the ticket in a browser
}

// Actor is a person or an account of the tool.
type Actor struct {
	ID, Name, Email string
	Self            bool // the account that Ping reported
	Member          bool // the tool says that the account belongs to the people of the place; false where it does not say
}

// Cell is the value of one field as one answer showed it.
type Cell struct {
	Native   Native    // text in the tool's markup, or a code: state id, "impact/urgency", account id, date
	Set      []Native  // labels, sorted, without those that carry our key, a state or a priority
	Markdown string    // text fields: Native as Markdown
	Name     string    // codes: what the tool calls the value, for eyes ("In Progress", "Dana Reyes")
	By       *Actor    // last author of this field; nil where the tool does not say (never copied from the ticket)
	At       time.Time // when this field was last changed; zero where the tool does not say
}

// Edit is one line of the tool's change log.
type Edit struct {
	Field    Field
	From, To Native
	By       *Actor
	Version  Version
	At       time.Time
}

// Ticket is what one answer or delivery of the tool says of one ticket. It may
// be partial: what is absent is unknown, never empty.
type Ticket struct {
	Ref         Ref
	Was         *Ref    // the ref that was asked for, where the tool answered with another (moved, transferred)
	Version     Version // of the whole ticket
	By          *Actor  // who created it; a marker counts only where By.Self
	Keys        []Key   // markers found at their fixed position
	Cells       map[Field]Cell
	Log         []Edit  // ascending, complete after LogAfter
	LogAfter    Version // -1: no log in this answer
	Comments    []Comment
	AllComments bool // Comments is complete; only a complete list proves a deletion
	NComments   int  // how many the tool counts; -1: it does not say
	Files       []File
	AllFiles    bool
}

// Comment is one entry of a ticket's conversation.
type Comment struct {
	ID       string
	Version  Version
	By       *Actor
	At       time.Time // when it was written
	Native   Native    // without our marker
	Markdown string
	Keys     []Key
	Private  bool // hidden from the tool's own customers; true where unknown
	Hidden   bool // certainly so: what they can neither read nor write; false where unknown
}

// File is an attachment of a ticket. SHA256 is hexadecimal, "" where the tool does
// not say; CommentID is the comment that it came with, where it came with one.
type File struct {
	ID, Name, Type, SHA256, CommentID string
	Size                              int64 // bytes; 0 where the tool does not say
	By                                *Actor
	Private                           bool // hidden from the tool's own customers; true where unknown
	Keys                              []Key
}
