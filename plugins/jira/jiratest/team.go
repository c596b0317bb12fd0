package jiratest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// New issues and changes below are made by people at the site itself; login
// names the account.

// Issue is what somebody sees of an issue.
type Issue struct {
	ID, Key, Project, Type       string
	Summary, Description, Status string
	Priority, Assignee, Due      string // names; Assignee is a login
	Resolution, Creator          string
	Labels                       []string
	Comments                     []Comment
	Files                        []string
}

// Comment is what somebody sees of a comment.
type Comment struct {
	ID, Author, Body string
	Internal         bool   // hidden from a service project's customers
	VisibleTo        string // the role or group that alone may read it
}

// CreateIssue makes an issue of type Task in the first project and returns its key.
func (s *Server) CreateIssue(login, summary, description string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	x, f := s.draft(s.person(login), object{
		"project": object{"key": s.opts.Project}, "issuetype": object{"name": "Task"},
		"summary": summary, "description": description,
	})
	if len(f) > 0 {
		return "", f.err()
	}
	s.born(x)
	return x.key, nil
}

func (f faults) err() error {
	var lines []string
	for name, text := range f {
		lines = append(lines, name+": "+text)
	}
	slices.Sort(lines)
	return fmt.Errorf("%s", strings.Join(lines, "; "))
}

// with runs f on an issue, by id or key.
func (s *Server) with(name string, f func(*issue) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x := s.issue(name)
	if x == nil {
		return fmt.Errorf("no issue %q", name)
	}
	return f(x)
}

// SetField sets summary, description, priority (by name), duedate, assignee (by
// login) or labels (separated by spaces).
func (s *Server) SetField(login, key, field, value string) error {
	return s.with(key, func(x *issue) error {
		change, f := &change{x: x}, faults{}
		s.set(change, f, field, s.fieldValue(field, value))
		if len(f) > 0 {
			return f.err()
		}
		s.note(x, s.person(login), change.do())
		return nil
	})
}

func (s *Server) fieldValue(field, value string) any {
	switch {
	case field == "labels":
		list := []any{}
		for l := range strings.FieldsSeq(value) {
			list = append(list, l)
		}
		return list
	case value == "":
		return nil
	case field == "priority":
		return object{"name": value}
	case field == "assignee" && s.cloud():
		return object{"accountId": s.person(value).account()}
	case field == "assignee":
		return object{"name": value}
	}
	return value
}

// Transition takes an issue to a status by name, over as many transitions as the
// workflow needs.
func (s *Server) Transition(login, key, status string) error {
	return s.Resolve(login, key, status, "Done")
}

// Resolve does the same and gives the resolution where a screen asks for one.
func (s *Server) Resolve(login, key, status, resolution string) error {
	return s.with(key, func(x *issue) error {
		to := s.flow.status(status)
		way := s.flow.way(x.status, to.id)
		if x.status != to.id && len(way) == 0 {
			return fmt.Errorf("no way from %s to %q", s.flow.status(x.status).name, status)
		}
		for _, t := range way {
			given := ""
			if t.resolution {
				given = resolution
			}
			s.note(x, s.person(login), s.step(x, t, given))
		}
		return nil
	})
}

// Delete deletes an issue.
func (s *Server) Delete(login, key string) error {
	return s.with(key, func(x *issue) error {
		s.remove(x, s.person(login))
		return nil
	})
}

// Move takes an issue into another project, where it gets another key.
func (s *Server) Move(login, key, project string) (string, error) {
	moved := ""
	err := s.with(key, func(x *issue) error {
		to := s.project(project)
		if to == nil {
			return fmt.Errorf("no project %q", project)
		}
		from, old := x.project, x.key
		to.next++
		x.oldKeys, x.project, x.key = append(x.oldKeys, old), to, to.key+"-"+strconv.Itoa(to.next)
		moved = x.key
		s.note(x, s.person(login), []item{{"project", from.id, from.name, to.id, to.name}, {"Key", "", old, "", x.key}})
		return nil
	})
	return moved, err
}

// Issue returns an issue by id or key; false if there is none.
func (s *Server) Issue(name string) (Issue, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x := s.issue(name)
	if x == nil {
		return Issue{}, false
	}
	return s.seen(x), true
}

// Issues lists all issues, the oldest first.
func (s *Server) Issues() []Issue {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make([]Issue, len(s.issues))
	for i, x := range s.issues {
		list[i] = s.seen(x)
	}
	return list
}

func (s *Server) seen(x *issue) Issue {
	v := Issue{
		ID: x.idText(), Key: x.key, Project: x.project.key, Type: x.kind,
		Summary: x.summary, Description: x.text, Status: s.flow.status(x.status).name,
		Priority: priorityName(x.priority), Due: x.due, Resolution: x.resolution, Creator: x.author.Login,
		Labels: slices.Clone(x.labels),
	}
	if x.assignee != nil {
		v.Assignee = x.assignee.Login
	}
	for _, k := range x.comments {
		to, _ := k.visibility["value"].(string)
		v.Comments = append(v.Comments, Comment{strconv.Itoa(k.id), k.author.Login, k.body, k.internal(), to})
	}
	for _, f := range x.files {
		v.Files = append(v.Files, f.name)
	}
	return v
}
