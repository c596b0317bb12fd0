package githubtest

import (
	"errors"
)

// Person acts at the tool as one account, as if on GitHub's own pages.
type Person struct {
	s    *Server
	by   actor
	repo string
}

// ErrNotFound says that there is no such issue, comment or repository.
var ErrNotFound = errors.New("githubtest: not found")

// As returns a person who acts in the first repository; see In.
func (s *Server) As(login string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Person{s: s, by: actor{user: s.user(login)}, repo: Repository}
}

// In returns the same person in another repository.
func (p *Person) In(repo string) *Person { return &Person{p.s, p.by, repo} }

func (p *Person) on(n int, do func(*issue) *refusal) error {
	p.s.mu.Lock()
	defer p.s.done()
	r := p.s.repository(p.repo)
	if p.by.user == nil || r == nil || r.issue(n) == nil || r.issue(n).gone() {
		return ErrNotFound
	}
	if no := do(r.issue(n)); no != nil {
		return no
	}
	return nil
}

func (p *Person) edit(n int, q request) error {
	return p.on(n, func(i *issue) *refusal { return p.s.change(i, p.by, q) })
}

// Open makes an issue and returns its number.
func (p *Person) Open(title, body string, labels ...string) (int, error) {
	return p.open(request{Title: &title, Body: &body, Labels: &labels})
}

// OpenPull makes a pull request, which lists show among the issues.
func (p *Person) OpenPull(title string) (int, error) {
	return p.open(request{Title: &title, pull: true})
}

func (p *Person) open(q request) (int, error) {
	p.s.mu.Lock()
	defer p.s.done()
	r := p.s.repository(p.repo)
	if p.by.user == nil || r == nil {
		return 0, ErrNotFound
	}
	i, no := p.s.open(r, p.by, q)
	if no != nil {
		return 0, no
	}
	return i.number, nil
}

// SetTitle renames an issue.
func (p *Person) SetTitle(n int, title string) error { return p.edit(n, request{Title: &title}) }

// SetBody replaces an issue's text as it is stored, the hub's marker included.
func (p *Person) SetBody(n int, body string) error { return p.edit(n, request{Body: &body}) }

// Close closes an issue as completed, not_planned or duplicate.
func (p *Person) Close(n int, reason string) error {
	closed := "closed"
	return p.edit(n, request{State: &closed, Reason: &reason})
}

// Reopen opens a closed issue.
func (p *Person) Reopen(n int) error {
	open := "open"
	return p.edit(n, request{State: &open})
}

// Label adds a label.
func (p *Person) Label(n int, name string) error {
	return p.on(n, func(i *issue) *refusal { p.s.label(i, p.by, name); return nil })
}

// Unlabel removes a label.
func (p *Person) Unlabel(n int, name string) error {
	return p.on(n, func(i *issue) *refusal { p.s.unlabel(i, p.by, name); return nil })
}

// Assign replaces the assignees; without logins it clears them.
func (p *Person) Assign(n int, logins ...string) error {
	return p.edit(n, request{Assignees: &logins})
}

// Comment writes a comment and returns its id.
func (p *Person) Comment(n int, body string) (id int64, err error) {
	err = p.on(n, func(i *issue) *refusal {
		c, no := p.s.comment(i, p.by, body)
		if no == nil {
			id = c.id
		}
		return no
	})
	return id, err
}

// EditComment replaces a comment's text.
func (p *Person) EditComment(id int64, body string) error {
	return p.onComment(id, func(c *comment) *refusal { return p.s.editComment(c, p.by, body) })
}

// DeleteComment deletes a comment.
func (p *Person) DeleteComment(id int64) error {
	return p.onComment(id, func(c *comment) *refusal { return p.s.deleteComment(c, p.by) })
}

func (p *Person) onComment(id int64, do func(*comment) *refusal) error {
	p.s.mu.Lock()
	defer p.s.done()
	r := p.s.repository(p.repo)
	if r == nil || r.comment(id) == nil {
		return ErrNotFound
	}
	if no := do(r.comment(id)); no != nil {
		return no
	}
	return nil
}

// Delete deletes an issue for good.
func (p *Person) Delete(n int) error {
	return p.on(n, func(i *issue) *refusal { p.s.remove(i, p.by); return nil })
}

// Transfer moves an issue to another repository and returns its number there.
func (p *Person) Transfer(n int, to string) (number int, err error) {
	err = p.on(n, func(i *issue) *refusal {
		r := p.s.repository(to)
		if r == nil {
			return &refusal{status: 404, message: "Not Found"}
		}
		number = p.s.transfer(i, p.by, r).number
		return nil
	})
	return number, err
}
