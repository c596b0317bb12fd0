// Package sdktest is the conformance suite for connectors: run it with [Run]
// against a simulator of the tool or the tool itself. Each check gets a fresh
// [Subject]. [Texts] proves what a connector does to the texts that it carries.
package sdktest

import (
	"net/http"
	"testing"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/breakable"
	"github.com/spochub/spochub/sdk/settings"
)

// Fixture says how to get a fresh tool for one check.
type Fixture struct {
	Connector sdk.Connector
	// Start brings up an empty tool (or an empty corner of one) for the length
	// of t and returns how to reach and to use it.
	Start func(t *testing.T) Subject
}

// Subject is one tool under test.
type Subject struct {
	Settings  settings.Raw       // open the connector with these; the address goes through Calls
	Container string             // the target for new tickets
	Secrets   []string           // must never appear in an error or a log
	Calls     *breakable.Handler // stands between the connector and the tool: faults and counting
	// Writes tells which requests change something at the tool; nil: every
	// method but GET, HEAD and OPTIONS. Set it where the tool searches or signs
	// in by POST.
	Writes func(*http.Request) bool
	People People
	// WebhookSecret verifies Deliveries; "" where the tool has no webhooks.
	WebhookSecret string
	// Deliveries returns the webhook calls that the tool has emitted since the
	// last call of it, as received over HTTP; nil where the tool has none.
	Deliveries func() []sdk.Delivery
}

// People acts as the technical team does, at the tool itself and not through the
// connector, with an account of its own. Every method fails the test on error.
type People interface {
	Create(title, description string) sdk.Ref
	SetTitle(r sdk.Ref, title string)
	// SetState moves the ticket to a state of our category (todo, in_progress,
	// done).
	SetState(r sdk.Ref, category string)
	Comment(r sdk.Ref, text string) (id string)
	// Tickets counts the tickets that exist and are not closed as duplicates.
	Tickets() int
	// Comments counts the comments of a ticket.
	Comments(r sdk.Ref) int
	Delete(r sdk.Ref)
}
