package redmine_test

import (
	"testing"

	"github.com/spochub/spochub/plugins/redmine"
	"github.com/spochub/spochub/sdk/sdktest"
)

func TestConformance(t *testing.T) {
	sdktest.Run(t, sdktest.Fixture{
		Connector: redmine.New(),
		Start:     func(t *testing.T) sdktest.Subject { return newBench(t, "Manager").subject() },
	})
}
