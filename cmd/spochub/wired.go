package main

import "github.com/spochub/spochub/sdk"

// wired joins the command line to the hub's parts.
func wired() commands {
	return commands{connectors: map[string]sdk.Connector{}}
}
