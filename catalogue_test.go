package spochub_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// The catalogue lists in how many ways two systems that keep the same tickets are
// known to fail, and what proves that this one does not. Each line is covered by
//
//	package#TestName         a test or fuzz target of that package
//	package: words           a case with this name in a suite of that package
//	simulation: knob Name    a knob of the simulated worlds
//	simulation: act name     something that happens in them, or goes wrong there
//	reason: why              it cannot come up here
//
// and a cover that is not there fails, as does a test that cannot fail, a case that no
// suite runs, what no history of the worlds comes to, and a number without a line.
//
//	go test -run Catalogue -v .
//
// prints them all.
type line struct {
	number  int
	failure string // what would go wrong
	covers  []string
}

const (
	simulated = "core/broker/sync/simulation"
	lines     = 120
)

func catalogue() []line {
	return slices.Concat(creating(), echoing(), conflicting(), hearing(), polling(), talking(), attaching(), moving(), failing(), fitting(), securing(), operating())
}

func TestCatalogue(t *testing.T) {
	all := catalogue()
	if len(all) != lines {
		t.Errorf("%d lines, want %d", len(all), lines)
	}
	proof := &proof{set: token.NewFileSet(), packages: map[string][]*ast.File{}}
	for i, l := range all {
		name := strings.NewReplacer(" ", "_", "/", "_", ",", "").Replace(l.failure)
		t.Run(fmt.Sprintf("A%03d_%s", l.number, name), func(t *testing.T) {
			if l.number != i+1 {
				t.Errorf("line %d has the number %d", i+1, l.number)
			}
			if len(l.covers) == 0 {
				t.Error("nothing covers it")
			}
			for _, c := range l.covers {
				if err := proof.of(c); err != nil {
					t.Errorf("%s: %v", c, err)
				}
				t.Log(c)
			}
		})
	}
}
