package jira

import (
	"slices"
	"sync"
)

// recent remembers the last few values by key and forgets the oldest.
type recent[V any] struct {
	mu    sync.Mutex
	value map[string]V
	order []string
	max   int
}

func newRecent[V any](max int) *recent[V] {
	return &recent[V]{value: map[string]V{}, max: max}
}

func (r *recent[V]) put(key string, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, known := r.value[key]; !known {
		r.order = append(r.order, key)
	}
	r.value[key] = v
	if len(r.order) > r.max {
		delete(r.value, r.order[0])
		r.order = r.order[1:]
	}
}

func (r *recent[V]) get(key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.value[key]
	return v, ok
}

// take returns a value and forgets it.
func (r *recent[V]) take(key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	v, ok := r.value[key]
	delete(r.value, key)
	r.order = slices.DeleteFunc(r.order, func(k string) bool { return k == key })
	return v, ok
}
