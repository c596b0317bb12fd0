package builtin_test

import (
	"testing"

	"github.com/spochub/spochub/plugins/builtin"
)

func TestNamesAreTheManifests(t *testing.T) {
	for name, connector := range builtin.Connectors() {
		if got := connector().Manifest().Name; got != name {
			t.Errorf("%s calls itself %s", name, got)
		}
	}
}
