package github_test

import (
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/spochub/spochub/plugins/github"
	"github.com/spochub/spochub/sdk"
	"github.com/spochub/spochub/sdk/rest"
	"github.com/spochub/spochub/sdk/settings"
)

func TestSettingsFaultsComeAllAtOnce(t *testing.T) {
	const secret = "ghp_very-secret"
	for name, c := range map[string]struct {
		raw  settings.Raw
		want []string
	}{
		"a token":            {settings.Raw{"repository": "o/r", "token": secret}, nil},
		"nothing":            {settings.Raw{}, []string{"repository"}},
		"no credential":      {settings.Raw{"repository": "o/r"}, []string{"token"}},
		"two credentials":    {settings.Raw{"repository": "o/r", "token": secret, "app_id": "1"}, []string{"token"}},
		"a broken App":       {settings.Raw{"repository": "o/r", "app_id": "x", "private_key": secret}, []string{"app_id", "installation_id", "private_key"}},
		"addresses":          {settings.Raw{"base_url": "ftp://x", "repository": "only-a-name", "token": secret}, []string{"base_url", "repository"}},
		"a user in the URL":  {settings.Raw{"base_url": "https://me:" + secret + "@x", "repository": "o/r", "token": secret}, []string{"base_url"}},
		"a way out":          {settings.Raw{"repository": "../r", "token": secret}, []string{"repository"}},
		"unknown categories": {settings.Raw{"repository": "o/r", "token": secret, "state_labels": map[string]any{"done": "x"}, "priority_labels": map[string]any{"P9": "y"}}, []string{"state_labels", "priority_labels"}},
		"one label twice":    {settings.Raw{"repository": "o/r", "token": secret, "state_labels": map[string]any{"todo": "x", "waiting": "X"}}, []string{"state_labels"}},
		"no labels at all":   {settings.Raw{"repository": "o/r", "token": secret, "state_labels": map[string]any{}, "priority_labels": map[string]any{}}, nil},
		"a wrong account":    {settings.Raw{"repository": "o/r", "token": secret, "account": "mine"}, []string{"account"}},
	} {
		_, err := github.New().Open(t.Context(), c.raw, sdk.Host{Log: slog.New(slog.DiscardHandler), HTTP: rest.New(nil, 0)})
		var faults settings.Faults
		if !errors.As(err, &faults) && c.want != nil || err == nil != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, f := range faults {
			got = append(got, f.Name)
			if strings.Contains(f.Text, secret) {
				t.Errorf("%s: %q holds the secret", name, f.Text)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: faults in %v, want %v", name, got, c.want)
		}
	}
}
