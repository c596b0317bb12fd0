package queue

import "sync"

// gate counts what is under way for each connection, so that a slow or refusing
// tool takes no more than its share of a worker.
type gate struct {
	names []string
	room  func(connection string) int
	open  chan struct{} // of one slot: a connection that was full has room again

	mu    sync.Mutex
	under map[string]int
}

func newGate(names []string, room func(string) int) *gate {
	return &gate{names: names, room: room, open: make(chan struct{}, 1), under: map[string]int{}}
}

// full lists the connections that take no more work now.
func (g *gate) full() (names []string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, name := range g.names {
		if g.under[name] >= g.room(name) {
			names = append(names, name)
		}
	}
	return names
}

// enter takes a place; false if there is none.
func (g *gate) enter(name string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.room != nil && g.under[name] >= g.room(name) {
		return false
	}
	g.under[name]++
	return true
}

func (g *gate) leave(name string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.under[name]--
	select {
	case g.open <- struct{}{}:
	default:
	}
}
