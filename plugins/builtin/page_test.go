package builtin_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/builtin"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

// A proxy's page in the place of a tool's answer is told in plain words, with what
// to look at.
func TestAPageInTheToolsPlaceIsNamed(t *testing.T) {
	record := sdk.Ref{ID: strings.Repeat("a", 32), Container: "incident"}
	for name, at := range map[string]struct {
		settings settings.Raw
		ticket   sdk.Ref
	}{
		"github":     {settings.Raw{"repository": "o/r", "token": "s3cret"}, sdk.Ref{ID: "7", Container: "1", Key: "7"}},
		"jira":       {settings.Raw{"user": "bot", "token": "s3cret", "project": "NET"}, sdk.Ref{ID: "7", Container: "1", Key: "NET-7"}},
		"redmine":    {settings.Raw{"api_key": "s3cret", "project": "support"}, sdk.Ref{ID: "7", Container: "1"}},
		"servicenow": {settings.Raw{"user": "bot", "password": "s3cret", "assignment_group": "g", "caller": "bot"}, record},
	} {
		for _, kind := range []string{"text/html; charset=utf-8", "application/json"} {
			door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", kind)
				_, _ = w.Write([]byte("<!DOCTYPE html><title>Sign in</title>"))
			}))
			t.Cleanup(door.Close)
			at.settings["base_url"] = door.URL
			c, err := builtin.Connectors()[name]().Open(t.Context(), at.settings, sdk.Host{Connection: "test", Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
			if err == nil {
				_, err = c.Get(t.Context(), at.ticket, sdk.Need{})
			}
			if err == nil || !strings.Contains(err.Error(), "a page instead of data; ") || strings.Contains(err.Error(), "invalid character") {
				t.Errorf("%s, %s: %v", name, kind, err)
			}
		}
	}
}
