// Package servicenow connects spochub to ServiceNow through its Table API. A
// container is a table (incident by default), a ticket is one of its records.
//
// The hub's key stands in correlation_id, with correlation_display "spochub",
// and is written by the same POST that creates the record. A comment's key is a
// visible last line, "[ref:KEY]", since a journal entry holds nothing but text;
// it is never part of a comment's Native.
//
// [sdk.Version] is sys_mod_count plus one: it counts every change of a record,
// while sys_updated_on has a grain of a second. Polling goes by sys_updated_on,
// which is the same for all records. Journal entries cannot be edited or deleted,
// so a connection offers neither.
package servicenow

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Settings is what a connection needs to know.
type Settings struct {
	BaseURL         string          `name:"base_url" title:"Address" help:"The instance's address, without a path to an API." required:"true" example:"https://acme.service-now.com"`
	User            string          `name:"user" title:"User name" help:"The integration user, also where OAuth is used: it tells our own entries from those of others." required:"true" example:"spochub"`
	Password        settings.Secret `name:"password" title:"Password" help:"For basic authentication, and for the OAuth password grant."`
	ClientID        string          `name:"client_id" title:"OAuth client" help:"With it a token is used: by the password grant where a password is given, else by client credentials."`
	ClientSecret    settings.Secret `name:"client_secret" title:"OAuth client secret"`
	Table           string          `name:"table" title:"Table" help:"The table of the tickets." default:"incident"`
	AssignmentGroup string          `name:"assignment_group" title:"Assignment group" help:"The group's name or sys_id: it gets new tickets, its members are the people, and only its tickets and our own are watched."`
	Caller          string          `name:"caller" title:"Caller" help:"The caller of new tickets: user name, mail address or sys_id."`
	CloseCode       string          `name:"close_code" title:"Resolution code" help:"Sent when a ticket is resolved." default:"Solution provided"`
	CloseNotes      string          `name:"close_notes" title:"Resolution notes" help:"Sent when a ticket is resolved." default:"Resolved by the service desk."`
	HoldReason      string          `name:"hold_reason" title:"Hold reason" help:"The code sent when a ticket is put on hold." default:"1"`
	ResolvedStates  []string        `name:"resolved_states" title:"Resolved states" help:"Codes of the states that need a resolution code and notes." default:"6,7"`
	HoldStates      []string        `name:"hold_states" title:"Hold states" help:"Codes of the states that need a hold reason." default:"3"`
	CancelState     string          `name:"cancel_state" title:"Cancel state" help:"The code for a duplicate that may not be deleted." default:"8"`
	// An instance lets a transaction wait for a free worker and then run for a minute.
	WriteLag time.Duration `name:"write_lag" title:"Write lag" help:"How long a write whose answer was lost may still take effect; it is not repeated before." default:"2m" example:"1m"`
	Account  string        `name:"account" title:"Account" help:"dedicated: nobody but the hub uses this account." default:"shared" enum:"shared,dedicated"`
}

// New returns the connector.
func New() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name:       "servicenow",
		Title:      "ServiceNow",
		Version:    "1.0.0",
		MapVersion: "1",
		Can:        sdk.Capabilities((*conn)(nil)),
		Webhook: sdk.Signature{
			Scheme:   sdk.SchemeHMACHex,
			Header:   "X-Spochub-Signature",
			Prefix:   "sha256=",
			IDHeader: "X-Spochub-Delivery",
		},
	}, open)
}

func open(_ context.Context, s Settings, h sdk.Host) (sdk.Conn, error) {
	if faults := s.check(); len(faults) > 0 {
		return nil, faults
	}
	s.BaseURL = strings.TrimRight(s.BaseURL, "/")
	c := &conn{settings: s, log: h.Log, api: newClient(s, h.HTTP), group: newLazy(), caller: newLazy()}
	c.fresh = newBatch(c.entriesOf)
	return c, nil
}

var tableName = regexp.MustCompile(`^[a-z0-9_]+$`)

func (s Settings) check() settings.Faults {
	var faults settings.Faults
	if u, err := url.Parse(s.BaseURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || u.RawQuery != "" || u.User != nil {
		faults = append(faults, settings.Fault{Name: "base_url", Text: "must be an address such as https://acme.service-now.com"})
	}
	if !tableName.MatchString(s.Table) {
		faults = append(faults, settings.Fault{Name: "table", Text: "must be a table's name such as incident"})
	}
	switch {
	case s.ClientID != "" && s.ClientSecret == "":
		faults = append(faults, settings.Fault{Name: "client_secret", Text: "is required with client_id"})
	case s.ClientID == "" && s.Password == "":
		faults = append(faults, settings.Fault{Name: "password", Text: "is required without client_id"})
	}
	return faults
}
