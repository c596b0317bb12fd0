package githubtest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

func checkComment(body string) *refusal {
	switch {
	case strings.TrimSpace(body) == "":
		return &refusal{422, "Validation Failed", "data", "unprocessable", "Body cannot be blank"}
	case utf8.RuneCountInString(body) > 65536:
		return &refusal{422, "Validation Failed", "data", "unprocessable", "Body is too long (maximum is 65536 characters)"}
	}
	return nil
}

func (s *Server) comment(i *issue, by actor, body string) (*comment, *refusal) {
	if no := checkComment(body); no != nil {
		return nil, no
	}
	c := &comment{id: s.next(), issue: i, body: body, author: by.user, created: s.now(), updated: s.now(), ourApp: by.app}
	i.comments = append(i.comments, c)
	s.touch(i)
	s.tellComment("created", c, by, nil)
	return c, nil
}

func (s *Server) editComment(c *comment, by actor, body string) *refusal {
	if !c.issue.repo.pushes(by.user) && c.author != by.user {
		return &refusal{status: 403, message: "Must have admin rights to Repository."}
	}
	if no := checkComment(body); no != nil {
		return no
	}
	was := c.body
	c.body, c.updated = body, s.now() // the issue's own time stays
	if was != body {
		s.tellComment("edited", c, by, object{"changes": object{"body": object{"from": was}}})
	}
	return nil
}

func (s *Server) deleteComment(c *comment, by actor) *refusal {
	if !c.issue.repo.pushes(by.user) && c.author != by.user {
		return &refusal{status: 403, message: "Must have admin rights to Repository."}
	}
	c.issue.comments = slices.DeleteFunc(c.issue.comments, func(x *comment) bool { return x == c })
	s.tellComment("deleted", c, by, nil)
	return nil
}

// remove deletes an issue; its number then answers 410.
func (s *Server) remove(i *issue, by actor) {
	s.tell("deleted", i, by, nil)
	i.deleted = true
}

// transfer moves an issue to another repository, where it and its comments get
// new ids; labels that are not known there are lost.
func (s *Server) transfer(i *issue, by actor, to *repository) *issue {
	moved := *i
	moved.repo, moved.id, moved.number, moved.updated = to, s.next(), len(to.issues)+1, s.now()
	moved.labels, moved.comments, moved.events = nil, nil, nil
	for _, l := range i.labels {
		if slices.ContainsFunc(to.labels, func(k label) bool { return strings.EqualFold(k.name, l) }) {
			moved.labels = append(moved.labels, l)
		}
	}
	to.issues = append(to.issues, &moved)
	for _, c := range i.comments {
		copied := *c
		copied.id, copied.issue = s.next(), &moved
		moved.comments = append(moved.comments, &copied)
	}
	s.tell("transferred", i, by, object{"changes": object{"new_issue": s.issueJSON(&moved), "new_repository": s.repoJSON(to, nil)}})
	i.movedTo = &moved
	return &moved
}
