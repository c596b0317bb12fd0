// Package simulation plays whole histories of the sync engine: the real engine
// over the store in memory, two tools in the same process, people who act on
// both sides, calls and deliveries that go wrong, crashes and restored backups,
// all from one seed and by a clock of its own. When everything has healed, the
// invariants must hold.
package simulation

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	"github.com/spochub/spochub/core/broker/sync"
)

// Script is one history before it happens: how the world is made, and what is
// tried in it, each step with its own dice, so that steps can be left out
// without changing the others.
type Script struct {
	Knobs Knobs
	Steps []Step
}

// Step is one thing that happens.
type Step struct {
	Do   string
	Seed uint64
}

// MoreScript draws a history of a number of steps: a plain one, and rights that are
// lost, another hub, requests that are joined.
func MoreScript(seed uint64, steps int) Script {
	s, d := PlainScript(seed, steps), roll(seed^0x6d6f7265)
	s.Knobs.more(d)
	besides := s.Knobs.More.kinds()
	var all []Step
	for _, step := range s.Steps {
		if len(besides) > 0 && d.one(10) {
			all = append(all, Step{Do: pick(d, besides...), Seed: d.Uint64()})
		}
		all = append(all, step)
	}
	s.Steps = all
	return s
}

// PlainScript draws a history in which no rights are lost, no configuration
// changes and no other hub is there.
func PlainScript(seed uint64, steps int) Script {
	d := roll(seed)
	s := Script{Knobs: newKnobs(d)}
	for range steps {
		s.Steps = append(s.Steps, Step{Do: kind(d, s.Knobs), Seed: d.Uint64()})
	}
	return s
}

// kinds are the steps by how often they come.
func kinds() []string {
	var all []string
	for _, k := range []struct {
		do    string
		often int
	}{{"desk", 14}, {"team", 15}, {"link", 24}, {"decode", 14}, {"deliver", 6}, {"poll", 6}, {"time", 12}, {"crash", 4}, {"backup", 3}, {"restore", 2}} {
		for range k.often {
			all = append(all, k.do)
		}
	}
	return all
}

func kind(d *dice, k Knobs) string {
	all := kinds()
	do := all[d.IntN(len(all))]
	if do == "restore" && !k.Restore || do == "crash" && !k.Crash {
		return "time"
	}
	return do
}

// dice is where all chance comes from.
type dice struct{ *rand.Rand }

func roll(seed uint64) *dice {
	return &dice{rand.New(rand.NewPCG(seed, seed^0x9e3779b97f4a7c15))} //nolint:gosec // a history must come again
}

// one is true once in n; never for 0.
func (d *dice) one(n int) bool { return n > 0 && d.IntN(n) == 0 }

func pick[T any](d *dice, list ...T) T { return list[d.IntN(len(list))] }

// Result is what came of a history.
type Result struct {
	Violations     []string
	Trace          []string
	Crashes        int
	Restores       int
	Writes, Reads  int // calls at the tools
	Changes        int // acts of people that a tool or the hub took in
	Late, Twins    int
	VirtualMinutes int
	Hits           map[string]int // how often each of the points was reached
}

// Run plays a script over the store in memory. With trace it notes what happened,
// line by line.
func Run(s Script, trace bool) Result { return RunOn(Memory, s, trace) }

// RunOn plays a script over a database, which it opens empty, to live by the
// simulated clock, and closes.
func RunOn(open func(now func() time.Time) (Database, error), s Script, trace bool) (r Result) {
	w := newWorld(s.Knobs)
	w.join(newHub(w, opened(open, w)))
	if s.Knobs.Second.On {
		w.join(newHub(w, opened(open, w)).makeSecond(s.Knobs.Second))
	}
	defer w.all(func() { w.hub.db.Close() })
	w.tracing = trace
	defer func() {
		if p := recover(); p != nil && p != errRestless { //nolint:errorlint // it is thrown as it is
			w.violatef("PANIC", "%v", p)
			w.tracef("%s", debug.Stack())
		}
		r = w.result()
	}()
	w.all(w.open)
	for _, step := range s.Steps {
		w.step(step)
	}
	w.heal()
	w.all(w.check)
	w.rest()
	if s.Knobs.Seed%4 == 0 {
		w.all(w.remap)
	}
	return r
}

// opened is an empty database.
func opened(open func(now func() time.Time) (Database, error), w *World) Database {
	db, err := open(w.now)
	if err != nil {
		panic(err)
	}
	return db
}

// World is everything there is.
type World struct {
	ctx     context.Context
	k       Knobs
	dice    *dice
	clock   int64 // microseconds
	words   int
	ids     int
	tools   []*Tool
	hubs    []*hub
	hub     *hub // whose turn it is
	faulty  bool
	depth   int
	calls   int // since time passed
	tracing bool
	result_ Result
	known   map[string]bool
}

const start = 1772352000 * 1_000_000

func newWorld(k Knobs) *World {
	w := &World{ctx: context.Background(), k: k, dice: roll(k.Seed), clock: start, faulty: true, known: map[string]bool{}}
	for i, tk := range k.Tools {
		w.tools = append(w.tools, newTool(w, fmt.Sprintf("tool%d", i), tk))
	}
	return w
}

func (w *World) now() time.Time { return time.UnixMicro(w.clock).UTC() }

func (w *World) tracef(format string, args ...any) {
	if w.tracing {
		w.result_.Trace = append(w.result_.Trace, fmt.Sprintf("%9.3f ", float64(w.clock-start)/1e6)+fmt.Sprintf(format, args...))
	}
}

// violatef notes that an invariant does not hold, once for each message.
func (w *World) violatef(invariant, format string, args ...any) {
	text := invariant + ": " + fmt.Sprintf(format, args...)
	if !w.known[text] {
		w.known[text] = true
		w.result_.Violations = append(w.result_.Violations, text)
		w.tracef("VIOLATION %s", text)
	}
}

func (w *World) result() Result {
	r := w.result_
	r.Twins = w.twins()
	for _, t := range w.tools {
		r.Writes, r.Reads, r.Late = r.Writes+t.writes, r.Reads+t.reads, r.Late+t.lates
	}
	r.VirtualMinutes = int((w.clock - start) / 60_000_000)
	return r
}

// word makes a text that nobody else says.
func (w *World) word(of string) string {
	w.words++
	return fmt.Sprintf("%s%dz", of, w.words)
}

// step does one thing, with its own dice.
func (w *World) step(s Step) {
	w.dice = roll(s.Seed)
	w.pass(time.Duration(w.dice.IntN(900)+1) * time.Millisecond)
	w.hub = w.any()
	w.act(s.Do)
	w.all(func() { w.hub.reviveIfDead() })
}

func (w *World) act(do string) {
	switch do {
	case "desk":
		w.deskActs()
	case "team":
		w.teamActs()
	case "deskfile":
		w.deskFiles()
	case "teamfile":
		w.teamFiles()
	case "cut":
		w.cut()
	case "link", "decode", "poll":
		w.hub.work(do)
	case "deliver":
		w.deliverOne()
	case "time":
		w.pass(time.Duration(pick(w.dice, 1, 5, 20, 61, 61, 100)) * time.Second)
	case "crash":
		w.hub.fuse = 1 + w.dice.IntN(12)
		w.hub.work(pick(w.dice, "link", "link", "decode", "poll"))
	case "backup":
		w.backup()
	case "restore":
		w.restore()
	case "lapse":
		w.lapse()
	case "quiet":
		w.quiet()
	case "other hub":
		w.otherHub()
	case "merge":
		w.merge()
	case "forge":
		w.forge()
	case "disable":
		w.disable()
	case "tables":
		w.retable()
	case "resolve":
		w.resolve()
	case "plugin dies":
		w.pluginDies()
	case "outage":
		w.outage()
	case "slow":
		w.slow()
	case "bustle":
		w.bustle()
	case "cross":
		w.cross()
	case "expose":
		w.expose()
	case "new code":
		w.newCode()
	case "transfer":
		w.transfer()
	}
}

// inside is what happens while a call is under way.
func (w *World) inside() {
	if !w.faulty || w.depth > 0 || !w.dice.one(5) {
		return
	}
	w.depth++
	w.hit("inside a call")
	w.as(w.any(), func() {
		w.act(pick(w.dice, "team", "team", "desk", "deliver", "deliver", "decode", "decode", "link", "poll"))
	})
	w.depth--
}

// pause lets a worker sleep past its lease, after its call and before it goes on;
// another one works meanwhile.
func (w *World) pause() {
	if !w.faulty || !w.k.More.Pauses || w.depth > 0 || !w.dice.one(30) {
		return
	}
	w.depth++
	w.hit("paused past the lease")
	w.tracef("a worker sleeps")
	w.pass(sync.Lease + time.Second)
	for range 3 {
		w.hub.work(pick(w.dice, "link", "link", "decode", "poll"))
	}
	w.tracef("it wakes up")
	w.depth--
}

// pass lets time go by, with all that comes of itself meanwhile.
func (w *World) pass(d time.Duration) {
	w.calls = 0
	until := w.clock + d.Microseconds()
	for {
		next, do := w.nextEvent(until)
		if do == nil {
			break
		}
		w.clock = max(w.clock, next)
		do()
	}
	w.clock = until
}

// nextEvent finds the earliest late effect or ripe delivery up to a moment.
func (w *World) nextEvent(until int64) (at int64, do func()) {
	at = until + 1
	for _, t := range w.tools {
		for i, l := range t.late {
			if l.at < at {
				at, do = l.at, func() { t.land(i) }
			}
		}
		for i, p := range t.posts {
			if p.at < at {
				at, do = p.at, func() { t.post(i) }
			}
		}
	}
	return at, do
}

// deliverOne lets any delivery on its way arrive, out of its turn.
func (w *World) deliverOne() {
	t := pick(w.dice, w.tools...)
	if len(t.posts) > 0 {
		t.post(w.dice.IntN(len(t.posts)))
	}
}

func sorted[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
