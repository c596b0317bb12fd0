package githubtest

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// actor is who changes something, and whether through the App.
type actor struct {
	*user
	app bool
}

// refusal is why a change was not made: a status, and what it says.
type refusal struct {
	status            int
	message           string
	field, code, what string
}

func (r *refusal) Error() string { return fmt.Sprintf("%d %s", r.status, r.message) }

func invalid(field, code, what string) *refusal {
	return &refusal{422, "Validation Failed", field, code, what}
}

// request is what a call or a person asks of an issue; nil leaves a part as it
// is.
type request struct {
	Title     *string   `json:"title"`
	Body      *string   `json:"body"`
	State     *string   `json:"state"`
	Reason    *string   `json:"state_reason"`
	Labels    *[]string `json:"labels"`
	Assignees *[]string `json:"assignees"`
	Assignee  *string   `json:"assignee"`
	pull      bool
}

func (q request) check() *refusal {
	switch {
	case q.Title != nil && strings.TrimSpace(*q.Title) == "":
		return invalid("title", "missing_field", "")
	case q.Title != nil && utf8.RuneCountInString(*q.Title) > 256:
		return invalid("title", "custom", "title is too long (maximum is 256 characters)")
	case q.Body != nil && utf8.RuneCountInString(*q.Body) > 65536:
		return invalid("body", "custom", "body is too long (maximum is 65536 characters)")
	case q.State != nil && *q.State != "open" && *q.State != "closed":
		return invalid("state", "invalid", "")
	case q.Reason != nil && !slices.Contains([]string{"completed", "not_planned", "duplicate", "reopened"}, *q.Reason):
		return invalid("state_reason", "invalid", "")
	case q.Assignees != nil && len(*q.Assignees) > 10:
		return invalid("assignees", "custom", "no more than 10 assignees")
	}
	return nil
}

// change edits an issue; each part makes an event of its own, as at GitHub.
func (s *Server) change(i *issue, by actor, q request) *refusal {
	push := i.repo.pushes(by.user)
	if !push && i.author != by.user {
		return &refusal{status: 403, message: "Must have admin rights to Repository."}
	}
	if no := q.check(); no != nil {
		return no
	}
	s.changeText(i, by, q)
	s.changeState(i, by, q)
	if !push {
		return nil
	}
	if q.Labels != nil {
		s.setLabels(i, by, *q.Labels)
	}
	if q.Assignees != nil || q.Assignee != nil {
		s.setAssignees(i, by, s.assignable(i.repo, q))
	}
	return nil
}

func (s *Server) changeText(i *issue, by actor, q request) {
	changes := object{}
	if q.Title != nil && strings.TrimSpace(*q.Title) != i.title {
		changes["title"] = object{"from": i.title}
		s.log(i, by, event{kind: "renamed", from: i.title, to: strings.TrimSpace(*q.Title)})
		i.title = strings.TrimSpace(*q.Title)
	}
	if q.Body != nil && *q.Body != i.body {
		changes["body"] = object{"from": i.body}
		i.body = *q.Body
	}
	if len(changes) > 0 {
		s.touch(i)
		s.tell("edited", i, by, object{"changes": changes})
	}
}

func (s *Server) changeState(i *issue, by actor, q request) {
	if q.State == nil || *q.State == i.state {
		return // the reason is ignored unless the state changes
	}
	i.state = *q.State
	if i.state == "open" {
		i.reason, i.closer = "reopened", nil
		s.log(i, by, event{kind: "reopened"})
		s.tell("reopened", i, by, nil)
		return
	}
	i.reason, i.closer, i.closed = "completed", by.user, s.now()
	if q.Reason != nil && *q.Reason != "reopened" {
		i.reason = *q.Reason
	}
	s.log(i, by, event{kind: "closed", reason: i.reason})
	s.tell("closed", i, by, nil)
}

func (s *Server) setLabels(i *issue, by actor, want []string) {
	for _, l := range slices.Clone(i.labels) {
		if !slices.ContainsFunc(want, func(w string) bool { return strings.EqualFold(w, l) }) {
			s.unlabel(i, by, l)
		}
	}
	for _, l := range want {
		s.label(i, by, l)
	}
}

func (s *Server) label(i *issue, by actor, name string) {
	if i.has(name) {
		return
	}
	name = i.repo.label(name, s.next())
	i.labels = append(i.labels, name)
	s.log(i, by, event{kind: "labeled", label: name})
	s.tell("labeled", i, by, object{"label": s.labelJSON(i.repo, name)})
}

func (s *Server) unlabel(i *issue, by actor, name string) {
	if !i.has(name) {
		return
	}
	i.labels = slices.DeleteFunc(i.labels, func(l string) bool { return strings.EqualFold(l, name) })
	s.log(i, by, event{kind: "unlabeled", label: name})
	s.tell("unlabeled", i, by, object{"label": s.labelJSON(i.repo, name)})
}

func (s *Server) setAssignees(i *issue, by actor, want []*user) {
	for _, u := range slices.Clone(i.assignees) {
		if !slices.Contains(want, u) {
			i.assignees = slices.DeleteFunc(i.assignees, func(x *user) bool { return x == u })
			s.log(i, by, event{kind: "unassigned", assignee: u})
			s.tell("unassigned", i, by, object{"assignee": s.userJSON(u)})
		}
	}
	for _, u := range want {
		if !slices.Contains(i.assignees, u) {
			i.assignees = append(i.assignees, u)
			s.log(i, by, event{kind: "assigned", assignee: u})
			s.tell("assigned", i, by, object{"assignee": s.userJSON(u)})
		}
	}
}

func (s *Server) log(i *issue, by actor, e event) {
	e.id, e.by, e.at, e.ourApp = s.next(), by.user, s.now(), by.app
	i.events = append(i.events, e)
	s.touch(i)
}

// touch moves the time of the last update; it never falls.
func (s *Server) touch(i *issue) {
	if now := s.now(); now.After(i.updated) {
		i.updated = now
	}
}
