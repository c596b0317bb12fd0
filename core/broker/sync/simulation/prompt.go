package simulation

import (
	"time"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
)

// promptly is within which time a change is at its other side where nothing goes wrong.
const promptly = 5 * time.Second

// Prompt plays a history in which nothing goes wrong at the first tool, and no call
// succeeds at the second: after each act of people its change must have arrived within
// five seconds at the first one.
func Prompt(seed uint64, steps int, trace bool) (r Result) {
	s := PlainScript(seed, steps)
	k := s.Knobs
	k.Faults, k.Crash, k.Restore, k.Rough, k.More = 0, false, false, false, More{}
	for n := range k.Tools {
		t := &k.Tools[n]
		t.Hooks, t.Unsigned, t.Silent, t.TooLate, t.Bare = "full", false, false, false, false
		t.Lag, t.Stale, t.Late, t.Rate, t.Refuses = 0, 0, 0, 0, ""
	}
	k.Tools[1].Dead = true
	s.Knobs = k
	w := newWorld(k)
	db, err := Memory(w.now)
	if err != nil {
		panic(err)
	}
	defer db.Close()
	w.join(newHub(w, db))
	w.tracing = trace
	defer func() {
		if p := recover(); p != nil && p != errRestless { //nolint:errorlint // it is thrown as it is
			w.violatef("PANIC", "%v", p)
		}
		r = w.result()
	}()
	w.open()
	for _, step := range s.Steps {
		if step.Do != "desk" && step.Do != "team" {
			continue
		}
		w.dice = roll(step.Seed)
		w.act(step.Do)
		w.hurry()
		w.arrived(w.tools[0])
	}
	return r
}

// hurry lets the hub work for as long as a change may take.
func (w *World) hurry() {
	const step = 250 * time.Millisecond
	for range promptly / step {
		w.pass(step)
		w.hub.settle()
	}
}

// arrived holds the links of one tool against what must be true by now.
func (w *World) arrived(t *Tool) {
	w.each(func(r *request.Request, l *request.Link, st reconcile.State, of *Tool) {
		i := of.item(l)
		switch {
		case of != t:
		case i == nil:
			w.violatef("I10", "link %s of %s has no ticket yet", l.ID, t.name)
		case !given(l) && !leftInPeace(r, l):
			w.checkFields(r, l, st, t, i)
			w.checkComments(r, l, t, i)
			w.checkHeard(l, t, i)
		}
	})
}
