package simulation_test

import (
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
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
	var sum simulation.Result
	atOnce(n, func(i int) func() {
		h := history{seed: asked.seed + uint64(i), steps: asked.steps, filed: true}
		r := h.play(false)
		return func() {
			sum.Add(r)
			h.judge(t, r)
		}
	})
	reached(t, history{steps: asked.steps, filed: true}, n, sum.Hits)
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
