package simulation_test

import (
	"testing"
)

// The same histories where places become public and tickets go elsewhere.
func TestHistoriesOfPlaces(t *testing.T) {
	others(t, history{placed: true})
}

func TestMendedHistoriesOfPlaces(t *testing.T) {
	for _, s := range []uint64{112002260, 120003695, 120008191} {
		history{seed: s, steps: 12, placed: true}.holds(t)()
	}
}
