package memstore_test

import (
	"testing"

	"github.com/spochub/spochub/core/store/memstore"
	"github.com/spochub/spochub/core/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Subject {
		clock := storetest.NewClock()
		s := memstore.New(clock.Now)
		return storetest.Subject{Sync: s, Clock: clock, Kick: storetest.Kicked(s)}
	})
}
