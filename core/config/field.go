package config

import (
	"slices"
	"strings"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
	"github.com/spochub/spochub/sdk/ticket"
)

// The fields beside those of package ticket that a connection keeps in step.
const (
	Comments    sdk.Field = "comments"
	Attachments sdk.Field = "attachments"
)

// Direction says which way a field flows between request and ticket.
type Direction string

// The directions.
const (
	Both Direction = "both"
	Out  Direction = "out"  // to the tool; its own changes are recorded and not taken
	In   Direction = "in"   // from the tool; nothing is written
	Once Direction = "once" // written at creation, then the team's
	Off  Direction = "off"
)

func (Direction) values() []string {
	return []string{string(Both), string(Out), string(In), string(Once), string(Off)}
}

// Policy says who wins where both sides changed a field that flows both ways.
type Policy string

// The policies.
const (
	HubWins    Policy = "hub"
	ToolWins   Policy = "tool"
	NewestWins Policy = "newest" // needs field times from the tool; else as Ask
	Ask        Policy = "ask"    // hold that field until the SPOC decides
)

func (Policy) values() []string {
	return []string{string(HubWins), string(ToolWins), string(NewestWins), string(Ask)}
}

// Category is one of the five states of a ticket that the hub knows.
type Category string

// The categories.
const (
	Todo       Category = "todo"
	InProgress Category = "in_progress"
	Waiting    Category = "waiting"
	Done       Category = "done"
	Cancelled  Category = "cancelled"
)

func (Category) values() []string {
	return []string{string(Todo), string(InProgress), string(Waiting), string(Done), string(Cancelled)}
}

// Priority is P1, the most urgent, to P4.
type Priority string

func (Priority) values() []string { return []string{"P1", "P2", "P3", "P4"} }

// Direction is how field f flows; a field of the tool's own ("x.NAME") that the
// configuration does not name is Off.
func (c Connection) Direction(f sdk.Field) Direction {
	if d, ok := c.Fields[f]; ok {
		return d
	}
	return Off
}

// Policy is what happens where both sides changed field f; Ask where the
// configuration says nothing.
func (c Connection) Policy(f sdk.Field) Policy {
	if p, ok := c.Conflicts[f]; ok {
		return p
	}
	return Ask
}

func defaultDirections() map[sdk.Field]Direction {
	return map[sdk.Field]Direction{
		ticket.Title: Once, ticket.Description: Once,
		ticket.Priority: Out, ticket.Due: Out,
		ticket.State: Both, Comments: Both, Attachments: Both, ticket.Labels: Both,
		ticket.Assignee: In,
	}
}

func defaultPolicies() map[sdk.Field]Policy {
	return map[sdk.Field]Policy{
		ticket.Title: Ask, ticket.Description: Ask, ticket.Priority: Ask,
		ticket.State: ToolWins, ticket.Due: ToolWins,
	}
}

// valueFields are the fields that hold one value, so that two may differ.
func valueFields() []string {
	return []string{
		string(ticket.Title), string(ticket.Description), string(ticket.State),
		string(ticket.Priority), string(ticket.Assignee), string(ticket.Due), string(ticket.Labels),
	}
}

func syncedFields() []string {
	return append(valueFields(), string(Comments), string(Attachments))
}

func (c *checker) field(at place, f sdk.Field, known []string) {
	own, ok := f.Own()
	if slices.Contains(known, string(f)) || ok && own != "" {
		return
	}
	c.faultf(at, "is not a field: use %s or x.NAME for one of the tool's own%s",
		strings.Join(known, ", "), settings.Suggest(string(f), known))
}
