package simulation_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

// A trace shows what the desk wrote, and nothing that another run of the same history
// shows otherwise.
func TestATraceShowsWhatTheDeskWrote(t *testing.T) {
	var all strings.Builder
	for s := range uint64(24) {
		all.WriteString(strings.Join(simulation.Run(simulation.NewScript(s, 60).Filed(), true).Trace, "\n"))
	}
	if found := regexp.MustCompile(`.*\b0x[0-9a-f]+.*`).FindString(all.String()); found != "" {
		t.Errorf("an address of the memory: %s", found)
	}
	for _, want := range []string{
		`does request\.Edit\{Title:"title\d+z"\} on `, `does request\.Edit\{Labels:\[("vip"|"night"| )*\]\} on `, `does request\.Write\{Audience:"teams" Body:"note\d+z"\} on `,
		`does request\.Erase\{Note:\{ID:"\w+" .*Body:"note\d+z"`, `does request\.Move\{To:"\w+" `,
	} {
		if !regexp.MustCompile(want).MatchString(all.String()) {
			t.Errorf("no line shows %s", want)
		}
	}
}
