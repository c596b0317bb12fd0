package simulation_test

import (
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

// The same histories where places become public and tickets go elsewhere.
func TestHistoriesOfPlaces(t *testing.T) {
	if *only {
		t.Skip("a single history is traced")
	}
	n := *histories / 2
	if testing.Short() {
		n = min(n, 25)
	}
	var sum simulation.Result
	atOnce(n, func(i int) func() {
		h := history{seed: asked.seed + uint64(i), steps: asked.steps, placed: true}
		r := h.play(false)
		return func() {
			sum.Add(r)
			h.judge(t, r)
		}
	})
	reached(t, history{steps: asked.steps, placed: true}, n, sum.Hits)
}
