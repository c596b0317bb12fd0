package demo_test

import (
	"net/http"
	"slices"
)

// join makes an earlier request of the same person a part of this one, unless a team
// has both: it would have two tickets of one request.
func (m *matter) join() bool {
	m.t.Helper()
	gone := m.earlier
	if !m.joins || gone == nil || slices.ContainsFunc(gone.teams, func(team string) bool { return slices.Contains(m.teams, team) }) {
		return false
	}
	got := m.insist("POST", "/requests/"+gone.key+"/merge", object{"into": m.key})
	if got.status >= 400 && got.status < 500 {
		return false
	}
	got.into(m.t, http.StatusOK, nil)
	m.earlier, m.joined = gone.earlier, slices.Concat(m.joined, gone.joined, []*matter{gone})
	m.teams = slices.Concat(m.teams, gone.teams)
	m.said, m.told, m.filed = slices.Concat(m.said, gone.said), slices.Concat(m.told, gone.told), slices.Concat(m.filed, gone.filed)
	m.titles = slices.Concat(gone.titles, m.titles)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.matters = slices.DeleteFunc(m.matters, func(x *matter) bool { return x == gone })
	return true
}

// past is the history of a request and of those that were joined to it.
func (m *matter) past() []event {
	m.t.Helper()
	all := m.hub(m.t).history(m.key)
	for _, gone := range m.joined {
		all = append(all, m.hub(m.t).history(gone.key)...)
	}
	return all
}

// judgeJoined: a request that was joined to another has nothing left of its own.
func (m *matter) judgeJoined() {
	m.t.Helper()
	for _, gone := range m.joined {
		gone.t = m.t
		if r := gone.look(); r.MergedInto == "" || len(r.Links)+len(r.Notes)+len(r.Files) != 0 {
			m.t.Errorf("%s is a part of %q and has %d links, %d notes and %d files", gone.key, r.MergedInto, len(r.Links), len(r.Notes), len(r.Files))
		}
	}
}
