package simulation_test

import (
	"testing"
)

// The same histories with files on both sides.
func TestHistoriesWithFiles(t *testing.T) {
	others(t, history{filed: true})
}

// Seeds that once showed a fault of how files travel.
func TestMendedHistoriesWithFiles(t *testing.T) {
	plain, seeds := []uint64{140, 147, 170, 269, 431, 459, 553, 162}, []uint64{30, 57, 191, 241, 263, 512, 1106, 1435, 1511, 200000471}
	atOnce(len(plain), func(i int) func() { return history{seed: plain[i], steps: 60, plain: true, filed: true}.holds(t) })
	for _, s := range []uint64{200013052, 200019226} {
		history{seed: s, steps: 12, filed: true}.holds(t)()
	}
	atOnce(len(seeds), func(i int) func() { return history{seed: seeds[i], steps: 60, filed: true}.holds(t) })
}
