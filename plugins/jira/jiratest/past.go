package jiratest

import (
	"strconv"
	"time"
)

// Past is an issue of long ago, with its comments, by whom is of no matter.
type Past struct {
	At                   time.Time // when it was made; each comment came a minute after the last
	Summary, Description string
	Comments             []string
}

// Recall gives the site issues in its first project that were made long ago, oldest
// first: nobody is told of them now. It returns the keys.
func (s *Server) Recall(past []Past) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := make([]string, len(past))
	for i, p := range past {
		keys[i] = s.recall(p).key
	}
	return keys
}

func (s *Server) recall(p Past) *issue {
	by, project := s.users[len(s.users)-1], s.projects[0]
	project.next++
	at := p.At.UTC().Truncate(time.Millisecond)
	x := &issue{
		id: s.id(), key: project.key + "-" + strconv.Itoa(project.next), project: project, kind: kinds()[0].name,
		summary: p.Summary, text: s.stored(p.Description), author: by, status: s.flow.statuses[0].id, priority: "3", created: at,
	}
	for _, body := range p.Comments {
		at = at.Add(time.Minute)
		x.comments = append(x.comments, &comment{id: s.id(), author: by, editor: by, body: s.stored(body), created: at, updated: at})
	}
	x.updated, x.indexed = at, []time.Time{at}
	s.issues = append(s.issues, x)
	return x
}
