package main

import (
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/jira"
	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/serve"
)

// wired joins the command line to the hub's parts.
func wired() commands {
	return commands{connectors: connectors(), serveConnector: serve.Main}
}

// connectors are those that come with the hub, by the name in their manifest.
func connectors() map[string]sdk.Connector {
	all := map[string]sdk.Connector{}
	for _, c := range []sdk.Connector{github.New(), jira.New(), redmine.New(), servicenow.New()} {
		all[c.Manifest().Name] = c
	}
	return all
}
