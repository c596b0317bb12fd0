package simulation_test

import (
	"testing"
)

// The same histories with files on both sides.
func TestHistoriesWithFiles(t *testing.T) {
	if *only {
		t.Skip("a single history is traced")
	}
	n := *histories / 2
	if testing.Short() {
		n = min(n, 25)
	}
	atOnce(n, func(i int) func() { return withFiles(t, asked.seed+uint64(i), asked.steps) })
}

// Seeds that once showed a fault of how files travel.
func TestMendedHistoriesWithFiles(t *testing.T) {
	seeds := []uint64{140, 147, 170, 269, 431, 459, 553, 162}
	atOnce(len(seeds), func(i int) func() { return withFiles(t, seeds[i], 60) })
}

func withFiles(t *testing.T, seed uint64, steps int) func() {
	return history{seed: seed, steps: steps, plain: true, filed: true}.holds(t)
}
