package spochub_test

import (
	"fmt"
	"go/ast"
	"reflect"
	"slices"

	"github.com/spochub/spochub/core/broker/sync/simulation"
)

// worlds are some histories of the simulated worlds: what they are made of, and what
// was met in them.
type worlds struct {
	knobs, steps map[string]bool
	hits         map[string]int
}

func playWorlds() *worlds {
	const drawn, played, steps = 400, 100, 25
	w := &worlds{knobs: map[string]bool{}, steps: map[string]bool{}}
	var sum simulation.Result
	for seed := range uint64(drawn) {
		s := simulation.NewScript(seed, steps)
		w.turned(reflect.ValueOf(s.Knobs))
		for _, step := range s.Steps {
			w.steps[step.Do] = true
		}
		if seed < played {
			sum.Add(simulation.Run(s, false))
		}
	}
	w.hits = sum.Hits
	return w
}

// turned notes which knobs are not at zero.
func (w *worlds) turned(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for f, at := range v.Fields() {
			w.knobs[f.Name] = w.knobs[f.Name] || !at.IsZero()
			w.turned(at)
		}
	case reflect.Slice:
		for i := range v.Len() {
			w.turned(v.Index(i))
		}
	default: // it has no parts
	}
}

func (p *proof) played() *worlds {
	if p.worlds == nil {
		p.worlds = playWorlds()
	}
	return p.worlds
}

// knob proves that histories of the simulated worlds turn a knob.
func (p *proof) knob(name string) error {
	if !p.played().knobs[name] {
		return fmt.Errorf("no history turns such a knob")
	}
	return nil
}

// act proves that something happens in the simulated worlds: histories meet it, where
// they count it or draw it as a step, else it is one of several things to do, and
// chosen by its name.
func (p *proof) act(name string) error {
	switch counted := slices.Contains(simulation.Points(), name); {
	case counted && p.played().hits[name] == 0:
		return fmt.Errorf("no history meets it")
	case counted || p.played().steps[name]:
		return nil
	}
	done, chosen := false, false
	for _, f := range p.files(simulated) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CaseClause:
				done = done || slices.ContainsFunc(n.List, func(e ast.Expr) bool { return says(e, name) })
			case *ast.CallExpr:
				chosen = chosen || slices.ContainsFunc(n.Args, func(e ast.Expr) bool { return says(e, name) })
			}
			return true
		})
	}
	if !done || !chosen {
		return fmt.Errorf("nothing of that name is chosen and done")
	}
	return nil
}
