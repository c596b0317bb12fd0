package simulation_test

import (
	"flag"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

var (
	histories = flag.Int("sim.histories", 200, "how many histories to play")
	first     = flag.Bool("sim.first", false, "end with the first violation")
	only      = flag.Bool("sim.trace", false, "play the first seed alone, shrunk if it fails, and print what happens")
	kind      = flag.String("sim.kind", "", "with sim.trace: shrink to a violation that begins so; raw: not at all")
)

func TestHistories(t *testing.T) {
	if *only {
		explain(t, *asked)
		return
	}
	n := *histories
	if testing.Short() {
		n = min(n, 50)
	}
	var sum simulation.Result
	var bad []string
	kinds := map[string]int{}
	var over atomic.Bool
	atOnce(n, func(i int) func() {
		if over.Load() {
			return func() {}
		}
		h := asked.next(i)
		r := h.play(i%100 == 0)
		if r.Trace != nil {
			r.Violations = append(r.Violations, otherwise(r, h.play(true))...)
		}
		return func() {
			over.CompareAndSwap(false, *first && len(r.Violations) > 0)
			sum.Add(r)
			for _, k := range invariants(r) {
				kinds[k]++
			}
			if len(r.Violations) > 0 {
				bad = append(bad, fmt.Sprintf("%s: %s", h, strings.Join(r.Violations, "\n    ")))
			}
		}
	})
	slices.Sort(bad)
	for _, b := range bad[:min(len(bad), 40)] {
		t.Error(b)
	}
	reached(t, *asked, n, sum.Hits)
	t.Logf("%d histories from seed %d: %d with violations %v; %d crashes, %d restores, %d late effects, %d twins retired, %d changes, %.2f writes and %.2f reads a change, %d virtual hours",
		n, asked.seed, len(bad), kinds, sum.Crashes, sum.Restores, sum.Late, sum.Twins, sum.Changes,
		float64(sum.Writes)/float64(max(sum.Changes, 1)), float64(sum.Reads)/float64(max(sum.Changes, 1)), sum.VirtualMinutes/60)
}

// others plays half as many histories of another kind.
func others(t *testing.T, of history) {
	if *only {
		t.Skip("a single history is traced")
	}
	n := *histories / 2
	if testing.Short() {
		n = min(n, 25)
	}
	of.seed, of.steps = asked.seed, asked.steps
	var sum simulation.Result
	atOnce(n, func(i int) func() {
		h := of.next(i)
		r := h.play(false)
		return func() {
			sum.Add(r)
			h.judge(t, r)
		}
	})
	reached(t, of, n, sum.Hits)
}

// otherwise says where a history by the same seed is another one.
func otherwise(a, b simulation.Result) []string {
	const what = "I20: another history by the same seed"
	for i, line := range a.Trace {
		if i >= len(b.Trace) || b.Trace[i] != line {
			return []string{fmt.Sprintf("%s, which begins at %q", what, line)}
		}
	}
	if !reflect.DeepEqual(a, b) {
		return []string{what}
	}
	return nil
}

// atOnce plays histories on every processor; what each returns runs one at a time.
func atOnce(n int, play func(i int) func()) {
	defer debug.SetGCPercent(debug.SetGCPercent(1600)) // histories make much garbage and keep little
	var mu sync.Mutex
	var busy sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		busy.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				done := play(int(i))
				mu.Lock()
				done()
				mu.Unlock()
			}
		})
	}
	busy.Wait()
}

// invariants names those that a history violated.
func invariants(r simulation.Result) (names []string) {
	for _, v := range r.Violations {
		if name, _, _ := strings.Cut(v, ":"); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// mended are seeds that once showed a fault of the engine.
func mended() []uint64 {
	return []uint64{
		601, 41000115, 41001850, 41001964, 11, 13, 33, 100, 111, 139, 236, 350, 483, 1012, 1027, 1046, 1056, 1072, 1101, 1110, 1117, 1142, 1178, 1196, 1197, 1207, 1280, 1281, 1353,
		50057, 50072, 50225, 50459, 51198, 51224, 51342, 51497, 51612, 51687, 52115, 52323, 52399, 52410, 52579, 52634,
		109, 115, 180, 271, 417, 50039, 50848, 50873, 51285, 51459, 51925, 52030,
		141173, 111700, 112234, 112332, 112511, 235, 100034, 101799, 91064, 91167, 91767, 94048, 94171, 94174, 94192, 94231,
		140323, 143027, 264, 50031, 50047, 50223, 50484, 50597, 50614, 51313, 51520, 51774, 51812, 51864, 52035, 90464, 90497, 90525,
	}
}

func TestMendedHistories(t *testing.T) {
	seeds := mended()
	atOnce(len(seeds), func(i int) func() {
		plain, more := history{seed: seeds[i], steps: 60, plain: true}.holds(t), func() {}
		if !testing.Short() {
			more = history{seed: seeds[i], steps: 60, more: true}.holds(t)
		}
		return func() { plain(); more() }
	})
}

// brief are seeds that showed a fault within few steps.
func brief() []uint64 {
	return []uint64{990010094, 41000261, 11821570, 11838079, 11524507, 11531924, 11386490, 11218050, 11150895, 11189694, 10057966, 11006347, 11046789, 11056789, 10014564, 10051314, 10054121, 10073201, 10002268, 10005754, 8474, 1000250, 1012781, 1013794, 1015833, 2011049, 2013843, 2015881, 2030702, 2039225}
}

func TestMendedBriefHistories(t *testing.T) {
	for _, s := range brief() {
		for _, n := range []int{12, 20} {
			history{seed: s, steps: n, more: true}.holds(t)()
		}
	}
}

// TestMendedWholeHistories plays seeds of histories of so many steps with all that may
// go on.
func TestMendedWholeHistories(t *testing.T) {
	for n, seeds := range map[int][]uint64{
		12: {952266, 956930, 1006167, 1010468, 80021449, 80573321, 101007047, 102027191, 102031471, 102091360, 103098392, 105066601, 105094774, 107000627, 107000765, 108000486, 108003080,
			110031096, 111011982, 111018600, 112002098, 112016149, 112057543, 130003217, 132020221, 134010068, 160012950, 160022026, 170001997,
			300001032, 300021478, 300022548, 300067106, 300094615, 310089092, 310093908, 310101812, 310143773, 310148663, 310261403, 330002419,
			330109334, 330231299, 340021496, 340149588, 340185294, 340205912, 340303755, 340444934, 330410470, 350091411, 360089268, 370013341, 370055248, 380044896, 380196681, 370289075, 340332061},
		20: {1640, 3878, 3397, 55002749, 55004681, 56001761},
		60: {67, 125, 155, 253, 704, 1447, 910193, 921233, 921397, 940312, 941804, 942935, 962057, 962172, 962582},
	} {
		for _, s := range seeds {
			history{seed: s, steps: n}.holds(t)()
		}
	}
}

// reached checks that a long run has met every fault and crashed at every point.
func reached(t *testing.T, of history, histories int, hits map[string]int) {
	const many = 2000
	if histories < many || of.steps < 20 || of.plain || of.more || *first {
		return
	}
	points := simulation.Points()
	if of.filed {
		points = append(points, simulation.FilePoints()...)
	}
	if of.placed {
		points = append(points, simulation.PlacePoints()...)
	}
	if of.hubs {
		points = append(points, simulation.HubPoints()...)
	}
	if of.catalogued {
		points = append(points, simulation.CataloguePoints()...)
	}
	if of.visible {
		points = append(points, simulation.VisiblePoints()...)
	}
	for _, p := range points {
		if hits[p] == 0 {
			t.Errorf("%d histories never reached: %s", histories, p)
		}
	}
}

func explain(t *testing.T, h history) {
	r, script := h.play(false), h.script()
	if len(r.Violations) > 0 && *kind != "raw" && !h.prompt {
		k := *kind
		if k == "" {
			k, _, _ = strings.Cut(r.Violations[0], ":")
		}
		script = simulation.Shrink(script, k)
	}
	if h.prompt {
		r = h.play(true)
	} else {
		r = simulation.Run(script, true)
	}
	fmt.Printf("%+v\n%s\n", script.Knobs, strings.Join(r.Trace, "\n"))
	t.Logf("%d steps\n%s", len(script.Steps), strings.Join(r.Violations, "\n"))
	if len(r.Violations) > 0 {
		t.Fail()
	}
}

// TestNewsArrivesInTime: where nothing goes wrong, each change is at its other side
// within five seconds, though the other tool answers nothing.
func TestNewsArrivesInTime(t *testing.T) {
	if *only {
		t.Skip("a single history is traced")
	}
	n := 1000
	if testing.Short() {
		n = 30
	}
	atOnce(n, func(i int) func() {
		return history{seed: asked.seed + uint64(i), steps: asked.steps, prompt: true}.holds(t)
	})
}
