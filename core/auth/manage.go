package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spochub/spochub/core/request"
	"github.com/spochub/spochub/core/store"
)

// ErrLastAdmin keeps the hub from being left without anybody who may run it.
var ErrLastAdmin = errors.New("nobody else is left who may run the hub")

// Change is what an account is to be from now on.
type Change struct {
	Name, Mail string
	Role       Role
	Client     request.ClientID // with the role Client
}

// Change changes an account. Another role ends its sessions.
func (s *Service) Change(ctx context.Context, login string, c Change) error {
	switch {
	case !c.Role.Valid():
		return &request.FieldError{Field: "role", Text: fmt.Sprintf("there is no role %q", c.Role)}
	case (c.Role == Client) != (c.Client != ""):
		return &request.FieldError{Field: "client", Text: "a client's contact, and nobody else, belongs to a client"}
	}
	p, err := s.accounts.Person(ctx, login)
	if err != nil {
		return fmt.Errorf("change: %w", err)
	}
	if c.Role != Admin {
		if err := s.Another(ctx, login); err != nil {
			return err
		}
	}
	was := p
	p.Name, p.Mail, p.Role, p.Client = c.Name, c.Mail, string(c.Role), c.Client
	if p.Role != was.Role || p.Client != was.Client {
		p.Generation++
	}
	return s.accounts.PutPerson(ctx, p, s.Entry(ctx, PersonChanged, login, differences(was, p)...))
}

// Another makes sure that the hub can do without somebody: ErrLastAdmin where
// nobody else may run it.
func (s *Service) Another(ctx context.Context, login string) error {
	all, err := s.accounts.People(ctx)
	if err != nil {
		return err
	}
	runs := false
	for _, x := range all {
		switch {
		case x.Disabled || Role(x.Role) != Admin:
		case x.Login == login:
			runs = true
		default:
			return nil
		}
	}
	if runs {
		return ErrLastAdmin
	}
	return nil
}

// Enable gives a disabled person access again.
func (s *Service) Enable(ctx context.Context, login string) error {
	return s.renew(ctx, PersonOn, login, func(p *store.Person) error {
		p.Disabled = false
		return nil
	})
}

// Linked records that a sign-in link was made for somebody.
func (s *Service) Linked(ctx context.Context, login string) error {
	return s.Record(ctx, LinkMade, login)
}

// Account finds a person with the account; ErrNotFound of the store.
func (s *Service) Account(ctx context.Context, login string) (store.Person, error) {
	return s.accounts.Person(ctx, login)
}

// Token is an API token, without its secret.
type Token = store.Token

// Tokens lists every API token, oldest first.
func (s *Service) Tokens(ctx context.Context) ([]Token, error) { return s.accounts.Tokens(ctx) }

// Revoke ends an API token, by its hash.
func (s *Service) Revoke(ctx context.Context, hash string) error {
	t, err := s.accounts.Token(ctx, hash)
	if err != nil {
		return fmt.Errorf("revoke: %w", err)
	}
	if t.Disabled {
		return nil
	}
	t.Disabled = true
	return s.accounts.PutToken(ctx, t, s.Entry(ctx, TokenRevoked, t.Name))
}

// use notes when a token was used, to the minute. That it cannot be noted keeps
// nobody out.
func (s *Service) use(ctx context.Context, t store.Token) {
	if now := s.now(); now.Sub(t.UsedAt) >= time.Minute {
		_ = s.accounts.Used(ctx, t.Hash, now)
	}
}
