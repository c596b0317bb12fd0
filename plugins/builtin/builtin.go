// Package builtin lists the connectors that come with spochub. Only cmd imports
// it: the core gets its connectors as a map.
package builtin

import (
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/jira"
	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/sdk"
)

// Connectors returns the connectors' constructors by plugin name. The map is the
// caller's own.
func Connectors() map[string]func() sdk.Connector {
	return map[string]func() sdk.Connector{
		"github":     github.New,
		"jira":       jira.New,
		"redmine":    redmine.New,
		"servicenow": servicenow.New,
	}
}
