// Package redmine connects spochub to the issues of one Redmine project, over
// Redmine's REST interface.
//
// A ticket's ID is the number, its container the project's numeric id.
// The hub's key stands in a custom field, or in an HTML comment on the last line
// of the description, which Redmine does not show. Redmine answers an edit with
// nothing, drops a status that it does not allow without a word, and counts time
// in whole seconds.
package redmine

import (
	"context"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Settings is what a connection's configuration holds.
type Settings struct {
	BaseURL    string          `name:"base_url" title:"Address" help:"The address of Redmine, with its path if it has one." required:"true" example:"https://redmine.example.net"`
	APIKey     settings.Secret `name:"api_key" title:"API key" help:"The API access key of the account, from its page My account." required:"true"`
	Project    string          `name:"project" title:"Project" help:"The identifier of the project whose issues are kept in step." required:"true" example:"support"`
	Tracker    string          `name:"tracker" title:"Tracker" help:"The name of the tracker for new issues; without it the project's first one." example:"Support"`
	KeyField   string          `name:"key_field" title:"Key field" help:"The name of a custom field, text and used as a filter, that holds our key; without it an invisible last line of the description does." example:"spochub"`
	TextFormat string          `name:"text_format" title:"Text format" help:"The text formatting in Redmine's general settings." enum:"textile,markdown" default:"textile"`
	Account    string          `name:"account" title:"Account" help:"dedicated: nobody but the hub uses this account." enum:"shared,dedicated" default:"shared"`
	WriteLag   time.Duration   `name:"write_lag" title:"Write lag" help:"How long a write whose answer was lost may still take effect; it is not repeated before." default:"1m" example:"30s"`
	FileHosts  []string        `name:"file_hosts" title:"File hosts" help:"Other hosts to which Redmine sends for the bytes of files, fetched without the key." example:"files.example.net"`
}

// New returns the connector.
func New() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name:       "redmine",
		Title:      "Redmine",
		Version:    "1.0.0",
		MapVersion: "1",
		Can:        sdk.Capabilities(&conn{}),
		Webhook:    sdk.Signature{Scheme: sdk.SchemeNone},
	}, open)
}

// conn is a connection. Its session is read once and again at each Ping.
type conn struct {
	Settings
	host   sdk.Host
	client client

	mu      sync.Mutex
	session *session
}

func open(_ context.Context, s Settings, h sdk.Host) (sdk.Conn, error) {
	base, err := url.Parse(strings.TrimRight(s.BaseURL, "/"))
	if err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https" || base.User != nil {
		return nil, settings.Faults{{Name: "base_url", Text: "must be an address such as https://redmine.example.net, without a user"}}
	}
	return &conn{Settings: s, host: h, client: client{http: h.HTTP, base: base.String(), key: s.APIKey}}, nil
}

// Close ends the connection; there is nothing to end.
func (c *conn) Close() error { return nil }
