package api

// Callers is how many tokens the limit remembers.
func (a *API) Callers() int {
	a.limit.mu.Lock()
	defer a.limit.mu.Unlock()
	return len(a.limit.of)
}
