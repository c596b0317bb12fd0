package simulation_test

import (
	"flag"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

var (
	histories = flag.Int("sim.histories", 200, "how many histories to play")
	seed      = flag.Uint64("sim.seed", 1, "the first seed")
	steps     = flag.Int("sim.steps", 60, "steps of a history")
	only      = flag.Bool("sim.trace", false, "play the first seed alone, shrunk if it fails, and print what happens")
	kind      = flag.String("sim.kind", "", "with sim.trace: shrink to a violation that begins so; raw: not at all")
)

func TestHistories(t *testing.T) {
	if *only {
		explain(t, *seed)
		return
	}
	n := *histories
	if testing.Short() {
		n = min(n, 50)
	}
	var (
		mu    sync.Mutex
		busy  sync.WaitGroup
		next  atomic.Int64
		sum   simulation.Result
		bad   []string
		kinds = map[string]int{}
	)
	for range runtime.GOMAXPROCS(0) {
		busy.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				s := *seed + uint64(i)
				r := simulation.Run(simulation.NewScript(s, *steps), false)
				mu.Lock()
				sum.Crashes += r.Crashes
				sum.Restores += r.Restores
				sum.Writes += r.Writes
				sum.Reads += r.Reads
				sum.Changes += r.Changes
				sum.Late += r.Late
				sum.Twins += r.Twins
				sum.VirtualMinutes += r.VirtualMinutes
				seen := map[string]bool{}
				for _, v := range r.Violations {
					k, _, _ := strings.Cut(v, ":")
					if !seen[k] {
						kinds[k]++
					}
					seen[k] = true
				}
				if len(r.Violations) > 0 {
					bad = append(bad, fmt.Sprintf("seed %d: %s", s, strings.Join(r.Violations, "\n    ")))
				}
				mu.Unlock()
			}
		})
	}
	busy.Wait()
	slices.Sort(bad)
	for _, b := range bad[:min(len(bad), 40)] {
		t.Error(b)
	}
	t.Logf("%d histories from seed %d: %d with violations %v; %d crashes, %d restores, %d late effects, %d twins retired, %d changes, %.2f writes and %.2f reads a change, %d virtual hours",
		n, *seed, len(bad), kinds, sum.Crashes, sum.Restores, sum.Late, sum.Twins, sum.Changes,
		float64(sum.Writes)/float64(max(sum.Changes, 1)), float64(sum.Reads)/float64(max(sum.Changes, 1)), sum.VirtualMinutes/60)
}

// mended are seeds that once showed a fault of the engine.
func mended() []uint64 {
	return []uint64{
		11, 13, 33, 100, 111, 139, 236, 350, 483, 1012, 1027, 1046, 1056, 1072, 1101, 1110, 1117, 1142, 1178, 1196, 1197, 1207, 1280, 1281, 1353,
		50057, 50072, 50225, 50459, 51198, 51224, 51342, 51497, 51612, 51687, 52115, 52323, 52399, 52410, 52579, 52634,
		109, 115, 180, 271, 417, 50039, 50848, 50873, 51285, 51459, 51925, 52030,
		264, 50031, 50047, 50223, 50484, 50597, 50614, 51313, 51520, 51774, 51812, 51864, 52035, 90464, 90497, 90525,
	}
}

func TestMendedHistories(t *testing.T) {
	for _, s := range mended() {
		if r := simulation.Run(simulation.NewScript(s, 60), false); len(r.Violations) > 0 {
			t.Errorf("seed %d: %s", s, strings.Join(r.Violations, "\n"))
		}
	}
}

func explain(t *testing.T, s uint64) {
	script := simulation.NewScript(s, *steps)
	if *long {
		script = script.Long()
	}
	r := simulation.Run(script, false)
	if len(r.Violations) > 0 && *kind != "raw" {
		k := *kind
		if k == "" {
			k, _, _ = strings.Cut(r.Violations[0], ":")
		}
		script = simulation.Shrink(script, k)
	}
	r = simulation.Run(script, true)
	fmt.Printf("%+v\n%s\n", script.Knobs, strings.Join(r.Trace, "\n"))
	t.Logf("%d steps\n%s", len(script.Steps), strings.Join(r.Violations, "\n"))
	if len(r.Violations) > 0 {
		t.Fail()
	}
}
