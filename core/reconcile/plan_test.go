package reconcile_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/spochub/spochub/core/reconcile"
	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/sdk/ticket"
)

// Whatever people do on both sides and however calls go wrong: once it is calm,
// both sides agree, nothing more is written, and no text of the team is gone
// without a trace.
func TestBothSidesComeToAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		t.Repeat(w.acts())
		w.t = t
		w.heal()
		w.agreed()
		w.atRest()
		w.nothingLost()
	})
}

func (w *world) acts() map[string]func(*rapid.T) {
	return map[string]func(*rapid.T){
		"desk":  func(t *rapid.T) { w.t = t; w.editHub() },
		"team":  func(t *rapid.T) { w.t = t; w.editTool() },
		"pass":  func(t *rapid.T) { w.t = t; w.pass() },
		"pass2": func(t *rapid.T) { w.t = t; w.pass() },
		"time": func(t *rapid.T) {
			w.t = t
			w.now = w.now.Add(time.Duration(rapid.IntRange(1, 120).Draw(t, "seconds")) * time.Second)
		},
		"late": func(t *rapid.T) { w.t = t; w.land() },
	}
}

// A link that is read only for a while writes nothing meanwhile. What it held
// back is what it writes as soon as it goes live, and both sides agree then as
// if it had never been.
func TestWhatIsHeldBackIsPlannedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t)
		acts := w.acts()
		acts["switch"] = func(t *rapid.T) {
			w.t = t
			if w.quiet {
				w.goLive()
				return
			}
			w.quiet = true
		}
		t.Repeat(acts)
		w.t, w.quiet = t, false
		w.heal()
		w.agreed()
		w.atRest()
		w.nothingLost()
	})
}

// goLive compares what is held back with what is then written.
func (w *world) goLive() {
	look, writes := w.see(true), w.writes
	if plan := w.plan(look); len(plan.Calls) > 0 || w.writes != writes {
		w.t.Fatalf("a read-only link calls %+v", plan.Calls)
	}
	held := w.st.Held
	w.quiet = false
	plan := w.plan(look)
	var made []string
	for _, c := range plan.Calls {
		for _, f := range c.Fields {
			made = append(made, string(f)+"="+string(c.Patch.Set[f]))
		}
	}
	if said := saying(held); !slices.Equal(said, made) {
		w.t.Fatalf("held back %v, called %v", said, made)
	}
	if len(w.st.Held) > 0 {
		w.t.Fatalf("a live link holds back %+v", w.st.Held)
	}
	w.carry(plan)
}

func saying(held []reconcile.Withheld) (list []string) {
	for _, h := range held {
		list = append(list, string(h.Field)+"="+cmp.Or(string(h.Code), h.To))
	}
	return list
}

// heal lets everything open come to its end.
func (w *world) heal() {
	w.calm = true
	for range 12 {
		w.pass()
		w.now = w.now.Add(grace)
	}
	for len(w.late) > 0 {
		w.land()
		w.pass()
	}
	for range 12 {
		w.decide()
		w.pass()
		w.now = w.now.Add(grace)
	}
}

// decide is the desk that settles what is held.
func (w *world) decide() {
	for i := range w.held {
		w.held[i].Choice = &request.Choice{Take: string(w.deciding)}
	}
}

func (w *world) agreed() {
	for f, v := range w.hub {
		want := ticket.Native(v.Text)
		if f == ticket.Priority || f == ticket.State {
			want, _ = lossy{}.Write(f, v.Text, w.tool[f])
		}
		if w.tool[f] != stored(f, want) {
			w.t.Fatalf("%s: the hub says %q, the tool %q; version %d base %+v state %+v intents %+v", f, v.Text, w.tool[f], v.Version, w.st.Fields[f].Base, w.st.Fields[f], w.st.Intents)
		}
	}
}

func (w *world) atRest() {
	writes, pulled, lines := w.writes, len(w.pulled), len(w.history)
	for range 3 {
		w.pass()
	}
	if w.writes != writes || len(w.pulled) != pulled || len(w.history) != lines {
		w.t.Fatalf("not at rest: %d writes, %d pulls, history %+v", w.writes-writes, len(w.pulled)-pulled, w.history[lines:])
	}
	if len(w.st.Intents) > 0 {
		w.t.Fatalf("open intents %+v", w.st.Intents)
	}
}

// nothingLost: a text of the team that the hub wrote over stands in the history,
// where the tool's change log can tell.
func (w *world) nothingLost() {
	if w.hidden {
		return
	}
	for i, e := range w.log {
		if e.By != dana || e.Field != ticket.Title && e.Field != ticket.Description {
			continue
		}
		next := slices.IndexFunc(w.log[i+1:], func(x ticket.Edit) bool { return x.Field == e.Field })
		if next < 0 || w.log[i+1+next].By != self {
			continue
		}
		if !w.remembers(string(e.To)) {
			w.t.Fatalf("%s=%q of the team was written over and nobody knows: %+v", e.Field, e.To, w.history)
		}
	}
}

func (w *world) remembers(text string) bool {
	for _, e := range w.history {
		if e.From == text || e.To == text {
			return true
		}
	}
	return false
}
