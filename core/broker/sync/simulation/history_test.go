package simulation_test

import (
	"flag"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

// history is one that can be played: by itself it says with which flags.
type history struct {
	seed                                                                uint64
	steps                                                               int
	plain, more, filed, long, placed, hubs, catalogued, visible, prompt bool
}

// asked is the first history that the flags ask for.
var asked = ask(flag.CommandLine)

func ask(f *flag.FlagSet) *history {
	h := &history{}
	f.Uint64Var(&h.seed, "sim.seed", 1, "the first seed")
	f.IntVar(&h.steps, "sim.steps", 60, "steps of a history")
	f.BoolVar(&h.plain, "sim.plain", false, "histories without lost rights, other hubs and changes of the configuration")
	f.BoolVar(&h.more, "sim.more", false, "histories without what newer ones have: doors, dramas, changes of the mapping")
	f.BoolVar(&h.filed, "sim.filed", false, "histories with files on both sides")
	f.BoolVar(&h.long, "sim.long", false, "histories at tools whose comments do not hold the desk's notes")
	f.BoolVar(&h.placed, "sim.placed", false, "histories in which places become public and tickets go elsewhere under new ids")
	f.BoolVar(&h.hubs, "sim.hubs", false, "histories in which another hub works on the same tools")
	f.BoolVar(&h.catalogued, "sim.catalogued", false, "histories in which calls for the catalogue go wrong, and it grows")
	f.BoolVar(&h.visible, "sim.visible", false, "histories at tools without private comments")
	f.BoolVar(&h.prompt, "sim.prompt", false, "with sim.trace: the history in which nothing goes wrong and all must be quick")
	return h
}

// next is the same at a later seed.
func (h history) next(i int) history {
	h.seed += uint64(i)
	return h
}

func (h history) script() simulation.Script {
	s := simulation.NewScript(h.seed, h.steps)
	switch {
	case h.plain:
		s = simulation.PlainScript(h.seed, h.steps)
	case h.more:
		s = simulation.MoreScript(h.seed, h.steps)
	}
	if h.long {
		s = s.Long()
	}
	if h.filed {
		s = s.Filed()
	}
	if h.placed {
		s = s.Placed()
	}
	if h.hubs {
		s = s.Hubs()
	}
	if h.catalogued {
		s = s.Catalogued()
	}
	if h.visible {
		s = s.Visible()
	}
	return s
}

func (h history) play(trace bool) simulation.Result {
	if h.prompt {
		return simulation.Prompt(h.seed, h.steps, trace)
	}
	return simulation.Run(h.script(), trace)
}

// String is what to add to `go test` to see it.
func (h history) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "-run TestHistories$ -sim.trace -sim.seed=%d -sim.steps=%d", h.seed, h.steps)
	for _, f := range []struct {
		name string
		on   bool
	}{{"plain", h.plain}, {"more", h.more}, {"filed", h.filed}, {"long", h.long}, {"placed", h.placed}, {"hubs", h.hubs}, {"catalogued", h.catalogued}, {"visible", h.visible}, {"prompt", h.prompt}} {
		if f.on {
			text.WriteString(" -sim." + f.name)
		}
	}
	return text.String()
}

// holds plays a history; what it returns fails the test with how to see what went
// wrong.
func (h history) holds(t *testing.T) func() {
	r := h.play(false)
	return func() { h.judge(t, r) }
}

func (h history) judge(t *testing.T, r simulation.Result) {
	if len(r.Violations) > 0 {
		t.Errorf("%s: %s", h, strings.Join(r.Violations, "\n    "))
	}
}

// Whoever copies what a failure says plays the history that failed.
func TestAFailureSaysWhatPlaysItAgain(t *testing.T) {
	for n := range 512 {
		h := history{uint64(n), 12 + n, n&1 > 0, n&2 > 0, n&4 > 0, n&8 > 0, n&16 > 0, n&32 > 0, n&64 > 0, n&128 > 0, n&256 > 0}
		_, text, found := strings.Cut(h.String(), " -sim.trace ")
		f := flag.NewFlagSet("", flag.ContinueOnError)
		again := ask(f)
		if err := f.Parse(strings.Fields(text)); err != nil || !found || *again != h || !reflect.DeepEqual(again.script(), h.script()) {
			t.Errorf("%s: %+v, %v", h, *again, err)
		}
	}
}
