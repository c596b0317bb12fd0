package ticket

import (
	"slices"
	"time"
)

// Place is what a connection found at its tool. It narrows the manifest: what
// the credential may do today, where, and how exact the tool's answers are.
type Place struct {
	Self               Actor
	Dedicated          bool // nobody else uses this account; false turns the own-author rule off
	Containers         []Container
	Can                []string       // the capabilities held now, by interface name ("Creator", "Editor", …); none: all of the manifest's
	History            map[Field]bool // fields with a change log that names authors
	Tick, Settle, Late time.Duration  // grain of Version; search lag; the longest time a lost write may still land
	Holds              []Field        // the fields that a ticket has here, others are never written; none: every field
	Together           [][]Field      // groups of fields that one call carries; a field in none stands alone
	Limits             map[Field]Limit
	Adds               []Addition // what a create sends beside the draft's cells
	Private            bool       // comments can be hidden from the tool's own customers (CommentDraft.Private)
	ServerTime         time.Time  // the tool's clock, zero where it does not say
	Problems           []Problem  // what keeps the connection from working fully, in an order of its own
	Expires            time.Time  // when the credential ends, zero where the tool does not say
}

// Problem says in words what a connection may not do, or does not learn, and how
// to mend it. Both texts are whole sentences in English, and hold no secret.
type Problem struct {
	Lacks []string // the capabilities that it takes away, by interface name; none: what is left works
	What  string   // what is wrong: "The account may not create tickets in NET."
	Mend  string   // what the person who runs the hub can do about it
}

// Addition is one thing that a connector sets in each new ticket by itself: the
// mark by which the hub knows the ticket again, a type, a group.
type Addition struct {
	Name  string // where it stands, in the tool's own words: "correlation_id"
	Value string // [AddedKey] in it stands for the ticket's key
}

// AddedKey stands for the key in an [Addition].
const AddedKey = "{key}"

// Has reports whether a ticket here has a field.
func (p Place) Has(f Field) bool { return len(p.Holds) == 0 || slices.Contains(p.Holds, f) }

// Container is a project, repository, table or queue.
type Container struct {
	ID, Key, Name string
	Public        bool // anybody can read it
	Customers     bool // people beside the team comment here: those whom the team serves
}

// Limit is what a field holds at most.
type Limit struct {
	Max  int
	Unit string // bytes, runes, utf16; for due: "date" where the tool holds a day without a time
	Form string // for due: how the tool itself writes a time in UTC, a layout of package time; "": as the hub does
}

// Written is a time as the tool writes it.
func (l Limit) Written(n Native) Native {
	at, err := time.Parse(time.RFC3339, string(n))
	if l.Form == "" || err != nil {
		return n
	}
	return Native(at.UTC().Format(l.Form))
}

// Code is one row of a mapping table between the tool's codes and the hub's.
type Code struct {
	Field  Field
	Native Native
	Name   string // what the tool calls it
	Value  string // ours: todo, in_progress, waiting, done, cancelled; P1 to P4; a person's mail address
	Write  bool   // the row to write for Value
}
