package jira

import (
	"maps"
	"slices"
	"sync"
	"time"
)

const maxHops = 4

// step is one way out of a state: a transition as Jira offers it.
type step struct {
	ID, Name string
	To       codeBean
	Fields   map[string]screenField // that the transition's screen asks for
}

type screenField struct {
	Required        bool       `json:"required"`
	HasDefaultValue bool       `json:"hasDefaultValue"`
	AllowedValues   []codeBean `json:"allowedValues"`
	Name            string     `json:"name"`
}

type transitionBean struct {
	ID     string                 `json:"id"`
	Name   string                 `json:"name"`
	To     codeBean               `json:"to"`
	Fields map[string]screenField `json:"fields"`
}

// flow is one workflow as far as it has been seen: the steps out of each state.
// The same transition has another id in another workflow.
type flow map[string][]step

// way is the shortest known way between two states, nil where none is known.
func (f flow) way(from, to string) []step {
	type path struct {
		at   string
		way  []step
		been []string
	}
	for queue := []path{{at: from, been: []string{from}}}; len(queue) > 0; queue = queue[1:] {
		p := queue[0]
		if p.at == to {
			return p.way
		}
		if len(p.way) == maxHops {
			continue
		}
		for _, s := range f[p.at] {
			if !slices.Contains(p.been, s.To.ID) {
				queue = append(queue, path{s.To.ID, append(slices.Clone(p.way), s), append(slices.Clone(p.been), s.To.ID)})
			}
		}
	}
	return nil
}

// flows remembers workflows for a while, by project and issue type.
type flows struct {
	mu   sync.Mutex
	life time.Duration
	seen map[string]flowSeen
}

type flowSeen struct {
	flow  flow
	until time.Time
}

func newFlows(life time.Duration) *flows { return &flows{life: life, seen: map[string]flowSeen{}} }

func (f *flows) get(name string) flow {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := f.seen[name]
	if time.Now().After(s.until) {
		return nil
	}
	return s.flow
}

// learn adds the steps out of one state and returns all that is known.
func (f *flows) learn(name, from string, steps []step) flow {
	f.mu.Lock()
	defer f.mu.Unlock()
	old, more := f.seen[name], flow{}
	if time.Now().After(old.until) {
		old = flowSeen{until: time.Now().Add(f.life)}
	}
	maps.Copy(more, old.flow)
	more[from] = steps
	f.seen[name] = flowSeen{more, old.until}
	return more
}

func (f *flows) forget(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.seen, name)
}

// explore picks the first step to a state that has not been tried, where no way to
// the target is known: the nearest one, then the one whose category is nearest.
// Nothing is closed on the way to something else.
func (f flow) explore(at string, been []string, category string) (step, bool) {
	best, cost, found := step{}, 0, false
	for _, from := range slices.Sorted(maps.Keys(f)) {
		way := f.way(at, from)
		if from != at && len(way) == 0 {
			continue
		}
		for _, s := range f[from] {
			if slices.Contains(been, s.To.ID) || s.To.StatusCategory.Key == "done" {
				continue
			}
			if c := 10*len(way) + distance(s.To.StatusCategory.Key, category); !found || c < cost {
				best, cost, found = append(slices.Clone(way), s)[0], c, true
			}
		}
	}
	return best, found
}

func distance(a, b string) int {
	order := []string{"new", "indeterminate", "done"}
	d := slices.Index(order, a) - slices.Index(order, b)
	return max(d, -d)
}
