package githubtest

import (
	"crypto/rsa"
	"strings"
	"time"
)

// AddUser makes an account, or changes the address of one. A login that ends in
// "[bot]" is an App's.
func (s *Server) AddUser(login, email string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.user(login); u != nil {
		u.email = email
		return
	}
	s.users = append(s.users, &user{id: s.next(), login: login, email: email, bot: strings.HasSuffix(login, "[bot]")})
}

// AddRepository makes an empty private repository, "owner/name".
func (s *Server) AddRepository(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &repository{id: s.next(), full: name, private: true, enabled: true, roles: map[string]Right{}, created: s.now()}
	for _, l := range []string{"bug", "duplicate", "enhancement", "question"} {
		r.label(l, s.next())
	}
	s.repos = append(s.repos, r)
}

// Right is what an account may do in a repository.
type Right int

// The rights: to read, to write issues and to comment; and to set labels and
// assignees and edit what others wrote as well.
const (
	Read Right = iota + 1
	Push
)

// Allow gives an account a right in a repository, or another one.
func (s *Server) Allow(repo, login string, right Right) {
	s.with(repo, func(r *repository) { r.roles[login] = right })
}

// Forbid takes an account's access to a repository away.
func (s *Server) Forbid(repo, login string) {
	s.with(repo, func(r *repository) { delete(r.roles, login) })
}

// SetPrivate makes a repository private or public.
func (s *Server) SetPrivate(repo string, private bool) {
	s.with(repo, func(r *repository) { r.private = private })
}

// EnableIssues switches a repository's issues on or off.
func (s *Server) EnableIssues(repo string, on bool) {
	s.with(repo, func(r *repository) { r.enabled = on })
}

// Archive makes a repository read only, or takes that back.
func (s *Server) Archive(repo string, on bool) {
	s.with(repo, func(r *repository) { r.archived = on })
}

// Rename gives a repository a new name; the old one redirects.
func (s *Server) Rename(repo, name string) {
	s.with(repo, func(r *repository) { r.former, r.full = append(r.former, r.full), name })
}

// ID is a repository's id, 0 if there is none.
func (s *Server) ID(repo string) (id int64) {
	s.with(repo, func(r *repository) { id = r.id })
	return id
}

// InstallApp installs a GitHub App on all repositories: its account is slug with
// "[bot]" added, its assertions are checked against key.
func (s *Server) InstallApp(id, installationID int64, slug string, key *rsa.PublicKey) {
	login := slug + "[bot]"
	s.AddUser(login, "")
	for _, name := range s.names() {
		s.Allow(name, login, Push)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.app = &installation{id: id, number: installationID, slug: slug, key: key, tokens: map[string]time.Time{}}
}

// RevokeTokens makes every installation token invalid.
func (s *Server) RevokeTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.app.tokens)
}

func (s *Server) names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, r := range s.repos {
		names = append(names, r.full)
	}
	return names
}

func (s *Server) with(repo string, do func(*repository)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.repository(repo); r != nil {
		do(r)
	}
}
