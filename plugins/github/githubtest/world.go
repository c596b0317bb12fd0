package githubtest

import (
	"slices"
	"strings"
	"time"
)

type user struct {
	id           int64
	login, email string
	bot          bool
}

type label struct {
	id   int64
	name string
}

type repository struct {
	id               int64
	full             string
	former           []string // names it had before
	private, enabled bool
	archived         bool
	roles            map[string]Right
	labels           []label
	issues           []*issue // by number, from 1
	created          time.Time
}

type issue struct {
	repo                     *repository
	id                       int64
	number                   int
	title, body              string
	state, reason            string
	labels                   []string
	assignees                []*user
	author, closer           *user
	created, updated, closed time.Time
	comments                 []*comment
	events                   []event
	pull, deleted, ourApp    bool
	movedTo                  *issue
}

type comment struct {
	id               int64
	issue            *issue
	body             string
	author           *user
	created, updated time.Time
	ourApp           bool
}

// event is one line of an issue's history.
type event struct {
	id       int64
	kind     string
	by       *user
	at       time.Time
	label    string
	assignee *user
	from, to string
	reason   string
	ourApp   bool
}

func (s *Server) user(login string) *user {
	i := slices.IndexFunc(s.users, func(u *user) bool { return strings.EqualFold(u.login, login) })
	if i < 0 {
		return nil
	}
	return s.users[i]
}

func (s *Server) repository(name string) *repository {
	i := slices.IndexFunc(s.repos, func(r *repository) bool { return strings.EqualFold(r.full, name) })
	if i < 0 {
		return nil
	}
	return s.repos[i]
}

// formerly finds a repository by a name that it had.
func (s *Server) formerly(name string) *repository {
	i := slices.IndexFunc(s.repos, func(r *repository) bool { return slices.Contains(r.former, name) })
	if i < 0 {
		return nil
	}
	return s.repos[i]
}

func (r *repository) owner() string { o, _, _ := strings.Cut(r.full, "/"); return o }
func (r *repository) name() string  { _, n, _ := strings.Cut(r.full, "/"); return n }

func (r *repository) reads(u *user) bool {
	if !r.private {
		return true
	}
	if u == nil {
		return false
	}
	return r.roles[u.login] >= Read
}

func (r *repository) pushes(u *user) bool { return u != nil && r.roles[u.login] == Push }

// association is what somebody is to the repository: who can only read a public
// one is nobody there.
func (r *repository) association(u *user) string {
	switch {
	case r.pushes(u):
		return "MEMBER"
	case r.private && r.reads(u):
		return "COLLABORATOR"
	}
	return "NONE"
}

// issue returns nil for a number that never was.
func (r *repository) issue(n int) *issue {
	if n < 1 || n > len(r.issues) {
		return nil
	}
	return r.issues[n-1]
}

// label returns the label in the repository's spelling, making it if need be.
func (r *repository) label(name string, id int64) string {
	for _, l := range r.labels {
		if strings.EqualFold(l.name, name) {
			return l.name
		}
	}
	r.labels = append(r.labels, label{id, name})
	return name
}

func (i *issue) has(name string) bool {
	return slices.ContainsFunc(i.labels, func(l string) bool { return strings.EqualFold(l, name) })
}

func (i *issue) gone() bool { return i.deleted || i.movedTo != nil }

// comment finds a comment of a repository by its id.
func (r *repository) comment(id int64) *comment {
	for _, i := range r.issues {
		for _, c := range i.comments {
			if c.id == id && !i.gone() {
				return c
			}
		}
	}
	return nil
}
