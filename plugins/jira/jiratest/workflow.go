package jiratest

import "strconv"

type status struct{ id, name, category string }

type transition struct {
	id         int
	name       string
	from, to   string
	resolution bool // its screen asks for a resolution
}

// workflow is what the issue types share; each type has transition ids of its
// own, as workflows do.
type workflow struct {
	statuses    []status
	transitions []transition
	shift       int // added to every transition id
}

func standard() workflow {
	return workflow{
		statuses: []status{
			{"10000", "To Do", "new"},
			{"3", "In Progress", "indeterminate"},
			{"10101", "Waiting", "indeterminate"},
			{"10102", "Review", "indeterminate"},
			{"10002", "Done", "done"},
			{"10103", "Cancelled", "done"},
		},
		transitions: []transition{
			{11, "Start", "10000", "3", false},
			{12, "Cancel", "10000", "10103", true},
			{21, "Stop", "3", "10000", false},
			{22, "Wait", "3", "10101", false},
			{23, "To review", "3", "10102", false},
			{24, "Finish", "3", "10002", true},
			{25, "Cancel", "3", "10103", true},
			{31, "Resume", "10101", "3", false},
			{41, "Rework", "10102", "3", false},
			{42, "Approve", "10102", "10002", true},
			{51, "Reopen", "10002", "10000", false},
			{52, "Reopen", "10103", "10000", false},
		},
	}
}

func (w workflow) status(id string) status {
	for _, s := range w.statuses {
		if s.id == id || s.name == id {
			return s
		}
	}
	return status{id: id, name: id, category: "undefined"}
}

// idOf is a transition's id in the workflow of an issue type.
func (w workflow) idOf(t transition, kind string) string {
	n := t.id + w.shift
	if kind != "Task" {
		n += 100
	}
	return strconv.Itoa(n)
}

func (w workflow) from(id string) []transition {
	var list []transition
	for _, t := range w.transitions {
		if t.from == id {
			list = append(list, t)
		}
	}
	return list
}

// way is the shortest way between two statuses.
func (w workflow) way(from, to string) []transition {
	ways := map[string][]transition{from: {}}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		for _, t := range w.from(queue[0]) {
			if _, been := ways[t.to]; !been {
				ways[t.to] = append(append([]transition(nil), ways[queue[0]]...), t)
				queue = append(queue, t.to)
			}
		}
	}
	return ways[to]
}

// ShiftWorkflow gives every transition another id, as an administrator does who
// puts a new workflow in place.
func (s *Server) ShiftWorkflow(by int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flow.shift += by
}

type code struct{ id, name string }

func priorities() []code {
	return []code{{"1", "Highest"}, {"2", "High"}, {"3", "Medium"}, {"4", "Low"}, {"5", "Lowest"}}
}

func priorityName(id string) string {
	for _, p := range priorities() {
		if p.id == id {
			return p.name
		}
	}
	return ""
}

func resolutions() []code {
	return []code{{"10000", "Done"}, {"10001", "Won't Do"}, {"10002", "Duplicate"}}
}

func kinds() []code { return []code{{"10001", "Task"}, {"10002", "Incident"}} }

func kindNamed(m map[string]any) (string, bool) {
	for _, k := range kinds() {
		if m["id"] == k.id || m["name"] == k.name {
			return k.name, true
		}
	}
	return "", false
}

func idOfCode(list []code, name string) string {
	for _, c := range list {
		if c.name == name {
			return c.id
		}
	}
	return ""
}
