package githubtest

import (
	"slices"
	"strings"
)

// open makes an issue. Without push access labels and assignees are dropped.
func (s *Server) open(r *repository, by actor, q request) (*issue, *refusal) {
	if !r.enabled {
		return nil, &refusal{status: 410, message: "Issues are disabled for this repo"}
	}
	if q.Title == nil {
		return nil, invalid("title", "missing_field", "")
	}
	if no := q.check(); no != nil {
		return nil, no
	}
	i := &issue{repo: r, id: s.next(), number: len(r.issues) + 1, title: strings.TrimSpace(*q.Title), state: "open", author: by.user, created: s.now(), updated: s.now(), ourApp: by.app, pull: q.pull}
	if q.Body != nil {
		i.body = *q.Body
	}
	r.issues = append(r.issues, i)
	if r.pushes(by.user) {
		s.labelAtBirth(i, by, q)
	}
	s.tell("opened", i, by, nil)
	for _, l := range i.labels {
		s.tell("labeled", i, by, object{"label": s.labelJSON(i.repo, l)})
	}
	return i, nil
}

func (s *Server) labelAtBirth(i *issue, by actor, q request) {
	if q.Labels != nil {
		for _, l := range *q.Labels {
			if !i.has(l) {
				i.labels = append(i.labels, i.repo.label(l, s.next()))
				s.log(i, by, event{kind: "labeled", label: l})
			}
		}
	}
	for _, u := range s.assignable(i.repo, q) {
		i.assignees = append(i.assignees, u)
		s.log(i, by, event{kind: "assigned", assignee: u})
	}
}

// assignable drops who cannot be assigned.
func (s *Server) assignable(r *repository, q request) []*user {
	var logins []string
	if q.Assignees != nil {
		logins = *q.Assignees
	} else if q.Assignee != nil {
		logins = []string{*q.Assignee}
	}
	var list []*user
	for _, l := range logins {
		if u := s.user(l); u != nil && r.pushes(u) && !slices.Contains(list, u) {
			list = append(list, u)
		}
	}
	return list
}
