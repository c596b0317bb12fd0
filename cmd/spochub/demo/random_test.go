package demo_test

import (
	"flag"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spochub/spochub/sdk/breakable"
)

var (
	killSeed = flag.Uint64("kills.seed", 0, "the seed of the random kills; 0: another one each time")
	killFor  = flag.Duration("kills.for", 12*time.Second, "how long hub and plugins are killed at random")
	killLoad = flag.Int("kills.people", 4, "how many people work meanwhile")
	killRest = flag.Duration("kills.pause", 100*time.Millisecond, "how long one of them rests at most between two acts")
)

// listener is the team that sees what is written to the client.
const listener = "data-centre"

func listening(yaml string) string {
	return strings.Replace(yaml, "{ name: "+listener+", ", "{ name: "+listener+", sees_client_conversation: true, ", 1)
}

// Hub and plugins are killed at random moments while people on both sides work,
// and calls lose their answers. In the end the tools and the hub show the same, and
// nothing is lost, doubled or told to the wrong people.
//
//	go test ./cmd/spochub/demo -run KilledAtRandom -kills.for 10m -kills.seed 7
func TestKilledAtRandom(t *testing.T) {
	if testing.Short() {
		t.Skip("kills hubs and plugins")
	}
	t.Parallel()
	for _, e := range engines() {
		t.Run(e.name, func(t *testing.T) {
			t.Parallel()
			killedAtRandom(t, siteOn(t, e), seeded(t))
		})
	}
}

func seeded(t *testing.T) uint64 {
	t.Helper()
	seed := *killSeed
	if seed == 0 {
		seed = rand.Uint64()
	}
	t.Logf("-kills.seed %d", seed)
	return seed
}

func killedAtRandom(t *testing.T, s *site, seed uint64) {
	s.serve()
	l := newLoad(t, s, seed)
	l.joins = true
	wait := l.work(*killLoad)
	k := &killer{site: s, dice: rand.New(rand.NewPCG(seed, 1<<32)), killed: map[string]int{}}
	k.kill(*killFor)
	close(l.ended)
	wait()
	if t.Failed() {
		return
	}
	k.heal()
	l.judged(t, grace)
	t.Logf("%d requests, killed %v, done %v", len(l.matters), k.all, l.done)
	if status := s.running.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// killer ends processes.
type killer struct {
	*site
	dice   *rand.Rand
	killed map[string]int // plugins in this life of the hub
	all    []string
}

// kill ends now the hub and now a plugin for some time.
func (k *killer) kill(long time.Duration) {
	k.t.Helper()
	end := time.After(long)
	for {
		select {
		case <-end:
			return
		case <-time.After(time.Duration(100+k.dice.IntN(1900)) * time.Millisecond):
		}
		switch n := k.dice.IntN(10); {
		case n < 3:
			k.loseAnswers()
		case n < 6:
			k.killHub()
		default:
			k.killPlugin()
		}
	}
}

// loseAnswers lets a tool carry out a write whose answer the hub does not get.
func (k *killer) loseAnswers() {
	teams := k.teams()
	team := teams[k.dice.IntN(len(teams))]
	k.all = append(k.all, "answers of "+team)
	k.calls[team].Break(breakable.Break{Match: k.fromHub, DropReply: true, Times: 3 + k.dice.IntN(6)})
}

// fromHub is a write of the hub's.
func (k *killer) fromHub(r *http.Request) bool {
	return breakable.Write(r.Method) && !strings.Contains(r.URL.Path, "/search") && slices.Contains(k.accounts(), account(r))
}

func (k *killer) killHub() {
	k.t.Helper()
	k.all = append(k.all, "hub")
	select {
	case <-k.running.ended: // somebody had its address
	default:
		k.running.kill()
	}
	k.launch()
	clear(k.killed)
}

// killPlugin spares one that was killed often: after too many deaths its hub leaves
// it alone for minutes.
func (k *killer) killPlugin() {
	k.t.Helper()
	running := k.running.plugins()
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(running)), func(name string) bool { return k.killed[name] == 3 })
	if len(names) == 0 {
		return
	}
	name := names[k.dice.IntN(len(names))]
	k.killed[name]++
	k.all = append(k.all, name)
	_ = syscall.Kill(running[name], syscall.SIGKILL) // it may be gone
}

// heal ends all trouble and waits for the hub.
func (k *killer) heal() {
	k.t.Helper()
	for _, c := range k.calls {
		c.Heal()
	}
	k.ready()
	k.connected()
}
