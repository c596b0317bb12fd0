package jiratest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Comment writes a comment and returns its id.
func (s *Server) Comment(login, key, body string) (id string, err error) {
	err = s.with(key, func(x *issue) error {
		if strings.TrimSpace(body) == "" {
			return fmt.Errorf("an empty comment")
		}
		id = strconv.Itoa(s.say(x, s.person(login), s.stored(body), nil, nil).id)
		return nil
	})
	return id, err
}

func (s *Server) withComment(key, id string, f func(*issue, *comment) error) error {
	return s.with(key, func(x *issue) error {
		for _, k := range x.comments {
			if strconv.Itoa(k.id) == id {
				return f(x, k)
			}
		}
		return fmt.Errorf("no comment %q", id)
	})
}

// EditComment replaces a comment's text.
func (s *Server) EditComment(login, key, id, body string) error {
	return s.withComment(key, id, func(x *issue, k *comment) error {
		s.rewrite(x, k, s.person(login), s.stored(body))
		return nil
	})
}

// Restrict shows a comment to one role only; "" to everybody.
func (s *Server) Restrict(login, key, id, role string) error {
	return s.withComment(key, id, func(x *issue, k *comment) error {
		k.visibility = nil
		if role != "" {
			k.visibility = object{"type": "role", "value": role, "identifier": role}
		}
		s.rewrite(x, k, s.person(login), k.body)
		return nil
	})
}

// DeleteComment deletes a comment.
func (s *Server) DeleteComment(login, key, id string) error {
	return s.withComment(key, id, func(x *issue, k *comment) error {
		s.unsay(x, k, s.person(login))
		return nil
	})
}

// Attach adds a file and returns its id.
func (s *Server) Attach(login, key, name, kind string, content []byte) (id string, err error) {
	err = s.with(key, func(x *issue) error {
		id = strconv.Itoa(s.keep(x, s.person(login), name, kind, content).id)
		return nil
	})
	return id, err
}

// Detach removes a file.
func (s *Server) Detach(login, key, id string) error {
	return s.with(key, func(x *issue) error {
		x.files = slices.DeleteFunc(x.files, func(f *file) bool {
			gone := strconv.Itoa(f.id) == id
			if gone {
				s.note(x, s.person(login), []item{{"Attachment", id, f.name, "", ""}})
			}
			return gone
		})
		return nil
	})
}
