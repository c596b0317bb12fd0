package simulation_test

import (
	"flag"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

var long = flag.Bool("sim.long", false, "with sim.trace: the history with long notes")

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
		s := *seed + uint64(i)
		r := simulation.Run(simulation.NewScript(s, *steps).Long(), false)
		return func() {
			if len(r.Violations) > 0 {
				t.Errorf("seed %d with long notes: %s", s, strings.Join(r.Violations, "\n    "))
			}
		}
	})
}

func TestMendedHistoriesWithLongNotes(t *testing.T) {
	for _, s := range []uint64{130703, 130993, 800306} {
		if r := simulation.Run(simulation.NewScript(s, 60).Long(), false); len(r.Violations) > 0 {
			t.Errorf("seed %d with long notes: %s", s, strings.Join(r.Violations, "\n"))
		}
	}
}
