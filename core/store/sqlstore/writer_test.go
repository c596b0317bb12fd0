package sqlstore_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/spochub/spochub/core/store"
	"github.com/spochub/spochub/core/store/sqlstore"
)

// What nobody waits for is written after what people wait for, whoever came
// first, and is written all the same.
func TestWritesOfPeopleGoFirst(t *testing.T) {
	path := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: "sqlite:" + path + "/hub.db", Sync: "off"})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		var order []string
		var writers sync.WaitGroup
		write := func(ctx context.Context, who string, wait <-chan struct{}) {
			writers.Go(func() {
				err := s.Intake(ctx, func(store.Intake) error {
					<-wait
					order = append(order, who)
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
		}
		now := make(chan struct{})
		close(now)
		busy := make(chan struct{})
		write(t.Context(), "first", busy)
		for range 3 {
			write(store.Behind(t.Context()), "bulk", now)
		}
		for range 3 {
			write(t.Context(), "person", now)
		}
		close(busy)
		writers.Wait()
		if want := []string{"first", "person", "person", "person", "bulk", "bulk", "bulk"}; !slices.Equal(order, want) {
			t.Errorf("written by %v, want %v", order, want)
		}
	})
}
