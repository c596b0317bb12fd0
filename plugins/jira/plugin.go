// Package jira connects spochub to Jira Cloud and Jira Data Center (REST API
// version 2). The hub's key stands in the entity property "spochub" and in the
// label "spochub-KEY", both written by the call that creates the issue; comments
// carry it in a property of their own.
package jira

import (
	"context"
	"time"

	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/settings"
)

// Settings are what a connection to Jira needs.
type Settings struct {
	BaseURL          string          `name:"base_url" title:"Address" help:"The site's address with its path prefix, if any; for scoped Cloud tokens https://api.atlassian.com/ex/jira/CLOUD-ID." required:"true" example:"https://acme.atlassian.net"`
	User             string          `name:"user" title:"User" help:"Cloud: the account's mail address. Data Center: the login name; leave it out when the token is a personal access token." example:"bot@acme.example"`
	Token            settings.Secret `name:"token" title:"Token" help:"API token, personal access token or password." required:"true"`
	Project          string          `name:"project" title:"Project" help:"Key of the project, or several separated by commas; the first one is the default target." required:"true" example:"NET"`
	IssueType        string          `name:"issue_type" title:"Issue type" help:"Name or id of the type of new issues." default:"Task"`
	Deployment       string          `name:"deployment" title:"Deployment" help:"Cloud and Data Center differ in search and users; auto asks the server." default:"auto" enum:"auto,cloud,datacenter"`
	Account          string          `name:"account" title:"Account" help:"dedicated: nobody but the hub works with this account." default:"shared" enum:"shared,dedicated"`
	InternalComments bool            `name:"internal_comments" title:"Internal comments" help:"In service projects, write every comment as an internal one." default:"true"`
	Resolution       string          `name:"resolution" title:"Resolution" help:"Set where a transition asks for one." default:"Done"`
	Rejections       []string        `name:"rejections" title:"Rejections" help:"Resolutions of a done issue that hand the task back; those of Jira's own that mean so where none is named." example:"Won't Do"`
	SearchLag        time.Duration   `name:"search_lag" title:"Search lag" help:"How long the site's search may miss a new issue; a create without an answer is not repeated before. Left out: 5m at Cloud, 30s at Data Center." example:"30s"`
	WriteLag         time.Duration   `name:"write_lag" title:"Write lag" help:"How long a write whose answer was lost may still take effect; it is not repeated before." default:"2m" example:"1m"`
	FileHosts        []string        `name:"file_hosts" title:"File hosts" help:"Other hosts from which attachments may be fetched, without the credential." example:"api.media.atlassian.com"`
}

// New returns the connector.
func New() sdk.Connector {
	return sdk.Define(sdk.Manifest{
		Name:       "jira",
		Title:      "Jira",
		Version:    "1.0.0",
		MapVersion: "1",
		Can:        sdk.Capabilities(&conn{}),
		Webhook: sdk.Signature{
			Scheme:   sdk.SchemeHMACHex,
			Header:   "X-Hub-Signature",
			Prefix:   "sha256=",
			IDHeader: "X-Atlassian-Webhook-Identifier",
		},
	}, func(_ context.Context, s Settings, h sdk.Host) (sdk.Conn, error) { return open(s, h) })
}
