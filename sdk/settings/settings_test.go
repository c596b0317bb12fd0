package settings_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spochub/spochub/sdk/settings"
)

type sample struct {
	URL     string            `name:"base_url" required:"true"`
	Token   settings.Secret   `name:"token" required:"true"`
	Account string            `name:"account" enum:"shared,dedicated" default:"shared"`
	Pages   int               `name:"pages" default:"50"`
	Wait    time.Duration     `name:"wait"`
	Labels  []string          `name:"labels"`
	Fields  map[string]string `name:"fields"`
	Strict  bool              `name:"strict"`
}

func TestCheckJudgesAsDecodeDoes(t *testing.T) {
	for name, raw := range map[string]settings.Raw{
		"good":    {"base_url": "https://x", "token": "t", "wait": "5s", "labels": []any{"a"}, "strict": true},
		"empty":   {},
		"unknown": {"base_url": "https://x", "tokn": "t"},
		"types":   {"base_url": 1, "token": []any{"t"}, "account": "mine", "pages": "x", "wait": 3, "labels": 1, "fields": 1, "strict": "si"},
	} {
		t.Run(name, func(t *testing.T) {
			var want settings.Faults
			if _, err := settings.Decode[sample](raw); err != nil {
				want, _ = errors.AsType[settings.Faults](err)
			}
			if diff := cmp.Diff(want, settings.Check(settings.Schema(sample{}), raw)); diff != "" {
				t.Errorf("(-Decode +Check)\n%s", diff)
			}
			if (name == "good") != (len(want) == 0) {
				t.Errorf("faults of %s: %v", name, want)
			}
		})
	}
}

func TestSuggestNamesTheNearest(t *testing.T) {
	known := []string{"listen", "public_url", "ab"}
	for name, want := range map[string]string{"lisen": ` (did you mean "listen"?)`, "colour": "", "xy": ""} {
		if got := settings.Suggest(name, known); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", name, got, want)
		}
	}
}
