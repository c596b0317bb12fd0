package simulation_test

import "testing"

// The same histories with another hub on the same tools.
func TestHistoriesOfTwoHubs(t *testing.T) {
	others(t, history{hubs: true})
}

// Seeds that showed a fault once two hubs met in one ticket: a team's due date that was
// taken away when its ticket became a request, values told in another order within one
// second, a transition that nobody tried again once somebody else had said why.
func TestMendedHistoriesOfTwoHubs(t *testing.T) {
	for steps, seeds := range map[int][]uint64{12: {30834, 31045}, 20: {20, 60, 111, 168, 196, 227, 251, 1651, 6980, 8192, 8237}, 60: {20048, 20420, 20634, 20752, 20953}} {
		for _, s := range seeds {
			history{seed: s, steps: steps, hubs: true}.holds(t)()
		}
	}
}
