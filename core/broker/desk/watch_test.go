package desk_test

import (
	"slices"
	"testing"

	"github.com/spochub/spochub/core/broker/desk"
)

// Who follows a duplicate follows what it became a part of.
func TestWatchersFollowAMerge(t *testing.T) {
	t.Parallel()
	w := open(t)
	dup, into := w.received(t, "nordwind"), w.received(t, "nordwind")
	if err := w.Watch(t.Context(), jana, dup, true); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Merge(t.Context(), jana, desk.Target{Key: dup}, into); err != nil {
		t.Fatal(err)
	}
	if who, err := w.Watchers(t.Context(), jana, into); err != nil || !slices.Equal(who, []string{"jana"}) {
		t.Errorf("%v follow it, %v", who, err)
	}
}
