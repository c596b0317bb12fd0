package app_test

import (
	"os"
	"testing"

	"github.com/spochub/spochub/core/pluginhost"
	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/plugins/jira"
	"github.com/spochub/spochub/plugins/servicenow"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/serve"
)

// TestMain serves as a plugin or as a hub where it was started as one.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == pluginhost.ServeCommand {
		serve.Main(connectors()[os.Args[2]])
		return
	}
	if len(os.Args) > 1 && os.Args[1] == hubMode {
		os.Exit(serveHub(os.Args[2:]))
	}
	os.Exit(m.Run())
}

func connectors() map[string]sdk.Connector {
	return map[string]sdk.Connector{"github": github.New(), "jira": jira.New(), "servicenow": servicenow.New()}
}
