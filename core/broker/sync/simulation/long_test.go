package simulation_test

import (
	"testing"
)

// The same histories at tools whose comments do not hold what the desk writes.
func TestHistoriesWithLongNotes(t *testing.T) {
	if *only {
		t.Skip("a single history is traced")
	}
	n := *histories / 2
	if testing.Short() {
		n = min(n, 25)
	}
	atOnce(n, func(i int) func() {
		return history{seed: asked.seed + uint64(i), steps: asked.steps, long: true}.holds(t)
	})
}

func TestMendedHistoriesWithLongNotes(t *testing.T) {
	for _, s := range []uint64{287, 454, 130703, 130993, 800306} {
		history{seed: s, steps: 60, long: true}.holds(t)()
	}
}
