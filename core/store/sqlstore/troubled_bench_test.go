package sqlstore_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
	"github.com/spochub/spochub/sdk/ticket"
)

// BenchmarkTroubled asks what every page asks, of twenty connections with large
// catalogues, one of which is stopped.
func BenchmarkTroubled(b *testing.B) {
	s := open(b, sqlstore.Options{Sync: "off"})
	var codes []ticket.Code
	for n := range 500 {
		codes = append(codes, ticket.Code{Field: ticket.Assignee, Native: ticket.Native(fmt.Sprint(n)), Name: fmt.Sprintf("Person %d", n), Value: fmt.Sprintf("person-%d@acme.example", n)})
	}
	for n := range 20 {
		c := store.Connection{Name: fmt.Sprintf("c%02d", n), Codes: codes, PolledAt: time.Now()}
		if n == 7 {
			c.Stopped = "refused"
		}
		if err := s.Connection(b.Context(), c.Name, func(stored *store.Connection) error { *stored = c; return nil }); err != nil {
			b.Fatal(err)
		}
	}
	slowest(b, func() error {
		list, err := s.Troubled(b.Context())
		if len(list) != 1 {
			b.Fatalf("%d are in trouble", len(list))
		}
		return err
	})
}
