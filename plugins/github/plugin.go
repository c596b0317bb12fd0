// Package github connects spochub to one repository's issues on GitHub or GitHub
// Enterprise Server.
//
// A ticket's ID is the number, its container the repository's numeric
// id: both stay as long as the issue stays where it is; a transfer is a move.
// The tool's state, state reason and status label are folded into one code, such
// as "open/status: waiting" or "closed/completed". The hub's key is an HTML
// comment on the last line of a body.
package github

import (
	"context"
	"crypto/rsa"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v4"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Settings is what a connection's configuration holds.
type Settings struct {
	BaseURL        string            `name:"base_url" title:"API address" help:"The API's root; for GitHub Enterprise Server https://HOST/api/v3." default:"https://api.github.com"`
	Repository     string            `name:"repository" title:"Repository" help:"Whose issues are kept in step." required:"true" example:"elbline/platform"`
	Token          settings.Secret   `name:"token" title:"Access token" help:"A fine-grained token with Issues read and write and Metadata read, or a classic one with the scope repo. Not together with app_id."`
	AppID          string            `name:"app_id" title:"App id" help:"Sign in as a GitHub App, together with installation_id and private_key."`
	InstallationID string            `name:"installation_id" title:"Installation id" help:"The App's installation that covers the repository."`
	PrivateKey     settings.Secret   `name:"private_key" title:"App private key" help:"The App's private key as PEM."`
	Account        string            `name:"account" title:"Account" help:"dedicated: nobody but the hub uses the token's account. An App always is." enum:"shared,dedicated" default:"shared"`
	StateLabels    map[string]string `name:"state_labels" title:"Status labels" help:"Which label on an open issue means which of our states (todo, in_progress, waiting); without the table in_progress and waiting as 'status: in progress' and 'status: waiting'."`
	PriorityLabels map[string]string `name:"priority_labels" title:"Priority labels" help:"Which label means which priority (P1 to P4); without the table 'priority: P1' and so on."`
	TypeLabels     map[string]string `name:"type_labels" title:"Type labels" help:"Which label a new issue gets for a draft's type." example:"incident: incident"`
	WriteLag       time.Duration     `name:"write_lag" title:"Write lag" help:"How long a write whose answer was lost may still take effect; it is not repeated before." default:"1m" example:"30s"`
}

// New returns the connector.
func New() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name:       "github",
		Title:      "GitHub",
		Version:    "1.0.0",
		MapVersion: "1",
		Can:        sdk.Capabilities(&conn{}),
		Webhook: sdk.Signature{
			Scheme: sdk.SchemeHMACHex, Header: "X-Hub-Signature-256", Prefix: "sha256=", IDHeader: "X-GitHub-Delivery",
		},
	}, open)
}

func open(_ context.Context, s Settings, h sdk.Host) (sdk.Conn, error) {
	base, key, faults := check(s)
	if len(faults) > 0 {
		return nil, faults
	}
	return dial(s, base, key, h), nil
}

var slug = regexp.MustCompile(`^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$`)

// check finds what a schema cannot say: how the settings belong together.
func check(s Settings) (base *url.URL, key *rsa.PrivateKey, faults settings.Faults) {
	fault := func(name, text string) { faults = append(faults, settings.Fault{Name: name, Text: text}) }
	base, err := url.Parse(strings.TrimRight(s.BaseURL, "/") + "/")
	if err != nil || base.Host == "" || (base.Scheme != "https" && base.Scheme != "http") || base.User != nil {
		fault("base_url", "must be an address such as https://api.github.com, without a user")
	}
	if !slug.MatchString(s.Repository) || strings.Contains(s.Repository, "..") {
		fault("repository", `must be "owner/name"`)
	}
	switch app := s.AppID != "" || s.InstallationID != "" || s.PrivateKey != ""; {
	case app && s.Token != "":
		fault("token", "must not be set together with app_id, installation_id and private_key")
	case !app && s.Token == "":
		fault("token", "is required, or app_id with installation_id and private_key")
	case app:
		key = checkApp(s, fault)
	}
	checkTable(s.StateLabels, "state_labels", []string{"todo", "in_progress", "waiting"}, fault)
	checkTable(s.PriorityLabels, "priority_labels", []string{"P1", "P2", "P3", "P4"}, fault)
	return base, key, faults
}

var number = regexp.MustCompile(`^[1-9][0-9]{0,18}$`)

func checkApp(s Settings, fault func(name, text string)) *rsa.PrivateKey {
	if !number.MatchString(s.AppID) {
		fault("app_id", "must be the App's number")
	}
	if !number.MatchString(s.InstallationID) {
		fault("installation_id", "must be the installation's number")
	}
	key, err := jwt.ParseRSAPrivateKeyFromPEM([]byte(s.PrivateKey.Reveal()))
	if err != nil {
		fault("private_key", "must be an RSA private key in PEM form")
	}
	return key
}
