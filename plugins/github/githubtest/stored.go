package githubtest

import "time"

// Issue is an issue as it is stored.
type Issue struct {
	ID                   int64
	Number               int
	Title, Body          string // Body with the hub's marker
	State, Reason        string
	Labels, Assignees    []string
	Author               string
	Comments             []Comment
	CreatedAt, UpdatedAt time.Time
	Pull                 bool
}

// Comment is a comment as it is stored.
type Comment struct {
	ID           int64
	Author, Body string
	UpdatedAt    time.Time
}

// Issues returns a repository's issues in order of their numbers, without the
// deleted and the transferred.
func (s *Server) Issues(repo string) (list []Issue) {
	s.with(repo, func(r *repository) {
		for _, i := range r.issues {
			if !i.gone() {
				list = append(list, i.snapshot())
			}
		}
	})
	return list
}

// Issue returns one issue.
func (s *Server) Issue(repo string, n int) (found Issue, ok bool) {
	s.with(repo, func(r *repository) {
		if i := r.issue(n); i != nil && !i.gone() {
			found, ok = i.snapshot(), true
		}
	})
	return found, ok
}

func (i *issue) snapshot() Issue {
	is := Issue{ID: i.id, Number: i.number, Title: i.title, Body: i.body, State: i.state, Reason: i.reason, Author: i.author.login, CreatedAt: i.created, UpdatedAt: i.updated, Pull: i.pull}
	is.Labels = append(is.Labels, i.labels...)
	for _, u := range i.assignees {
		is.Assignees = append(is.Assignees, u.login)
	}
	for _, c := range i.comments {
		is.Comments = append(is.Comments, Comment{c.id, c.author.login, c.body, c.updated})
	}
	return is
}
